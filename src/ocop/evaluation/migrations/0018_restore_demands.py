"""Dossiers that were returned, handed in again and taken back had become drafts and lost the office's demands: they are
what they were, as the audit trail tells."""

from django.db import migrations
from django.db.models import F


def restore(apps, schema_editor):
    dossiers = apps.get_model("evaluation", "Dossier").objects
    entries = apps.get_model("core", "AuditEntry").objects.filter(target_type="evaluation.dossier")
    dossiers.filter(state="returned").update(completion_due_on=F("due_on"))
    for dossier in dossiers.filter(state="draft", submission__gt=0):
        submission = handed_in = 0
        reason = ""
        told = entries.filter(target_id=str(dossier.pk)).order_by("number")
        for action, data in told.values_list("action", "data"):
            if action == "evaluation.dossier.submitted":
                handed_in = data["submission"]
            elif action == "evaluation.dossier.returned":
                submission, reason = handed_in, data["reason"]
        dossier.checks.filter(submission__gt=submission).delete()
        dossier.submission, dossier.return_reason = submission, reason
        dossier.state = "returned" if submission else "draft"
        dossier.save(update_fields=["submission", "return_reason", "state"])


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_tallies"),
        ("evaluation", "0017_demands_outlive_taking_back"),
    ]
    operations = [migrations.RunPython(restore, migrations.RunPython.noop, elidable=True)]
