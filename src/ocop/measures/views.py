"""The records behind a figure: every number of the system opens this list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ocop.core.listing import Listing
from ocop.core.periods import BadPeriod, Period
from ocop.core.rights import page
from ocop.places.models import Place

from . import policy, queries
from .areas import Area
from .definitions import REST, Counted, Measure, Ratio, find
from .queries import Cell


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of a place and a period, or a part of it."""

    measure: Measure
    area: Area
    period: Period
    cell: Cell | None


def found_figure(
    person: Any, code: str, place: str, period: str, by: str = "", key: str = ""
) -> Asked:
    measure = find(code)
    if measure is None:
        raise Http404
    try:
        when = Period.parse(period)
    except BadPeriod as error:
        raise Http404 from error
    cell = found_cell(measure, by, key) if by else None
    return Asked(measure, Area(get_object_or_404(Place, key=place)), when, cell)


def found_cell(measure: Measure, by: str, key: str) -> Cell:
    dimension = next((d for d in measure.dimensions if d.key == by), None)
    if dimension is None or (key != REST and dimension.value(key) is None):
        raise Http404
    return Cell(dimension, key)


@page(found_figure, policy.reads_figure)
def records(request: HttpRequest, asked: Asked) -> HttpResponse:
    """A figure and what it was counted from, as far as the reader sees it."""
    measure, area, period, cell = asked.measure, asked.area, asked.period, asked.cell
    compared = queries.compare(measure, area, period, cell)
    context: dict[str, Any] = {"asked": asked, "compared": compared}
    if isinstance(measure, Ratio):
        context["made_of"] = [
            (figure, queries.address(figure.measure, area.place, period, cell))
            for figure in compared.now.made_of
        ]
    else:
        behind = queries.records(measure, area, period, cell)
        listing, visible = listed(request, measure, behind)
        if listing.wants_export:
            return listing.export()
        hidden = behind.exclude(pk__in=visible.values("pk")).count()
        context |= {"listing": listing, "hidden": hidden}
    return render(request, "measures/records.html", context)


def listed(
    request: HttpRequest, measure: Counted, behind: QuerySet[Any]
) -> tuple[Listing, QuerySet[Any]]:
    """The list of a figure's records, and which of them the reader sees."""
    visible, how = queries.seen(measure, behind, request.user), measure.records
    listing = Listing(
        request,
        visible.select_related(*how.around),
        columns=how.columns,
        row_template="measures/partials/record_row.html",
        search=how.search,
        order=how.order,
        name=measure.code.replace(".", "-"),
    )
    return listing, visible
