"""Every form that a person finds by following links, with its fields as the page offers them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

from ..days import TODAY

TEXTS = ("text", "textarea", "search", "url", "email", "tel")
OF_A_KIND = (
    "place",
    "organisation",
    "login",
    "email",
    "phone",
    "code",
    "website",
    "registration_number",
)
UNREAD = re.compile(r"^/static/|xuat=|\.(pdf|docx)$|/mau/$|/giay-to/\d+/$|/tep/\d+/$")
LEAVING = ("/dang-xuat/", "/ngon-ngu/")


@dataclass
class Field:
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    longest: int = 2000


@dataclass
class Form:
    page: str
    action: str
    fields: dict[str, Field]
    is_autosave: bool = False

    @property
    def kind(self) -> tuple[str, ...]:
        """Forms of one kind do the same with other things."""
        return kind_of(self.action), *sorted(name for name in self.fields if ":" not in name)

    @property
    def texts(self) -> list[str]:
        return [name for name, found in self.fields.items() if found.kind in TEXTS]

    def filled(self, text: str = "Thử") -> dict[str, str]:
        """What somebody would send who fills in everything; `text` goes into the text boxes."""
        return {name: self._answer(name, found, text) for name, found in self.fields.items()}

    def _answer(self, name: str, found: Field, text: str) -> str:
        if found.choices:
            chosen = [choice for choice in found.choices if choice]
            return found.value or (chosen[0] if chosen else "")
        if found.kind == "date":
            return found.value or TODAY.isoformat()
        if found.kind == "datetime-local":
            return found.value or f"{TODAY.isoformat()}T08:00"
        if found.kind == "number":
            return found.value or ("2020" if "year" in name else "20")
        if found.kind in TEXTS and name not in OF_A_KIND:
            return text[: found.longest]
        return found.value


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.links = page, list[Form](), list[str]()
        self.form: Form | None = None
        self.select = self.area = None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "a" and (at.get("href") or "").startswith("/"):
            self.links.append(at["href"].split("#")[0])
        if tag == "form":
            self.form = None
            if at.get("method") == "post" and at.get("action") not in LEAVING:
                self.form = Form(
                    self.page, at.get("action") or self.page, {}, "data-autosave" in at
                )
                self.forms.append(self.form)
        if self.form is None or "disabled" in at:
            return
        name, fields = at.get("name"), self.form.fields
        longest = int(at.get("maxlength") or 2000)
        if tag == "input" and name:
            kind = at.get("type", "text")
            found = fields.setdefault(name, Field(kind, longest=longest))
            if kind in ("radio", "checkbox"):
                found.choices.append(at.get("value", "on"))
            else:
                found.value = at.get("value") or ""
        elif tag == "button" and name:
            fields.setdefault(name, Field("button")).choices.append(at.get("value", ""))
        elif tag == "select" and name:
            self.select = fields.setdefault(name, Field("select"))
        elif tag == "option" and self.select is not None:
            self.select.choices.append(at.get("value", ""))
            if "selected" in at:
                self.select.value = at.get("value", "")
        elif tag == "textarea" and name:
            self.area = fields.setdefault(name, Field("textarea", longest=longest))

    def handle_data(self, data):
        if self.area is not None:
            self.area.value += data.lstrip("\n")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def read(page: str, html: str) -> _Reader:
    reader = _Reader(page)
    reader.feed(html)
    return reader


def kind_of(url: str) -> str:
    """The address without its ids."""
    return re.sub(r"[\w-]+\.yaml|HS\d+|[0-9a-f-]{36}|\d+", "N", url.split("?")[0])


def walk(client: Client, *, start: str = "/ban-lam-viec/", most: int = 200):
    """(address, html) of each kind of page that a person can reach: of alike addresses the first two."""
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    waiting = [start]
    while waiting and len(seen) < most:
        url = waiting.pop(0)
        kind = kind_of(url)
        if url in seen or kinds.get(kind, 0) >= 2 or UNREAD.search(url):
            continue
        seen.add(url)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(url)
        for close in answer._resource_closers:  # files; answer.close() would end the connection
            close()
        if answer.status_code in (301, 302):
            waiting.append(answer["Location"])
        if not answer["Content-Type"].startswith("text/html") or answer.streaming:
            continue
        html = answer.content.decode()
        yield url, html
        waiting += read(url, html).links


def forms_of(client: Client) -> list[Form]:
    """Every form to send that a person finds, once for each address."""
    found: dict[object, Form] = {}
    for url, html in walk(client):
        for form in read(url, html).forms:
            found.setdefault(form.kind, form)
    return list(found.values())
