"""Two decisions at the same instant: real transactions of two processes on PostgreSQL."""

import os
import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from ..sites import PATIENCE_SECONDS

ISSUE = """
import sys, django
django.setup()
from ocop.core import clock
from ocop.core.transactions import write
from ocop.evaluation.actions.results import issue_decision
from ocop.certificates.models import Certificate
from ocop.evaluation.models import Decision
from ocop.people.models import User
decision = Decision.objects.select_related("round__place").get(round__number=int(sys.argv[1]))
print("begun", flush=True)
with write():
    issue_decision(actor=User.objects.get(login="tinh@demo.vn"), decision=decision, number=sys.argv[1], signed_on=clock.today())
    print("issued", flush=True)
    sys.stdin.readline()
print(Certificate.objects.get(track__round=decision.round).number)
"""
PREPARE = """
import django
django.setup()
from ocop.core import clock
from ocop.criteria.models import Edition
from ocop.evaluation.models import Decision, Track
from ocop.dossiers.models import Dossier, Round
from ocop.places.models import Place
place, edition, today = Place.objects.get(key="06"), Edition.objects.get(code="qd1048"), clock.today()
dossiers = Dossier.objects.filter(state="accepted", round__state="scoring")
for number, dossier in zip((51, 52), dossiers):
    round = Round.objects.create(place=place, level="province", year=today.year, number=number, edition=edition,
        edition_digest=edition.digest, process_code="qd1048", state="concluded", receives_from=today, receives_until=today)
    Track.objects.create(dossier=dossier, round=round, level="province", state="concluded", points_sum=78,
        sheets_counted=1, mean_total=78, stars=4, concluded_at=clock.now())
    Decision.objects.create(round=round)
"""


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")  # before the transaction that a test is put into
def copy_of_database(django_db_setup, django_db_blocker):
    """The environment of a process that works on a copy of the demo, where what it commits harms no other test."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    of = connection.settings_dict
    name = f"{of['NAME']}_race"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of["NAME"]}"')
    address = f"postgres://{of['USER']}@{of['HOST']}:{of['PORT']}/{name}"
    yield {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "ocop.settings",
        "OCOP_DATA": str(settings.DATA),
    }
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def wait_for_lock(address: str) -> None:
    """Until a transaction of that database waits for another one."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(address, autocommit=True) as observer:
        given_up = time.monotonic() + PATIENCE_SECONDS
        while observer.execute(waiting).fetchone() is None:
            assert time.monotonic() < given_up, "nobody waits"
            time.sleep(0.1)


def test_two_decisions_at_the_same_instant_give_different_numbers(copy_of_database):
    def start(code: str, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            env=copy_of_database,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    subprocess.run([sys.executable, "-c", PREPARE], env=copy_of_database, check=True)
    first = start(ISSUE, "51")
    assert [first.stdout.readline() for _ in range(2)] == ["begun\n", "issued\n"]

    second = start(ISSUE, "52")
    assert second.stdout.readline() == "begun\n"
    wait_for_lock(copy_of_database["DATABASE_URL"])
    numbers = [process.communicate("\n")[0].split()[-1] for process in (first, second)]

    assert (first.returncode, second.returncode) == (0, 0)
    assert int(numbers[1][-4:]) == int(numbers[0][-4:]) + 1
