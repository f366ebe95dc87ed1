from django.utils.translation import pgettext_lazy

from ocop.core.navigation import Entry, register

from .policy import manages_editions

register(
    Entry(
        pgettext_lazy("list", "Bộ tiêu chí"),
        "list-check",
        "criteria:editions",
        manages_editions,
        80,
    )
)
