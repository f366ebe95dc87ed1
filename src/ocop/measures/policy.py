"""Who reads figures: whoever reads the place that they are of."""

from typing import Any

from ocop.core.rights import right
from ocop.people import policy as people


@right
def reads_figures(person: Any, thing: Any = None) -> bool:
    """Whoever reads some place."""
    return person.is_authenticated and bool(people.paths(person, *people.READERS))


@right
def reads_figures_of(person: Any, place: Any) -> bool:
    return people.may_read_place(person, place)
