"""What is counted by whom: addresses behind proxies, limits, and what of a request reaches the log."""

import logging
import re
from datetime import timedelta

import pytest
from django.test import RequestFactory

from ocop.core.checks import patterns
from ocop.core.client import address
from ocop.core.errors import TooOften
from ocop.core.limits import Limit
from ocop.core.logs import Formatter
from ocop.core.models import Tally


@pytest.mark.parametrize(
    ("proxies", "forwarded", "spoke", "found"),
    [
        (0, "1.1.1.1", "9.9.9.9", "9.9.9.9"),
        (1, "1.1.1.1", "9.9.9.9", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "9.9.9.9", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.2", "9.9.9.9", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9", "9.9.9.9"),
        (1, "", "9.9.9.9", "9.9.9.9"),
        (1, "nonsense", "9.9.9.9", "9.9.9.9"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (0, "", "::ffff:1.1.1.1", "1.1.1.1"),
        (0, "", "", None),
    ],
)
def test_only_what_our_own_proxies_add_tells_where_a_request_comes_from(
    settings, proxies, forwarded, spoke, found
):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=spoke, headers={"x-forwarded-for": forwarded})

    assert address(request) == found


def test_a_proxy_that_nobody_told_of_makes_no_one_client_of_everybody(settings):
    settings.SERVED_ON_HTTPS, settings.TRUSTED_PROXIES = True, 0
    request = RequestFactory().get("/", headers={"x-forwarded-for": "1.1.1.1"})

    assert address(request) is None


@pytest.mark.django_db
def test_a_limit_counts_apart_for_each_thing_and_each_person(standing_clock):
    limit, other = (Limit(name, 2, timedelta(hours=1)) for name in ("thing", "other"))

    for whom in ("a", "a", "b"):
        limit.spend(whom)
    other.spend("a")

    with pytest.raises(TooOften) as refused:
        limit.spend("a")
    assert 0 < refused.value.seconds <= 3600
    assert Tally.objects.count() == 3


def line(message: str) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, (), None)
    return Formatter("{message}", style="{").format(record)


def test_secrets_of_addresses_do_not_reach_the_log():
    assert line("Not Found: /loi-moi/abc_DEF-1/ and more") == "Not Found: /loi-moi/… and more"
    assert line("Forbidden: /dat-lai-mat-khau/MQ/c1-2/") == "Forbidden: /dat-lai-mat-khau/…"
    assert line("Not Found: /nguoi-dung/loi-moi/7/rut/") == "Not Found: /nguoi-dung/loi-moi/…"
    assert line("Not Found: /chu-the/7/") == "Not Found: /chu-the/7/"


def test_every_address_that_holds_a_secret_is_known_to_the_log():
    secret = [route for route, _pattern in patterns() if "token" in route]

    assert len(secret) >= 3
    for route in secret:
        assert line("/" + re.sub("<.+?>", "x", route)).endswith("…"), route
