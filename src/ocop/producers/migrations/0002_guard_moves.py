"""The database refuses any change of state that the tables of moves do not know."""

from django.db import migrations

from ocop.core.states import GuardMoves


class Migration(migrations.Migration):
    dependencies = [("producers", "0001_initial")]
    operations = [
        GuardMoves(
            "producers_producer",
            "state",
            [
                ("active", "stopped"),
                ("pending", "active"),
                ("pending", "rejected"),
                ("rejected", "pending"),
                ("stopped", "active"),
            ],
        ),
    ]
