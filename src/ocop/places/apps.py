from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "ocop.places"
    label = "places"

    def ready(self) -> None:
        from ocop.core.navigation import Entry, register

        from . import words  # noqa: F401
        from .policy import keeps_outlines

        register(Entry(_("Ranh giới"), "geo-alt", "places:outlines", keeps_outlines, 94))
