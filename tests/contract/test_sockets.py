"""A room plugs in by the names of its files: a tiny one, in a package of its own, is served with nothing else edited."""

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from ocop.core import sockets

ROOT = Path(__file__).parent.parent.parent
FILES = {
    "__init__.py": "",
    "apps.py": """
        from ocop.core import sockets


        class NurseriesConfig(sockets.Room):
            name = "nurseries"
            label = "nurseries"
    """,
    "models.py": """
        from django.db import models

        from ocop.places.models import Place


        class Nursery(models.Model):
            name = models.CharField(max_length=80)
            place = models.ForeignKey(Place, models.PROTECT, related_name="+")

            def __str__(self):
                return self.name
    """,
    "menu.py": """
        from ocop.core.navigation import Entry, register
        from ocop.core.rights import is_signed_in

        register(Entry("Vườn ươm", "house", "nurseries:list", is_signed_in, 95))
    """,
    "views.py": """
        from django.shortcuts import render

        from ocop.core.listing import Column, Listing
        from ocop.core.rights import allow, is_signed_in

        from .models import Nursery


        @allow(is_signed_in)
        def nurseries(request):
            listing = Listing(
                request,
                Nursery.objects.all(),
                columns=[Column("Tên", sort="name", value=str)],
            )
            return render(request, "nurseries/list.html", {"listing": listing})
    """,
    "urls.py": """
        from django.urls import path

        from . import views

        app_name = "nurseries"
        urlpatterns = [path("", views.nurseries, name="list")]
    """,
    "templates/nurseries/list.html": (
        '{% extends "page.html" %}{% block title %}Vườn ươm{% endblock %}'
        '{% block main %}{% include "components/list.html" %}{% endblock %}'
    ),
    "templates/nurseries/panel.html": '<p id="nursery-panel">{{ panel.count }} vườn ươm</p>',
    "panels.py": """
        from ocop.core.panels import register

        from .models import Nursery


        def beside_product(product, person):
            return {"count": Nursery.objects.filter(place=product.producer.place).count()}


        register("producers.Product", "nurseries/panel.html", beside_product)
    """,
    "measures.py": """
        from ocop.core.listing import Column
        from ocop.measures.definitions import Records, Unit, measure
        from ocop.measures.enums import Kind

        from .models import Nursery

        measure(
            "nurseries.all",
            "Vườn ươm",
            unit=Unit("vườn"),
            kind=Kind.STOCK,
            rows=lambda period: Nursery.objects.all(),
            records=Records(
                model=Nursery,
                visible_to=lambda user: Nursery.objects.all(),
                columns=[Column("Tên", sort="name", value=str)],
                address=lambda nursery: "",
                order="name",
            ),
        )
    """,
    "demo.py": """
        from ocop.places.models import Place

        from .models import Nursery


        def build(scene):
            Nursery.objects.create(name=scene.title, place=Place.objects.get(key=scene.commune))
    """,
    "doctor.py": """
        from .models import Nursery


        def findings():
            return (f"nursery {n.pk}: no name" for n in Nursery.objects.filter(name=""))
    """,
}
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
    from types import SimpleNamespace

    from ocop.core.doctor import examine
    from ocop.core.sockets import plugged
    from ocop.core.periods import Period
    from ocop.measures.areas import Area
    from ocop.measures.definitions import find
    from ocop.measures.queries import value
    from ocop.people.models import User
    from ocop.places.models import Place
    from ocop.producers.models import Producer, ProducerMember, Product

    place = Place.objects.create(key="1", code="1", level="commune", kind="Xã", name="Xã Mẫu", path="1/")
    owner = User.objects.create_user("chu@example.vn", full_name="Chủ vườn")
    producer = Producer.objects.create(name="HTX", type="cooperative", place=place, state="active")
    ProducerMember.objects.create(producer=producer, user=owner)
    product = Product.objects.create(producer=producer, name="Miến", set_code="BSP-06")
    Nursery.objects.create(name="Vườn dong riềng", place=place)
    Nursery.objects.create(name="", place=place)
    client = Client()
    client.force_login(owner, backend="ocop.people.backends.Accounts")
    listed = client.get("/vuon-uom/").content.decode()
    print("listed", "Vườn dong riềng" in listed)
    print("menu", 'href="/vuon-uom/"' in client.get("/ban-lam-viec/").content.decode())
    shown = client.get(f"/chu-the/san-pham/{product.pk}/").content.decode()
    print("panel", "2 vườn ươm" in shown)
    parts = [room for room in plugged("demo") if room.__name__.startswith("nurseries")]
    for part in parts:
        part.build(SimpleNamespace(title="Vườn minh hoạ", commune="1"))
    print("demo", Nursery.objects.filter(name="Vườn minh hoạ").exists())
    year = Period.parse("2019")
    print("measure", value(find("nurseries.all"), Area(place), year).number)
    print("doctor", [f for f in examine() if f.startswith("nursery")])
"""


@pytest.fixture
def extra_room(tmp_path):
    """What a site says that has a room more than ours: the lines of VISIT."""
    for name, text in FILES.items():
        path = tmp_path / "nurseries" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
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


def test_a_room_of_its_own_is_served_with_nothing_else_edited(extra_room):
    assert extra_room == {
        "listed": "True",
        "menu": "True",
        "panel": "True",
        "demo": "True",
        "measure": "3",
        "doctor": "['nursery 2: no name']",
    }


def test_the_page_on_sockets_lists_each_of_them():
    page = (ROOT / "docs" / "sockets.md").read_text(encoding="utf-8")

    told = re.findall(r"^\| `(\w+)\.py` ", page, re.MULTILINE)

    assert sorted(told) == sorted([*sockets.AT_START, *sockets.ON_DEMAND])
