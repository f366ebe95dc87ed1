"""What people do for the rooms below: the work of the day sends reminders, and a place's office is who is appointed there."""

from ocop.core import daily
from ocop.places.queries import register_offices

from . import reminding
from .models import places_with_office

register_offices(places_with_office)
daily.register("reminders", reminding.send_due)
