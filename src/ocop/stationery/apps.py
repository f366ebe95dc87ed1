from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class StationeryConfig(AppConfig):
    name = "ocop.stationery"
    label = "stationery"

    def ready(self) -> None:
        from ocop.core.navigation import Entry, register

        from . import policy, words  # noqa: F401

        register(
            Entry(
                _("Mẫu văn bản"),
                "file-earmark-text",
                "stationery:kinds",
                policy.keeps_templates,
                85,
            )
        )
        autodiscover_modules("papers")
