"""Figures as rows of a table: for the command line, for spreadsheets, for other programs."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ocop.core.periods import Period

from .areas import Area
from .counting import Figure
from .definitions import NOT_SAID, REST, Measure
from .queries import by_place, parts, value

PLACE = "place"
"""Every figure is parted by place; the other dimensions are the measure's own."""


class Row(NamedTuple):
    """A figure, whole or a part. The order stays: programs read it. number: None where nothing is recorded."""

    code: str
    name: str
    unit: str
    number: Decimal | None
    part: str = ""
    part_name: str = ""


COLUMNS = ("code", "name", "unit", "value", "part", "part_name")
LABELS = (_("Mã"), _("Chỉ tiêu"), _("Đơn vị"), _("Giá trị"), _("Phần"), _("Tên phần"))


def dimension_keys(measure: Measure) -> list[str]:
    """What a measure can be parted by."""
    return [PLACE, *(dimension.key for dimension in measure.dimensions)]


def rows(
    measures: Sequence[Measure],
    area: Area,
    period: Period,
    *,
    by: str = "",
    units_on: date | None = None,
) -> Iterator[Row]:
    """Each measure, and after it its parts; those that are not parted so stand for themselves."""
    for measure in measures:
        yield _row(measure, value(measure, area, period))
        if by == PLACE:
            for found in by_place(measure, area, period, units_on=units_on):
                key, name = (found.place.key, str(found.place)) if found.place else (REST, NOT_SAID)
                yield _row(measure, found.figure, key, str(name))
        elif dimension := next((d for d in measure.dimensions if d.key == by), None):
            for part in parts(measure, area, period, dimension):
                yield _row(measure, part.figure, part.key, str(part.label))


def _row(measure: Measure, figure: Figure, part: str = "", part_name: str = "") -> Row:
    name, unit = str(measure.name), str(measure.unit.label)
    return Row(measure.code, name, unit, figure.number, part, part_name)
