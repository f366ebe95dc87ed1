from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext

from . import sockets


class CoreConfig(sockets.Room):
    name = "ocop.core"
    label = "core"

    def ready(self) -> None:
        from ocop.documents import marks

        from . import (  # noqa: F401
            audit,
            checks,
            cleaning,
            clock,
            daily,
            guards,
            rehearsal,
            spreadsheets,
        )

        clock.follow(rehearsal.ahead)
        marks.of_installation = rehearsal.paper_mark
        spreadsheets.translate = gettext
        daily.register("cleared", cleaning.clear)
        pre_migrate.connect(guards.remove, sender=self)
        post_migrate.connect(guards.install, sender=self)
        sockets.plug_in()
