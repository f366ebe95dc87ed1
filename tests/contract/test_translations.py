"""The pages in English: complete, exact, and each person's language followed wherever texts are made."""

import re
from html.parser import HTMLParser

import polib
import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from scripts import translations

from ocop.dossiers.models import Dossier
from ocop.people.models import Notification, User

from .test_pages import ROLES

# ---- The catalogue and what watches over it


def test_every_text_of_the_pages_has_its_exact_english():
    assert list(translations.faults()) == []


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A small project: sources(python, template, catalogue) and its faults."""
    (tmp_path / "room" / "templates").mkdir(parents=True)
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    monkeypatch.setattr(translations, "CATALOGUE", tmp_path / "en.po")

    def faults(python: str = "", template: str = "", english: dict[str, str] | None = None):
        (tmp_path / "room" / "views.py").write_text(python)
        (tmp_path / "room" / "templates" / "page.html").write_text(template)
        catalogue = polib.POFile()
        catalogue.extend(polib.POEntry(msgid=k, msgstr=v) for k, v in (english or {}).items())
        catalogue.save(str(tmp_path / "en.po"))
        return list(translations.faults())

    return faults


def test_a_translated_project_has_no_faults(sources):
    found = sources(
        '"""Tiếng Việt."""\nfrom django.utils.translation import gettext as _\n\n'
        'def say():\n    """Việt."""\n    return _("Còn %(n)d ngày")\n',
        '{# Ghi chú #}<p>{% translate "Đã lưu" %} {% include "x.html" with title=_("Hạn") %}</p>'
        "{% blocktranslate %}Chào {{ name }}{% endblocktranslate %}",
        {
            "Còn %(n)d ngày": "Days left: %(n)d",
            "Đã lưu": "Saved",
            "Hạn": "Due",
            "Chào %(name)s": "Hello %(name)s",
        },
    )

    assert found == []


@pytest.mark.parametrize(
    ("python", "template", "english", "fault"),
    [
        ("", '{% translate "Mới" %}', {}, "not in the catalogue"),
        ("", "", {"Cũ": "Old"}, "no longer in the sources"),
        ("", '{% translate "Mới" %}', {"Mới": ""}, "lacks English"),
        (
            "",
            "{% blocktranslate %}Còn {{ n }}{% endblocktranslate %}",
            {"Còn %(n)s": "Left: %(m)s"},
            "other placeholders",
        ),
        ("", "<p>Đã lưu</p>", {}, "page.html:1: not marked"),
        ("", '<p title="Đã lưu"></p>', {}, "page.html:1: not marked"),
        ("", '{% mark "Đã lưu" %}', {}, "page.html:1: not marked"),
        ('SAVED = "Đã lưu"', "", {}, "views.py:1: not marked"),
        (
            'from django.utils.translation import gettext as _\nSAVED = _("Đã lưu")',
            "",
            {"Đã lưu": "Saved"},
            "views.py:2: needs gettext_lazy",
        ),
        (
            "from django.utils.translation import gettext as _\n"
            "LAST = lambda: _('cuối')\ndef say(day):\n    return f\"{day} {_('cuối')}\"",
            "",
            {"cuối": "last"},
            "views.py:4: gettext inside an f-string",
        ),
    ],
)
def test_a_fault_of_a_translation_is_found_and_named(sources, python, template, english, fault):
    (found,) = sources(python, template, english)

    assert fault in found


def test_an_update_keeps_english_takes_new_texts_in_and_drops_old_ones(sources):
    sources("", '{% translate "Mới" %}{% translate "Lưu" %}', {"Lưu": "Save", "Cũ": "Old"})

    lacking = translations.update()

    assert lacking == ["Mới"]
    assert {e.msgid: e.msgstr for e in translations.read()} == {"Lưu": "Save", "Mới": ""}


# ---- The pages


class Texts(HTMLParser):
    """What a person reads or hears on a page, without what is marked as another language's."""

    DATA = ("textarea", "pre")
    SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-confirm", "data-label")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.found: list[str] = []
        self.foreign = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "html":
            self.language = said["lang"]
        elif self.foreign or tag in self.DATA or said.get("lang") == "vi":
            self.foreign += tag not in ("input", "img", "br", "hr", "link", "meta")
        if not self.foreign:
            self.found += [
                v for k, v in attrs if v and (k in self.SPOKEN or k.startswith("data-text-"))
            ]

    def handle_endtag(self, tag):
        self.foreign -= bool(self.foreign)

    def handle_data(self, data):
        if data.strip() and not self.foreign:
            self.found.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def is_untranslated():
    """Whether a text is one of the interface's Vietnamese texts, with anything in its placeholders.

    What the demo made up says so, “minh hoạ”, and may begin like a text of the interface.
    """
    texts = {
        entry.msgid.replace("%%", "%")
        for entry in translations.read()
        if entry.msgid not in (entry.msgstr, *entry.msgstr_plural.values())
    }
    gaps = [re.sub(r"%\\\(\w+\\\)[sd]|\\\{\w+\\\}", ".+", re.escape(text)) for text in texts]
    filled = re.compile("|".join(gaps))

    def judge(text: str) -> bool:
        text = text.rstrip(" *:·")
        return text in texts or ("minh hoạ" not in text and bool(filled.fullmatch(text)))

    return judge


def pages(client: Client, *start: str, of_a_kind: int = 2):
    """(address, html) of the pages that can be reached, a few of each kind."""
    kinds: dict[str, int] = {}
    seen, waiting = set(start), list(start)
    while waiting:
        url = waiting.pop(0)
        response = client.get(url)
        for close in response._resource_closers:
            close()
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        yield url, html
        for link in re.findall(r'href="(/[^"#?]*)', html):
            try:
                kind = resolve(link).view_name + str(resolve(link).kwargs.get("kind", ""))
            except Resolver404:
                continue
            if link not in seen and kinds.get(kind, 0) < of_a_kind:
                kinds[kind] = kinds.get(kind, 0) + 1
                seen.add(link)
                waiting.append(link)


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_no_page_in_english_shows_vietnamese_of_the_interface(
    signed_in, client, db, role, is_untranslated
):
    if role:
        client = signed_in(role)
        User.objects.filter(login=f"{role}@demo.vn").update(language="en")
        Notification.objects.filter(said={}).delete()  # of before they were kept as data
    client.cookies["django_language"] = "en"
    start = ["/ban-lam-viec/"] if role else ["/", "/dang-nhap/", "/chu-the/dang-ky/"]

    found = {url: Texts(html) for url, html in pages(client, *start)}

    assert len(found) > 5
    assert {url for url, page in found.items() if page.language != "en"} == set()
    assert {(t, url) for url, page in found.items() for t in page.found if is_untranslated(t)} == (
        set()
    )


def test_the_crawl_would_see_vietnamese(client, db, is_untranslated):
    page = Texts(client.get("/dang-nhap/").content.decode())

    assert page.language == "vi"
    assert {"Đăng nhập", "Mật khẩu"} <= {t for t in page.found if is_untranslated(t)}


@pytest.mark.parametrize("url", ["/khong-co/", "/c/KHONG-CO/", "/loi-moi/khong-co/"])
def test_answers_that_something_is_not_there_are_in_english_too(client, db, url, is_untranslated):
    client.cookies["django_language"] = "en"

    page = Texts(client.get(url).content.decode())

    assert (page.language, [t for t in page.found if is_untranslated(t)]) == ("en", [])


def switch(client, to: str, here: str, **more):
    return client.post("/ngon-ngu/", {"language": to, "next": here}, **more)


def test_a_visitor_switches_the_language_and_stays_on_the_page(client, db):
    answer = switch(client, "en", "/?q=tr%C3%A0")

    assert (answer.status_code, answer["Location"]) == (302, "/?q=tr%C3%A0")
    assert Texts(client.get("/").content.decode()).language == "en"
    switch(client, "vi", "/")
    assert Texts(client.get("/").content.decode()).language == "vi"


def test_a_person_has_the_chosen_language_on_every_device(signed_in, person):
    switch(signed_in("xa"), "en", "/ban-lam-viec/")

    elsewhere = signed_in("xa")

    assert person("xa").language == "en"
    assert "<title>Desk" in elsewhere.get("/ban-lam-viec/").content.decode()


def test_the_switch_leads_to_no_other_site_and_knows_no_other_language(client, db):
    assert switch(client, "en", "https://example.org/")["Location"] == "/"
    assert switch(client, "xx", "/").status_code == 404


def test_the_switch_on_a_refusal_leads_back_to_the_form(signed_in):
    client = signed_in("huyen")
    dossier = Dossier.objects.exclude(state__in=("submitted", "checking")).first()
    form = reverse("dossiers:dossier", args=[dossier.pk])

    answer = client.post(
        reverse("dossiers:act", args=[dossier.pk, "tra-lai"]),
        {"reason": "x"},
        headers={"referer": f"http://testserver{form}"},
    )

    assert answer["Location"] == form
    assert f'name="next" value="{form}"' in client.get(form).content.decode()
    assert switch(client, "en", f"http://testserver{form}")["Location"].endswith(form)
