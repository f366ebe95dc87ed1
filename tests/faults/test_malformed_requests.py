"""Requests that no page of ours sends: answered with a sentence, never with an error of the server."""

import re
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ocop
from ocop.core.checks import patterns
from ocop.core.forms import Base
from ocop.criteria.models import Edition
from ocop.dossiers.models import Dossier, Round
from ocop.evaluation.models import ScoreSheet, Track
from ocop.people.models import User
from ocop.producers.models import Evidence, Producer, Product
from tests.faults.forms import Form

# What people, scripts and scanners put where a number, a date, a choice or a text belongs.
ODD = [
    "",
    "0",
    "-1",
    "9" * 30,
    "1e9",
    "NaN",
    "\0",
    "a\0b",
    "\ud7ff\u202e\x08",
    "x" * 3000,
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "31/02/2026",
    "không có",
    "../../etc/passwd",
    "a:A.1.1",
    "n:A.1.1",
    "f:x",
    "A.1.1=L9",
    "concluded",
    "revoked",
    "fine",
]
SOURCE = Path(ocop.__file__).parent
ROLES = ("huyen", "quantri", "chuthe", "thuky", "uyvien1")
READ = re.compile(
    r'request\.(?:GET|POST)\.get(?:list)?\(\s*"([\w-]+)"|posted_number\(request, "(\w+)"'
)


def kinds_of(form: type) -> set[type]:
    return {form}.union(*(kinds_of(kind) for kind in form.__subclasses__()))


def names_read() -> list[str]:
    """What pages read of a request, by themselves or by a form."""
    sources = (path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    by_pages = {name for text in sources for pair in READ.findall(text) for name in pair if name}
    by_forms = {name for form in kinds_of(Base) for name in getattr(form, "base_fields", ())}
    return sorted(by_pages | by_forms | {"version", "_kept"})


ROUTES = [route for route, _pattern in patterns()]
NAMES = names_read()
odd = st.sampled_from(ODD) | st.text(max_size=12)
fields = st.dictionaries(st.sampled_from(NAMES), odd, max_size=8)


@pytest.fixture
def known(db) -> dict[str, list[object]]:
    """Ids that exist, so that requests get past the door."""
    draft = Dossier.objects.get(state="draft", round__state="scoring")
    scoring = Round.objects.get(state="scoring")
    return {
        "chu-the/san-pham": [Product.objects.filter(producer__name="HTX Minh Hoạ").first().pk],
        "chu-the/giay-to": [Evidence.objects.first().pk],
        "chu-the": [Producer.objects.get(name="HTX Minh Hoạ").pk],
        "danh-gia/dot": list(Round.objects.values_list("pk", flat=True)),
        "danh-gia/san-pham": list(Track.objects.values_list("pk", flat=True)),
        "danh-gia/ho-so": [draft.pk, Dossier.objects.get(state="submitted").pk],
        "danh-gia/phieu": [ScoreSheet.objects.filter(track__round=scoring).first().pk],
        "danh-gia/bo-tieu-chi": [Edition.objects.first().pk],
    }


@pytest.fixture
def officers(signed_in) -> list[Client]:
    """Whoever may do most: what they send gets furthest. A server error is raised in the test."""
    return [signed_in(role) for role in ROLES]


def filled(route: str, known: dict[str, list[object]], draw) -> str:
    """The route with an id that exists, or with something odd."""

    def value(match: re.Match[str]) -> str:
        kind = match.group(1)
        if kind == "int:":
            ids = next((known[key] for key in known if route.startswith(key)), [1])
            return str(draw(st.sampled_from([*ids, *ids, *ids, 0, 10**30])))
        if kind == "uuid:":
            return str(uuid.UUID(int=draw(st.integers(0, 2**32))))
        return draw(
            st.sampled_from(["A", "HS01", "nop", "trao-doi", "lien-ket", "x", "%00", "bien-ban"])
        )

    return "/" + re.sub(r"<(\w+:)?\w+>", value, route)


@settings(
    max_examples=250,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_sent_is_answered_with_a_sentence(officers, known, data):
    client = data.draw(st.sampled_from(officers))
    url = filled(data.draw(st.sampled_from(ROUTES)), known, data.draw)
    sent = data.draw(fields)

    if data.draw(st.booleans()):
        answer = client.post(
            url, sent, headers={"accept": data.draw(st.sampled_from(["*/*", "application/json"]))}
        )
    else:
        answer = client.get(url, sent)

    for close in answer._resource_closers:  # files; answer.close() would end the connection too
        close()
    assert answer.status_code < 500
    if answer.status_code in (409, 413, 422):
        assert re.search(r"\w+ \w+", answer.content.decode())


@pytest.fixture
def each_form(forms, signed_in) -> list[tuple[Client, Form]]:
    """A form of each kind, with somebody who may send it."""
    found = {form.kind: (signed_in(role), form) for role in ROLES for form in forms(role)}
    return list(found.values())


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_form_answers_odd_values_in_its_fields_with_a_sentence(each_form, data):
    """All fields as somebody would fill them in, but one or two."""
    client, form = data.draw(st.sampled_from(each_form))
    sent = form.filled()
    for name in data.draw(st.lists(st.sampled_from(sorted(sent)), min_size=1, max_size=2)):
        value = data.draw(odd | st.none())
        if value is None:
            sent.pop(name, None)
        else:
            sent[name] = value

    answer = client.post(form.action, sent)

    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data; boundary=\xff", b"--x"),
        ("application/x-www-form-urlencoded; charset=no-such", b"reason=%FF%FE"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(3000))),
        ("application/x-www-form-urlencoded", b"%"),
        ("application/json", b"{"),
        ("text/xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    ],
)
def test_a_body_that_is_no_form_is_answered_with_a_page(officers, known, content_type, body):
    url = f"/danh-gia/ho-so/{known['danh-gia/ho-so'][0]}/viec/nop/"

    answer = officers[2].generic("POST", url, body, content_type)

    assert answer.status_code in (302, 400, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/c/%00/",
        "/c/%ff%fe/",
        "/tra-cuu/?so=%00",
        "/?q=%00",
        "/%2e%2e/etc/passwd",
        "/chu-the/1%27--/",
    ],
)
def test_an_odd_address_of_the_public_site_is_answered_with_a_page(client, db, path):
    answer = client.get(path)

    assert answer.status_code in (302, 400, 404)


def test_every_handler_of_errors_answers_with_a_page_of_ours(client, db):
    resolver = get_resolver()
    for status in (400, 403, 404):
        handler = resolver.resolve_error_handler(status)
        request = client.get("/khong-co/").wsgi_request
        answer = handler(request, Exception())
        assert (answer.status_code, b"OCOP" in answer.content) == (status, True)


def test_a_forged_form_is_refused_with_a_way_back(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        User.objects.get(login="chuthe@demo.vn"),
        backend="ocop.people.backends.Accounts",
    )

    answer = client.post(
        "/ho-so/", {"full_name": "x"}, headers={"referer": "http://testserver/ho-so/"}
    )

    assert answer.status_code == 403
    assert 'href="http://testserver/ho-so/"' in answer.content.decode()
