"""The documents say what is so: links lead somewhere, files and functions they name exist, the room they build is served."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
FILE = re.compile(r"^`src/ocop/(nurseries/[\w/.]+)`\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
FUNCTION = re.compile(r"`([a-z_]+(?:\.[a-z_]+)+)`")
HOUSE = ("house.md", "round.md", "territory.md")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """What a link may lead to within a page, as GitHub names headings."""
    heads = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    wrong = []
    for link in filter(None, (a or b for a, b in LINK.findall(text_of(page)))):
        if "://" in link:
            continue
        name, _hash, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            wrong.append(link)

    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_of_the_source_that_are_named_exist(page):
    named = re.findall(r"`((?:src|tests|scripts|bench|docs)/[\w/.-]+\w)`", text_of(page))

    assert [n for n in named if "nurseries" not in n and not (ROOT / n).exists()] == []


def is_there(dotted: str) -> bool:
    """Whether `room.file.name` is a module of ours, or a name in one."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            thing = import_module(".".join(["ocop", *parts[:cut]]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            if not hasattr(thing, name):
                return False
            thing = getattr(thing, name)
        return True
    return False


@pytest.mark.parametrize("name", HOUSE)
def test_functions_that_are_named_exist(name):
    named = [n for n in FUNCTION.findall(text_of(ROOT / "docs" / name)) if n[-3:] != ".py"]

    assert named
    assert [n for n in named if not is_there(n)] == []


SETTINGS = """
    from tests.settings import *

    INSTALLED_APPS = [*INSTALLED_APPS, "nurseries"]
    MIGRATION_MODULES = {"nurseries": None}  # makemigrations would write into the other rooms, too
    ROOT_URLCONF = "extended_urls"
"""
URLS = """
    from django.urls import include, path

    from ocop.urls import *
    from ocop.urls import urlpatterns as known

    urlpatterns = [*known, path("vuon-uom/", include("nurseries.urls"))]
"""
VISIT = """
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "extended_settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", run_syncdb=True, verbosity=0)
    from nurseries.models import Nursery
    from ocop.core import audit
    from ocop.documents.kinds import declared
    from ocop.core.history import tell
    from ocop.core.periods import Kind, Period
    from ocop.core import clock
    from ocop.measures.areas import Area
    from ocop.measures.definitions import find
    from ocop.measures.queries import value
    from ocop.people.models import Appointment, User
    from ocop.places.models import Place

    place = Place.objects.create(
        key="02173", code="02173", level="commune", kind="Xã", name="Xã Mẫu", short_name="Mẫu", path="02173/"
    )
    officer = User.objects.create_user("canbo@example.vn", full_name="Cán bộ")
    Appointment.objects.create(user=officer, role="officer", place=place)
    other = User.objects.create_user("khac@example.vn", full_name="Khác")
    client, stranger = Client(), Client()
    client.force_login(officer, backend="ocop.people.backends.Accounts")
    stranger.force_login(other, backend="ocop.people.backends.Accounts")
    sent = {"name": "Vườn dong riềng", "place": "(02173)", "seedlings": "5000"}
    print("added", client.post("/vuon-uom/them/", sent).status_code)
    nursery = Nursery.objects.get()
    changed = {**sent, "seedlings": "6000", "version": nursery.version}
    print("changed", client.post(f"/vuon-uom/{nursery.pk}/sua/", changed).status_code)
    print("stale", client.post(f"/vuon-uom/{nursery.pk}/sua/", changed).status_code)
    print("listed", client.get("/vuon-uom/").content.decode().count("Vườn dong riềng"))
    print("menu", 'href="/vuon-uom/"' in client.get("/ban-lam-viec/").content.decode())
    print("strangers", [stranger.get(url).status_code for url in ("/vuon-uom/", f"/vuon-uom/{nursery.pk}/sua/")])
    print("trail", [told.title for told in tell(audit.history(nursery))])
    year = Period.holding(Kind.YEAR, clock.today())
    print("measure", value(find("nurseries.seedlings"), Area(place), year).number)
    print("paper", client.get(f"/vuon-uom/{nursery.pk}/xac-nhan.pdf").content[:5])
    print("word", client.get(f"/vuon-uom/{nursery.pk}/xac-nhan.docx").content[:2])
    print("kind", "xac-nhan-vuon-uom" in declared())
"""


@pytest.fixture
def built_room(tmp_path):
    """What a site says that has the room of docs/adding.md: the lines of VISIT."""
    files = FILE.findall(text_of(ROOT / "docs" / "adding.md"))
    files.append(("nurseries/__init__.py", ""))
    for name, text in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("ocop.nurseries", "nurseries"), encoding="utf-8")
    for name, text in (("extended_settings", SETTINGS), ("extended_urls", URLS), ("visit", VISIT)):
        (tmp_path / f"{name}.py").write_text(dedent(text), encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "OCOP_DATA")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(tmp_path / "visit.py")],
        env={**kept, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)


def test_the_room_that_the_page_builds_is_served(built_room):
    assert built_room == {
        "added": "302",
        "changed": "302",
        "stale": "409",
        "listed": "1",
        "menu": "True",
        "strangers": "[404, 404]",
        "trail": "['Sửa vườn ươm.', 'Thêm vườn ươm.']",
        "measure": "6000",
        "paper": "b'%PDF-'",
        "word": "b'PK'",
        "kind": "True",
    }
