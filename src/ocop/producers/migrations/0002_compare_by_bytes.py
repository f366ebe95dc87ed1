"""Paths, sort keys and numbers are compared byte by byte, whatever the language of the database."""

from django.db import migrations

import ocop.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("producers", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="producer",
            name="sort_key",
            field=ocop.core.fields.KeyField(db_index=True, editable=False, max_length=400),
        ),
        migrations.AlterField(
            model_name="product",
            name="sort_key",
            field=ocop.core.fields.KeyField(db_index=True, editable=False, max_length=400),
        ),
    ]
