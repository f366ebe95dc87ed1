from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ocop.core.navigation import Entry, register

from . import policy

register(
    Entry(
        pgettext_lazy("list", "Phiếu chấm"),
        "clipboard-check",
        "evaluation:my_sheets",
        policy.is_scorer,
        10,
        on_phone=True,
    ),
    Entry(_("Thẩm định"), "search", "evaluation:appraisals", policy.is_support, 11, on_phone=True),
)
