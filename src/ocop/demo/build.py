"""Fill an installation with a scene: each room builds its part, the lowest room first."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from ocop.core import clock, rehearsal, sockets
from ocop.people.demo import PASSWORD, accounts
from ocop.people.models import User
from ocop.places.scenes import Scene


def build(scene: Scene, say: Callable[[str], Any]) -> None:
    """Make the scene once, as a rehearsal that begins on its day; an installation that has people already is left alone."""
    if User.objects.exists():
        say("The installation has people already: nothing was changed.")
    else:
        say(f"Demo: {scene.title}.")
        with transaction.atomic():
            rehearsal.begin(scene.day)
            with clock.travel(scene.day):
                for room in sockets.plugged("demo"):
                    say(f"  {room.__name__.split('.')[1]} …")
                    room.build(scene)
    say(f"Accounts (password {PASSWORD}):")
    for user in accounts():
        say(f"  {user.login:20} {user.full_name}")
