"""Papers of the evidence library that expire."""

from ocop.people import reminding

from .actions import expiry

reminding.register(expiry.PAPER, reminding.Kind(expiry.remind_of_paper, expiry.papers_unplanned))
