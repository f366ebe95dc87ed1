"""What a person is may be kept in memory while `User.standing` stays the same (`people.standing`)."""

from django.db import migrations

from ocop.people.standing import MarkStanding


class Migration(migrations.Migration):
    dependencies = [("producers", "0002_guard_moves"), ("people", "0002_standing")]
    operations = [
        MarkStanding("producers_producermember"),
    ]
