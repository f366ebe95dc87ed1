"""Accounts that there are count as known to be people's own; who so far acts only for a producer that waits is asked
(producers.0004). Who gave a role stands in the audit trail or in the invitation."""

from django.db import migrations, models


def fill(apps, schema_editor):
    user, appointment, invitation = (
        apps.get_model("people", name) for name in ("User", "Appointment", "Invitation")
    )
    user.objects.update(proven_at=models.F("joined_at"))
    made = apps.get_model("core", "AuditEntry").objects.filter(action="people.appointment.made")
    givers = dict(made.filter(actor__isnull=False).values_list("target_id", "actor_id"))
    for row in appointment.objects.select_related("user"):
        accepted = invitation.objects.filter(
            login=row.user.login, role=row.role, place=row.place_id, accepted_at__isnull=False
        )
        inviter = accepted.values_list("invited_by_id", flat=True).first()
        row.given_by_id = givers.get(str(row.pk), inviter)
        row.save(update_fields=["given_by"])


class Migration(migrations.Migration):
    dependencies = [("core", "0003_day_done"), ("people", "0006_proven_logins_givers")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
