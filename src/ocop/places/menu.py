from django.utils.translation import gettext_lazy as _

from ocop.core.navigation import Entry, register
from ocop.core.rights import runs_installation

register(Entry(_("Ranh giới"), "geo-alt", "places:outlines", runs_installation, 94))
register(Entry(_("Thay đổi địa bàn"), "arrow-repeat", "places:changes", runs_installation, 94))
