from django.utils.translation import gettext_lazy as _

from ocop.core.navigation import Entry, register

from .policy import keeps_templates

register(Entry(_("Mẫu văn bản"), "file-earmark-text", "stationery:kinds", keeps_templates, 85))
