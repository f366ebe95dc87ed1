"""What dossiers follow of the rooms below: papers replaced, products that change hands."""

from django.db.models import Count

from ocop.producers import followers

from .actions.following import keep_assessed, take_new_version
from .panels import is_assessed, uses

followers.register_uses(uses, Count("uses__dossier", distinct=True))
followers.register_assessment(is_assessed)
followers.register_replacement(take_new_version)
followers.register_transfer(keep_assessed)
