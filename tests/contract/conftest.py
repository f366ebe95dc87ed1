"""The world of the contract tests, made once a module and taken back after it."""

import pytest
from django.db import transaction
from django.test import Client

from . import world as made


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield made.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world):
    """A client in every role."""
    found = {"anonymous": Client()}
    for role, user in world.people.items():
        found[role] = Client()
        found[role].force_login(user, backend="ocop.people.backends.Accounts")
    return found
