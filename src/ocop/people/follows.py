"""What people do for the rooms below: the work of the day sends reminders and ends bodies with their units, and a place's
office is who is appointed there."""

from django.utils.translation import gettext_lazy as _

from ocop.core import daily, foreseen
from ocop.places.queries import register_offices

from . import reminding
from .actions.succession import end_with_units
from .models import places_with_office

register_offices(places_with_office)
daily.register("bodies", end_with_units)
daily.register("reminders", reminding.send_due)
foreseen.register(foreseen.Foreseen(_("Nhắc việc được gửi"), reminding.waiting, "due_on"))
