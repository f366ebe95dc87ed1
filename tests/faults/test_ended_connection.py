"""A database that was restarted, or that ended a connection, is reached again at the next request."""

import os

import psycopg
import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="the embedded database has no connection to end"
    ),
]


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_request_after_the_database_ended_the_connection_opens_another():
    ended = backend()
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])

    connection.close_if_unusable_or_obsolete()  # as a request begins

    assert backend() != ended


def test_a_request_goes_on_with_the_connection_of_the_one_before():
    before = backend()

    connection.close_if_unusable_or_obsolete()

    assert backend() == before
