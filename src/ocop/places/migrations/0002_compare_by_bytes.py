"""Paths, sort keys and numbers are compared byte by byte, whatever the language of the database."""

from django.db import migrations

import ocop.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="place",
            name="path",
            field=ocop.core.fields.KeyField(
                help_text="keys from the country down, each ended by /", max_length=80, unique=True
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="sort_key",
            field=ocop.core.fields.KeyField(db_index=True, max_length=200),
        ),
    ]
