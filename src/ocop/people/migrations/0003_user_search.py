"""People are found by name or login, accents ignored."""

from django.db import migrations, models

from ocop.core.search import fold


def fill(apps, schema_editor):
    users = apps.get_model("people", "User").objects.only("full_name", "login")
    found = list(users.iterator())
    for user in found:
        user.search = fold(f"{user.full_name} {user.login}")
    users.bulk_update(found, ["search"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_standing")]
    operations = [
        migrations.AddField(
            "user", "search", models.CharField(max_length=260, default="", editable=False)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
