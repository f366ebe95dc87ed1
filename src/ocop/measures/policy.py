"""Who reads figures: whoever reads the place that they are of."""

from typing import Any

from ocop.core.rights import right
from ocop.people import policy as people


@right
def reads_figure(person: Any, asked: Any) -> bool:
    return people.may_read_place(person, asked.area.place)
