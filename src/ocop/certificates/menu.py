from django.utils.translation import pgettext_lazy

from ocop.core.navigation import Entry, register

from .policy import reads_certificates

register(
    Entry(
        pgettext_lazy("list", "Giấy chứng nhận"),
        "award",
        "certificates:certificates",
        reads_certificates,
        40,
    )
)
