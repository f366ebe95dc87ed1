"""What the database refuses by itself, whatever code writes to it."""

import pytest
from django.db import DatabaseError, connection, transaction

from ocop.core import guards
from ocop.core.doctor import examine as findings
from ocop.core.models import AuditEntry
from ocop.criteria.models import Edition

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


def refuses(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def test_every_guard_is_in_place_after_migrating():
    assert list(guards.missing(connection)) == []
    assert len(guards.in_place(connection)) > 20


def test_the_audit_trail_takes_entries_but_no_change_and_no_loss():
    assert refuses(lambda: AuditEntry.objects.filter(number=1).update(action="else"))
    assert refuses(lambda: AuditEntry.objects.filter(number=1).delete())


def test_a_published_edition_never_changes_and_never_goes():
    edition = Edition.objects.get(code="qd1048")
    draft = Edition.objects.create(code="thu", name="Thử", files=edition.files)

    assert refuses(lambda: Edition.objects.filter(pk=edition.pk).update(files={"a.yaml": ""}))
    assert refuses(lambda: Edition.objects.filter(pk=edition.pk).delete())
    assert not refuses(lambda: Edition.objects.filter(pk=draft.pk).update(files={"a.yaml": ""}))
    assert not refuses(lambda: Edition.objects.filter(pk=edition.pk).update(name="Tên khác"))


def test_the_doctor_names_a_guard_that_was_taken_away():
    name, table = "guard_core_auditentry_delete", "core_auditentry"
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")

    assert f"database: the guard {name} is not in place" in list(findings())


def test_guards_come_back_when_they_are_installed_again():
    before = guards.in_place(connection)

    guards.remove()
    assert guards.in_place(connection) == {}
    guards.install()

    assert guards.in_place(connection) == before
