"""Fixtures of the whole suite. In which world a file's tests live is told in tests/worlds.py."""

import os

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from .browser import browser, visitor  # noqa: F401
from .days import BEGINS
from .sites import copies, site  # noqa: F401
from .worlds import BARE, COUNTRY, SCENE, worlds_of_the_database

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's loop runs in the tests' thread


OF_THE_SCENE = {"person", "signed_in", "site", "breakable"}


@pytest.hookimpl(trylast=True)  # after pytest-randomly
def pytest_collection_modifyitems(config, items):
    """Files with tests in a browser come first, for they take longest: what is short fills the cores at the end.

    What a browser visits is a copy of the test database, so there must be one.
    """
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    for item in in_browser:
        item.add_marker(pytest.mark.django_db)
    first = {item.path for item in in_browser}
    items.sort(key=lambda item: item.path not in first)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Tests live on a calendar that begins on TODAY without asking the database for it."""
    from ocop.core import clock

    with clock.travel(BEGINS):
        yield


@pytest.fixture(scope="session")
def worlds(django_db_setup, django_db_blocker):
    """worlds.enter("scene"): the tests' database is now that world."""
    made = worlds_of_the_database()
    yield made
    with django_db_blocker.unblock():
        made.close()


@pytest.fixture(scope="module", autouse=True)
def world_of_the_file(request, django_db_blocker):
    """A file's tests live in one world; a file that asks the database nothing waits for none."""
    tests = [item for item in request.session.items if item.path == request.path]
    if any(_asks_the_database(test) for test in tests):
        worlds = request.getfixturevalue("worlds")
        with django_db_blocker.unblock():
            worlds.enter(_world_of(request.node))


MARKS = {"own_world": BARE, "country": COUNTRY}


def _world_of(node) -> str:
    return next((MARKS[mark.name] for mark in node.iter_markers() if mark.name in MARKS), SCENE)


def _asks_the_database(test) -> bool:
    needs = {"db", "django_db_setup"}
    return bool(test.get_closest_marker("django_db") or needs & set(test.fixturenames))


@pytest.fixture(autouse=True)
def nothing_of_the_scene(request):
    """A test that lives elsewhere takes nothing of the scene's."""
    if _world_of(request.node) != SCENE:
        assert OF_THE_SCENE.isdisjoint(request.fixturenames)


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
