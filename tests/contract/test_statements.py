"""How many statements a page asks of the database: the number in its room's statements.yaml, however much there is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop.core.listing import PAGE_SIZES

from .pages import address, answer, taken_back
from .rooms import told_in
from .sides import Side
from .test_rights import PAGES, granted

pytestmark = pytest.mark.django_db

EXPECTED = {page: number for room in told_in("statements.yaml") for page, number in room.items()}
READERS = ("district", "member", "chair", "secretary", "producer", "administrator", "anonymous")
EVERY_REQUEST = re.compile(
    r'SAVEPOINT|RELEASE|ROLLBACK|SELECT .* FROM "django_session" '
    r'|SELECT "people_user"."id", "people_user"."password".* WHERE "people_user"."id" = \(\d+\)$'
)


def reader_of(page: dict) -> str:
    """Who opens a page here: the first of READERS who may."""
    answers = granted(page.get("here", page.get("anywhere", {})), "GET")
    return next((role for role in READERS if answers[role] == "200"), "")


PAGES_READ = {
    f"{page['page']} {page.get('of', '')}".strip(): (
        page["page"],
        page.get("of", ""),
        reader_of(page),
    )
    for page in PAGES
    if reader_of(page)
}


def statements(client, url: str) -> list[str]:
    """What a request asks besides the session and the person; asked before, so that nothing is read for the first time."""
    answer(client, "GET", url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert answer(client, "GET", url).status_code == 200
    return [q["sql"] for q in asked.captured_queries if not EVERY_REQUEST.match(q["sql"])]


def counted(world, clients) -> dict[str, int]:
    return {
        name: len(statements(clients[role], address(page, of, world.here)))
        for name, (page, of, role) in PAGES_READ.items()
    }


def test_a_page_asks_as_much_as_is_written_down(world, clients):
    assert counted(world, clients) == EXPECTED


def test_a_page_asks_no_more_when_there_is_more(world, clients):
    with taken_back(), grown(world.here, by=2):
        assert counted(world, clients) == EXPECTED


@contextmanager
def grown(side: Side, *, by: int) -> Iterator[None]:
    """More of everything; addresses still name what they named."""
    named = dict(side.things)
    for _more in range(by):
        side.grow()
    side.things.update(named)
    yield


@pytest.mark.parametrize("page", ["producers:products", "dossiers:dossiers"])
def test_a_list_shows_no_more_than_a_page_whatever_is_asked_for(world, clients, page):
    with taken_back(), grown(world.here, by=6):
        url = address(page, "", world.here)

        shown = {
            wanted: len(answer(clients["district"], "GET", url + wanted).context["listing"].page)
            for wanted in ("", "?moi-trang=50", "?moi-trang=100000", "?moi-trang=-1")
        }

    first = PAGE_SIZES[0]
    assert shown == {
        "": first,
        "?moi-trang=50": shown["?moi-trang=50"],
        "?moi-trang=100000": first,
        "?moi-trang=-1": first,
    }
    assert first < shown["?moi-trang=50"] <= 50
