from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ocop.core.navigation import Entry, register

from .policy import reads_dossiers

register(
    Entry(
        pgettext_lazy("list", "Hồ sơ"),
        "file-earmark-text",
        "dossiers:dossiers",
        reads_dossiers,
        30,
        on_phone=True,
    ),
    Entry(_("Đợt đánh giá"), "calendar-event", "dossiers:rounds", reads_dossiers, 31),
)
