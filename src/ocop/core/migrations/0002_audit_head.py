"""The head of the audit chain."""

from django.db import migrations


def begin(apps, schema_editor):
    apps.get_model("core", "AuditHead").objects.create(id=1)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
