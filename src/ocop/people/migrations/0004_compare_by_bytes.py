"""Paths, sort keys and numbers are compared byte by byte, whatever the language of the database."""

from django.db import migrations

import ocop.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_user_search"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="sort_key",
            field=ocop.core.fields.KeyField(db_index=True, editable=False, max_length=240),
        ),
    ]
