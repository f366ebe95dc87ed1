"""Whose login it is, is not known yet of people who registered a producer that its commune has not confirmed."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def ask(apps, schema_editor):
    member = apps.get_model("producers", "ProducerMember").objects.filter(user=OuterRef("pk"))
    invited = apps.get_model("people", "Invitation").objects.filter(
        login=OuterRef("login"), accepted_at__isnull=False
    )
    waiting = member.filter(producer__state__in=("pending", "rejected"))
    apps.get_model("people", "User").objects.filter(
        Exists(waiting),
        ~Exists(member.exclude(producer__state__in=("pending", "rejected"))),
        ~Exists(invited),
        appointments__isnull=True,
    ).update(proven_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_fill_proven_givers"),
        ("producers", "0003_members_transfers"),
    ]
    operations = [migrations.RunPython(ask, migrations.RunPython.noop, elidable=True)]
