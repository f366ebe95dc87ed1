"""What units do for the rooms below: the work of the day takes living things over to the units that followed."""

from ocop.core import daily

from .actions import follow_units

daily.register("followed", follow_units)
