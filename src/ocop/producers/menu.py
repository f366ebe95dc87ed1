from django.utils.translation import pgettext_lazy

from ocop.core.navigation import Entry, register

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
