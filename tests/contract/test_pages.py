"""Every page, opened by every role: it answers, leaks nothing and sends nobody to an error page."""

import re

import pytest
from django.urls import reverse

from ocop.certificates.models import Certificate
from ocop.core.checks import every_view_names_its_right, patterns
from ocop.criteria.models import Edition
from ocop.dossiers.models import Dossier, Round
from ocop.evaluation.models import ScoreSheet, Track
from ocop.producers.models import Evidence, Producer, Product

ROLES = (
    "quantri",
    "tinh",
    "huyen",
    "xa",
    "lanhdao",
    "giamsat",
    "chutich",
    "thuky",
    "giupviec",
    "uyvien1",
    "chuthe",
)
MOST_PAGES = 120


@pytest.mark.parametrize("role", ROLES)
def test_a_person_can_follow_every_link_from_the_desk(signed_in, role):
    client, seen, waiting = signed_in(role), set(), ["/ban-lam-viec/"]

    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop(0)
        seen.add(url)
        response = client.get(url)
        assert response.status_code in (200, 302), f"{role}: {url} answered {response.status_code}"
        if response["Content-Type"].startswith("text/html") and response.status_code == 200:
            html = response.content.decode()
            assert "style=" not in html
            for link in re.findall(r'href="(/[^"#?]*)', html):
                if not link.startswith("/static/") and link not in seen and link not in waiting:
                    waiting.append(link)
        for close in (
            response._resource_closers
        ):  # files; response.close() would end the database connection too
            close()

    assert len(seen) > 5


def test_every_view_names_its_right():
    assert every_view_names_its_right(None) == []
    assert sum(1 for _ in patterns()) > 60


def _private_urls():
    return [
        reverse("producers:producer", args=[Producer.objects.get(name="HTX Minh Hoạ").pk]),
        reverse("producers:product", args=[Product.objects.get(name="Miến dong Mẫu").pk]),
        reverse("producers:evidence_file", args=[Evidence.objects.order_by("pk").first().pk]),
        reverse("dossiers:dossier", args=[Dossier.objects.order_by("pk").first().pk]),
        reverse("evaluation:sheet", args=[ScoreSheet.objects.order_by("pk").first().pk]),
        reverse("dossiers:round", args=[Round.objects.order_by("pk").first().pk]),
        reverse("evaluation:track", args=[Track.objects.order_by("pk").first().pk]),
        reverse("certificates:certificate", args=[Certificate.objects.order_by("pk").first().pk]),
        reverse("criteria:edition", args=[Edition.objects.order_by("pk").first().pk]),
    ]


def test_what_belongs_to_others_does_not_exist_for_a_stranger(client, db):
    from ocop.people.actions import register_account

    stranger = register_account(
        login="la@example.vn", full_name="Người lạ (thử)", password="mot-mat-khau-dai"
    )
    client.force_login(stranger, backend="ocop.people.backends.Accounts")

    assert {url: client.get(url).status_code for url in _private_urls()} == dict.fromkeys(
        _private_urls(), 404
    )


def test_nobody_reads_without_signing_in(client, db):
    for url in _private_urls():
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/dang-nhap/")


def test_public_pages_need_no_account(client, db):
    number = Certificate.objects.order_by("pk").first().number

    assert client.get("/").status_code == 200
    assert number in client.get(f"/c/{number}/").content.decode()
    assert client.get("/c/KHONG-CO/").status_code == 404
