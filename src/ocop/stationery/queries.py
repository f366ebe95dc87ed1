"""Which template makes a paper, and what a place keeps."""

from collections.abc import Mapping
from itertools import accumulate

from django.db.models import QuerySet

from ocop.core import clock
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.places.enums import Level
from ocop.places.models import Place

from .models import OwnTemplate
from .policy import LEVELS


def in_use(kind: str, place: Place) -> OwnTemplate | None:
    """The template for a paper of a place: its own, else that of the nearest unit above; 1 query."""
    steps = [f"{key}/" for key in place.path.split("/") if key]
    above = list(accumulate(steps))
    found = OwnTemplate.objects.filter(kind=kind, is_on=True, place__path__in=above)
    return found.select_related("file", "place").order_by("-place__path").first()


def versions(kind: str, place: Place) -> QuerySet[OwnTemplate]:
    """Every template that a place ever had for a kind, the newest first: 1 query."""
    return OwnTemplate.objects.filter(kind=kind, place=place).select_related("uploaded_by", "file")


def kept_at(place: Place) -> Mapping[str, OwnTemplate]:
    """What is in use at a place itself, by kind: 1 query."""
    found = OwnTemplate.objects.filter(place=place, is_on=True).select_related("uploaded_by")
    return {template.kind: template for template in found}


def places_of(person: User) -> list[Place]:
    """Where the person may keep templates, the own places first: 1 query."""
    own = [p for p in person.places_as(Role.ADMINISTRATOR) if p.level in LEVELS]
    if not any(place.level == Level.COUNTRY for place in own):
        return own
    provinces = Place.objects.on(clock.today()).filter(level=Level.PROVINCE)
    return [*own, *provinces.exclude(pk__in=[place.pk for place in own])]
