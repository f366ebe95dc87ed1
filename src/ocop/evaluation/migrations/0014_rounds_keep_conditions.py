"""Rounds that have score sheets keep the conditions by which their criteria were counted until now.

Conditions that no sheet states took points away without anybody's confirmation; from now on they wait for it. What
was scored under them must come to the same total again.
"""

from django.db import migrations

from ocop.rules.faults import FaultyEdition
from ocop.rules.loading import read_published


def keep_conditions(apps, schema_editor):
    scored = apps.get_model("evaluation", "ScoreSheet").objects.values("track__round")
    rounds = apps.get_model("evaluation", "Round").objects.filter(pk__in=scored)
    for round in rounds.select_related("edition"):
        try:
            sheets = read_published(round.edition.files).sheets.values()
        except FaultyEdition:
            continue
        conditions = {
            rule.id
            for sheet in sheets
            for rules in sheet.conditions.values()
            for rule in rules
            if rule.is_inferred
        }
        round.confirmed_requirements = sorted({*round.confirmed_requirements, *conditions})
        round.save(update_fields=["confirmed_requirements"])


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0013_certificates_supersede_several")]
    operations = [migrations.RunPython(keep_conditions, migrations.RunPython.noop)]
