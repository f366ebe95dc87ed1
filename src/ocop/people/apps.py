from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "ocop.people"
    label = "people"

    def ready(self) -> None:
        from ocop.core import daily, foreseen
        from ocop.core.navigation import Entry, register
        from ocop.core.rights import is_signed_in
        from ocop.places.queries import register_offices

        from . import reminders
        from .models import places_with_office
        from .policy import manages_people

        register_offices(places_with_office)
        daily.register("reminders", reminders.send_due)
        foreseen.register(
            foreseen.Foreseen(_("Nhắc việc được gửi"), reminders.waiting, "due_on"),
        )
        register(
            Entry(_("Bàn làm việc"), "house", "people:desk", is_signed_in, 0, on_phone=True),
            Entry(_("Người dùng"), "people", "people:people", manages_people, 90),
        )
