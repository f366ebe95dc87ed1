"""Dossiers keep the names under which they were handed in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_notices_and_rechecks")]
    operations = [
        migrations.AddField(
            "dossier",
            name,
            models.CharField(max_length=200, blank=True, default="", help_text="as last handed in"),
            preserve_default=False,
        )
        for name in ("product_name", "producer_name")
    ]
