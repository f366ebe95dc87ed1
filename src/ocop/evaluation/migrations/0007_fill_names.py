"""Dossiers that were handed in before names were kept take those of today."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    product = apps.get_model("producers", "Product").objects.filter(pk=OuterRef("product"))
    producer = apps.get_model("producers", "Producer").objects.filter(pk=OuterRef("producer"))
    apps.get_model("evaluation", "Dossier").objects.filter(submission__gt=0).update(
        product_name=Subquery(product.values("name")),
        producer_name=Subquery(producer.values("name")),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0006_dossiers_keep_names"),
        ("producers", "0004_ask_who_registered"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
