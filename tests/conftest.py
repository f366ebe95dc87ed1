"""Fixtures of the whole suite.

A small scene, made once, is the world that journeys and older tests of pages live in. A file marked `own_world` shows its own
by the factories of the rooms and asks only about that; `pytest --own-worlds` runs those files where there is no other.
"""

import os

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from .browser import browser, visitor  # noqa: F401
from .days import BEGINS, TODAY
from .sites import copies, site  # noqa: F401

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's loop runs in the tests' thread


OF_THE_DEMO = {"person", "signed_in", "site", "breakable"}


def pytest_addoption(parser):
    parser.addoption(
        "--own-worlds",
        action="store_true",
        help="only tests that show their own world, in a database without units, people and demo",
    )


@pytest.hookimpl(trylast=True)  # after pytest-randomly
def pytest_collection_modifyitems(config, items):
    """Files with tests in a browser come first, for they take longest: what is short fills the cores at the end.

    What a browser visits is a copy of the test database, so there must be one.
    """
    if config.getoption("own_worlds"):
        items[:] = [item for item in items if item.get_closest_marker("own_world")]
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    for item in in_browser:
        item.add_marker(pytest.mark.django_db)
    first = {item.path for item in in_browser}
    items.sort(key=lambda item: item.path not in first)


@pytest.fixture(autouse=True)
def own_world_only(request):
    """A test that says it shows its own world takes nothing of the demo's."""
    if request.node.get_closest_marker("own_world"):
        assert OF_THE_DEMO.isdisjoint(request.fixturenames)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, pytestconfig):
    """The test database holds the editions, and unless tests show their own worlds the country's units and the small scene, a
    rehearsal that begins on TODAY; each test rolls back what it changes. Tests live on that calendar without asking the
    database for it."""
    from ocop.core import clock
    from ocop.criteria.actions.editions import load_builtin
    from ocop.places.actions import load

    from .scene import build

    with clock.travel(BEGINS):
        with django_db_blocker.unblock():
            load_builtin()
            if not pytestconfig.getoption("own_worlds"):
                load()
                build(TODAY)
        yield


@pytest.fixture(autouse=True)
def vietnamese():
    """A test begins in Vietnamese, whatever language the pages of the one before it were in."""
    translation.activate("vi")


@pytest.fixture(autouse=True)
def nothing_drawn():
    """No public page that another test had drawn is sent again."""
    cache.clear()


@pytest.fixture
def standing_clock(monkeypatch):
    """The clock stands, so that what is counted by the hour is not counted anew in the midst of a test."""
    from ocop.core import clock

    now = clock.true_now()
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def own_calendar():
    """The test follows the calendar that stands in the database, as a server does, and so sees it move."""
    from ocop.core import clock

    with clock.travel(None):
        yield


@pytest.fixture
def real_installation(monkeypatch):
    """The world taken for one in which people work in earnest."""
    from ocop.core import rehearsal

    monkeypatch.setattr(rehearsal, "_known", False)


@pytest.fixture
def person(db):
    """person("huyen") is the demo account huyen@demo.vn."""
    from ocop.people.models import User

    return lambda name: User.objects.get(login=f"{name}@demo.vn")


@pytest.fixture
def signed_in(person):
    """signed_in("huyen") is a test client of that account."""

    def client_of(name: str) -> Client:
        client = Client()
        client.force_login(person(name), backend="ocop.people.backends.Accounts")
        return client

    return client_of


@pytest.fixture
def carry_out_jobs(db):
    """carry_out_jobs() does the background work that waits, in the test's own transaction."""
    from django_tasks_db.models import DBTaskResult

    def work() -> None:
        for waiting in list(DBTaskResult.objects.ready()):
            waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
            waiting.delete()

    return work
