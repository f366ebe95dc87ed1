"""Every address × every role: each room's rights.yaml says who gets which answer, and nobody gets another."""

from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import URLResolver, get_resolver

from .pages import address, answer, in_words
from .rooms import told_in
from .world import ROLES

pytestmark = pytest.mark.django_db

GROUPS = yaml.safe_load((Path(__file__).parent / "rights.yaml").read_text(encoding="utf-8"))[
    "groups"
]
PAGES: list[dict[str, Any]] = [page for room in told_in("rights.yaml") for page in room]
SIDES = {"here": "here", "elsewhere": "elsewhere", "anywhere": "here"}


def roles_in(words: str) -> set[str]:
    """The roles that a line names, groups spelt out."""
    found: set[str] = set()
    for word in words.split():
        found |= roles_in(GROUPS[word]) if word in GROUPS else {word}
    return found


def granted(lines: dict[str, str], method: str) -> dict[str, str]:
    """The answer that each role gets by the rules."""
    expected = dict.fromkeys(ROLES, "404") | {"anonymous": "302 people:login"}
    for line, words in lines.items():
        if line.startswith(f"{method} "):
            expected |= dict.fromkeys(roles_in(words), line.partition(" ")[2])
    return expected


def lines_of(answers: dict[str, str]) -> dict[str, list[str]]:
    """Turned round for reading: answer → roles."""
    found = defaultdict(list)
    for role in ROLES:
        found[answers[role]].append(role)
    return dict(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page['page']} {page.get('of', '')}")
def test_each_role_gets_the_answer_that_the_rules_say(world, clients, page):
    places = SIDES.keys() & page.keys()
    for place, method in product(places, {line.split()[0] for p in places for line in page[p]}):
        url = address(page["page"], page.get("of", ""), getattr(world, SIDES[place]))
        sent = page.get("send") if method == "POST" else None
        got = {role: in_words(answer(clients[role], method, url, sent)) for role in ROLES}

        assert (place, method, lines_of(got)) == (
            place,
            method,
            lines_of(granted(page[place], method)),
        )


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if not any("GET" in line for p in SIDES for line in page.get(p, ()))],
    ids=lambda page: f"{page['page']} {page.get('of', '')}",
)
def test_what_acts_is_not_done_by_a_link(world, clients, page):
    url = address(page["page"], page.get("of", ""), world.here)

    got = {in_words(answer(clients[role], "GET", url)) for role in ROLES}

    assert got <= {"405", "404", "302 people:login"}


def test_every_address_has_a_line():
    assert names(get_resolver()) == {page["page"] for page in PAGES}


def names(resolver: URLResolver, app: str = "") -> set[str]:
    """The names of all addresses, with their apps' before them."""
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= names(entry, f"{entry.namespace}:" if entry.namespace else app)
        else:
            found.add(f"{app}{entry.name}")
    return found
