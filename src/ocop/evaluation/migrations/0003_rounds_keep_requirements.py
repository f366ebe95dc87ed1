"""A round keeps the requirements that it decides by; an import into a draft edition waits beside it."""

from django.db import migrations, models


def keep_requirements(apps, schema_editor):
    for round in apps.get_model("evaluation", "Round").objects.select_related("edition"):
        round.confirmed_requirements = round.edition.confirmed_requirements
        round.save(update_fields=["confirmed_requirements"])


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_compare_by_bytes")]
    operations = [
        migrations.AddField(
            model_name="round",
            name="confirmed_requirements",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="edition", name="pending", field=models.JSONField(default=dict)
        ),
        migrations.RunPython(keep_requirements, migrations.RunPython.noop),
    ]
