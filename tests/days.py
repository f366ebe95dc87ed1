"""The day of every test: the world is a rehearsal that began on it, whatever the machine's date."""

from datetime import date, datetime

from ocop.core.clock import HANOI

TODAY = date(2026, 11, 16)
"""A Monday on which the demo's processes and editions are in force, far from a year's end and from holidays."""
BEGINS = datetime(2026, 11, 16, 8, 0, tzinfo=HANOI)
"""In the morning, so that no test lasts into the next day."""
