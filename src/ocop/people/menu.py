from django.utils.translation import gettext_lazy as _

from ocop.core.navigation import Entry, register
from ocop.core.rights import is_signed_in

from .policy import manages_people

register(
    Entry(_("Bàn làm việc"), "house", "people:desk", is_signed_in, 0, on_phone=True),
    Entry(_("Cơ quan"), "bank", "people:organisations", manages_people, 89),
    Entry(_("Người dùng"), "people", "people:people", manages_people, 90),
)
