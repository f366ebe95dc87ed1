import yaml
from django.db import migrations


def name_in_english(apps, schema_editor):
    """Published editions say what they are called in English; drafts will when they are published."""
    for edition in apps.get_model("evaluation", "Edition").objects.filter(state="published"):
        head = yaml.safe_load(edition.files["index.yaml"])["edition"]
        edition.name_en = f"Decision {head['decision']}: {head['name_en']}"[:200]
        edition.save(update_fields=["name_en"])


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0008_process_editions")]

    operations = [migrations.RunPython(name_in_english, migrations.RunPython.noop)]
