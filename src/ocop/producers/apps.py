from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ProducersConfig(AppConfig):
    name = "ocop.producers"
    label = "producers"

    def ready(self) -> None:
        from ocop.core.navigation import Entry, register

        from . import jobs, states, words, work  # noqa: F401
        from .actions import expiry, members  # noqa: F401
        from .policy import reads_producers

        register(
            Entry(
                pgettext_lazy("list", "Chủ thể"),
                "building",
                "producers:producers",
                reads_producers,
                20,
                on_phone=True,
            ),
            Entry(
                pgettext_lazy("list", "Sản phẩm"),
                "box-seam",
                "producers:products",
                reads_producers,
                21,
                on_phone=True,
            ),
        )
