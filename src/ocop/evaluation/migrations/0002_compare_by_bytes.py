"""Paths, sort keys and numbers are compared byte by byte, whatever the language of the database."""

from django.db import migrations

import ocop.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="number",
            field=ocop.core.fields.KeyField(
                max_length=40, unique=True, verbose_name="Số giấy chứng nhận"
            ),
        ),
    ]
