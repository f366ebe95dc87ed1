from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProducersConfig(AppConfig):
    name = "ocop.producers"
    label = "producers"

    def ready(self) -> None:
        from ocop.core.navigation import Entry, register

        from . import actions, jobs, states, words, work  # noqa: F401
        from .policy import reads_producers

        register(
            Entry(
                _("Chủ thể"), "building", "producers:producers", reads_producers, 20, on_phone=True
            ),
            Entry(
                _("Sản phẩm"), "box-seam", "producers:products", reads_producers, 21, on_phone=True
            ),
        )
