"""A figure drawn: as a tile, by its parts, over time, on the map. Each mark opens the records behind it.

tile(find("A04"), area, period)        # a `core.charts` chart, for `{% chart %}`
"""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from ocop.core.charts import Line, Map, Part, Stack, Tile, Value, Whole, shown
from ocop.core.periods import Kind, Period
from ocop.places import maps

from . import queries
from .areas import Area
from .counting import DIVIDED
from .definitions import Dimension, Measure
from .queries import Cell


def short(period: Period) -> str:
    """A period as it stands below a mark: 2019, 11/2019, IV/2019; any other by its code."""
    if period.kind == Kind.MONTH:
        return f"{period.number:02}/{period.year}"
    return str(period)


def tile(
    measure: Measure, area: Area, period: Period, *, against: Period | None = None, icon: str = ""
) -> Tile:
    """A figure with its change against another period: 1 statement, 1 more for that, twice as many for a share."""
    before = queries.value(measure, area, against).number if against else None
    return Tile(
        title=measure.name,
        unit=measure.unit.label,
        places=measure.unit.decimals,
        amount=queries.value(measure, area, period).number,
        url=queries.address(measure, area.place, period),
        before=before,
        before_label=short(against) if against else "",
        note=period.name,
        icon=icon,
    )


def newest(trend: Line, measure: Measure, period: Period, *, icon: str = "") -> Tile:
    """The last figure of a line with its change against the one before: nothing is asked again."""
    before, last = trend.values[-2:]
    return Tile(
        title=measure.name,
        unit=measure.unit.label,
        places=measure.unit.decimals,
        amount=last.amount,
        url=last.url,
        before=before.amount,
        before_label=before.label,
        note=period.name,
        icon=icon,
    )


def line(measure: Measure, area: Area, periods: Sequence[Period]) -> Line:
    """A figure over time: 1 statement a period, 2 for a share."""
    return Line(
        title=_("%(figure)s qua thời gian") % {"figure": measure.name},
        unit=measure.unit.label,
        places=measure.unit.decimals,
        values=tuple(
            Value(
                short(period),
                queries.value(measure, area, period).number,
                queries.address(measure, area.place, period),
            )
            for period in periods
        ),
    )


def stack(
    measure: Measure,
    area: Area,
    period: Period,
    by: Dimension,
    *,
    tone: Callable[[str], str] = lambda key: "",
) -> Stack:
    """A figure by the values of a dimension: 1 statement. tone: the class of a part's colour by its key."""
    found = queries.parts(measure, area, period, by)
    values = tuple(
        Value(
            part.label,
            part.figure.number,
            queries.address(measure, area.place, period, Cell(by, part.key)),
        )
        for part in found
    )
    return Stack(
        title=_("%(figure)s theo %(part)s")
        % {"figure": measure.name, "part": str(by.label).lower()},
        unit=measure.unit.label,
        places=measure.unit.decimals,
        parts=tuple(Part(part.label, tone(part.key)) for part in found),
        rows=(Whole("", values, queries.address(measure, area.place, period)),),
        note=period.name,
    )


def on_map(measure: Measure, area: Area, period: Period) -> Map | None:
    """A figure by the units of a place, circles for counts and shades for shares; None where it has no units.

    As many statements as `by_place`, and those of `places.maps.draw`.
    """
    found = queries.by_place(measure, area, period)
    units = [part.place for part in found if part.place is not None]
    if not units:
        return None
    rest = [part.figure.number for part in found if part.place is None]
    note = period.name
    if rest:
        said = shown(rest[0], measure.unit.decimals)
        note += ". " + _("Không thuộc riêng đơn vị nào: %(amount)s.") % {"amount": said}
    return maps.draw(
        area.place,
        units,
        {part.place.pk: part.figure.number for part in found if part.place is not None},
        title=_("%(figure)s theo địa bàn") % {"figure": measure.name},
        unit=measure.unit.label,
        places=measure.unit.decimals,
        by_size=measure.together not in DIVIDED,
        url=lambda unit: queries.address(measure, unit, period),
        note=note,
    )
