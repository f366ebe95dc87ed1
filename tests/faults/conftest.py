"""A server to break, and who meets it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from ocop.people.actions import invite
from ocop.people.enums import Role
from ocop.producers.models import ProducerMember
from tests.browser import Visitor
from tests.faults.forms import Form, forms_of
from tests.sites import PASSWORD, PATIENCE_SECONDS, Site


def opened(site: Site) -> Site:
    """With every sheet open, and served."""
    site.sql("UPDATE evaluation_scoresheet SET state = 'open'")
    site.start()
    return site


@pytest.fixture(scope="session")
def breakable(copies, tmp_path_factory) -> Iterator[Site]:
    """A copy of the demo, with every sheet open, that a test may kill and starve."""
    site = opened(copies(tmp_path_factory.mktemp("breakable")))
    yield site
    site.close()


@pytest.fixture
def at_browser(browser, breakable) -> Iterator[Callable[[str], Visitor]]:
    """at_browser("huyen") is that demo account in a new browser at the breakable site."""
    made: list[Visitor] = []

    def visit(name: str) -> Visitor:
        made.append(Visitor(browser, breakable, name))
        made[-1].sign_in(f"{name}@demo.vn")
        return made[-1]

    yield visit
    for each in made:
        each.context.close()


FORMS: dict[str, list[Form]] = {}


@pytest.fixture
def forms(signed_in) -> Callable[[str], list[Form]]:
    """forms("huyen") are all the forms that this demo account finds; looked for once, for every test finds the same."""

    def of(role: str) -> list[Form]:
        if role not in FORMS:
            FORMS[role] = forms_of(signed_in(role))
        return FORMS[role]

    return of


class Caller:
    """Somebody without a browser: a session of its own, plain HTTP."""

    def __init__(self, site: Site, name: str) -> None:
        self.site, self.cookies = site, dict[str, str]()
        self.call("GET", "/dang-nhap/")
        status, _body = self.post("/dang-nhap/", username=f"{name}@demo.vn", password=PASSWORD)
        assert status == 302, (name, status)

    def call(
        self, method: str, path: str, body: bytes = b"", content_type: str = "", accept: str = ""
    ) -> tuple[int, str]:
        line = HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE_SECONDS)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "Accept": accept or "text/html",
        }
        if content_type:
            headers["Content-Type"] = content_type
        with closing(line):
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def post(self, path: str, accept: str = "", **fields: str) -> tuple[int, str]:
        form = urlencode(fields).encode()
        return self.call("POST", path, form, "application/x-www-form-urlencoded", accept)

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> tuple[int, str]:
        head, line = "", "--thu\r\nContent-Disposition: form-data; name="
        for key, text in fields.items():
            head += f'{line}"{key}"\r\n\r\n{text}\r\n'
        head += f'{line}"file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + b"\r\n--thu--\r\n"
        return self.call("POST", path, body, "multipart/form-data; boundary=thu")


@pytest.fixture
def producer(person):
    return ProducerMember.objects.get(user=person("chuthe"), until=None).producer


@pytest.fixture
def link(person):
    """link("huyen", "xa@demo.vn"): what that officer sends, who makes the person an officer of the own district."""

    def sent(inviter: str, login: str) -> str:
        actor = person(inviter)
        _invitation, token = invite(
            actor=actor,
            full_name="Người được mời (thử)",
            login=login,
            role=Role.OFFICER,
            place=actor.places_as(Role.OFFICER)[0],
        )
        return token

    return sent
