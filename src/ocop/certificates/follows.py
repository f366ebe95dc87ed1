"""What certificates follow of the rooms below."""

from ocop.producers import followers

from .actions.certificates import change_hands

followers.register_transfer(change_hands)
