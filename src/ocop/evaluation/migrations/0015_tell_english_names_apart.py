"""Editions made from another had its English name; those that do get their code behind it."""

from django.db import migrations
from django.db.models import Count


def tell_apart(apps, schema_editor):
    edition = apps.get_model("evaluation", "Edition")
    named = edition.objects.exclude(name_en="")
    shared = named.values("name_en").annotate(n=Count("pk")).filter(n__gt=1)
    for name in list(shared.values_list("name_en", flat=True)):
        for copied in named.filter(name_en=name).order_by("pk")[1:]:
            copied.name_en = f"{name[: 197 - len(copied.code)]} ({copied.code})"
            copied.save(update_fields=["name_en"])


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0014_rounds_keep_conditions")]
    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
