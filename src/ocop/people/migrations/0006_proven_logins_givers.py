"""Logins are known to be people's own or not, and appointments name who gave them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="given_by",
            field=models.ForeignKey(
                help_text="none: the installation",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="proven_at",
            field=models.DateTimeField(
                editable=False,
                help_text="since when the login is known to be the person's own",
                null=True,
            ),
        ),
    ]
