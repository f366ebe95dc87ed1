"""Who keeps the templates of a place: its administrators, for the country or a province."""

from typing import Any

from ocop.core.rights import right
from ocop.people.enums import Role
from ocop.people.policy import is_administrator, is_over
from ocop.places.enums import Level
from ocop.places.models import Place

LEVELS = (Level.COUNTRY, Level.PROVINCE)

keeps_templates = is_administrator


@right
def keeps_templates_of(person: Any, place: Place) -> bool:
    """Of a place."""
    return place.level in LEVELS and is_over(person, place, Role.ADMINISTRATOR)


keeps_template = keeps_templates_of.of("place")
