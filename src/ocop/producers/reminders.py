"""Papers of the evidence library that expire."""

from django.utils.translation import gettext_lazy as _

from ocop.core import foreseen
from ocop.people import reminding

from .actions import expiry
from .models import Evidence

reminding.register(expiry.PAPER, reminding.Kind(expiry.remind_of_paper, expiry.papers_unplanned))
foreseen.register(
    foreseen.Foreseen(_("Minh chứng hết hạn"), Evidence.objects.current, "expires_on")
)
