"""How an area stands, on the desk of who leads it, watches over it or works for it."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from ocop.core import clock
from ocop.core.periods import Kind, Period
from ocop.measures import charts
from ocop.measures.areas import Area
from ocop.measures.policy import home_of
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem

from .measures import (
    EXPIRED,
    EXPIRING,
    NEWLY_RECOGNISED,
    OCOP_PRODUCERS,
    PRODUCTS_IN_FORCE,
    RECOGNISED_STAR,
)
from .policy import certificates_visible_to
from .queries import ending_soon

YEARS_BACK = 4
MOST_ENDING = 5


def figures(user: User) -> dict[str, Any] | None:
    """Figures of the person's place, None for who stands over none: 16 statements, whatever there is.

    Stocks are those of the last month that is over: what is in force at the end of a running one nobody knows yet. They
    are held against the end of the year before it, figure for figure.
    """
    place = home_of(user)
    if place is None:
        return None
    area, today = Area(place), clock.today()
    month = Period.holding(Kind.MONTH, today - timedelta(today.day))
    year, last_year = Period(Kind.YEAR, today.year), Period(Kind.YEAR, today.year - 1)
    before = Period(Kind.YEAR, month.year - 1)
    years = before.last_periods(YEARS_BACK)
    trend = charts.line(PRODUCTS_IN_FORCE, area, [*years, month])
    return {
        "place": place,
        "tiles": [
            charts.newest(trend, PRODUCTS_IN_FORCE, month, icon="patch-check-fill"),
            charts.tile(OCOP_PRODUCERS, area, month, against=before, icon="people"),
            charts.tile(NEWLY_RECOGNISED, area, year, against=last_year, icon="award"),
            charts.tile(EXPIRING, area, month, icon="hourglass-split"),
            charts.tile(EXPIRED, area, month, icon="calendar-x-fill"),
        ],
        "by_star": charts.stack(
            PRODUCTS_IN_FORCE, area, month, RECOGNISED_STAR, tone=lambda key: f"star-{key}"
        ),
        "trend": trend,
        "map": charts.on_map(PRODUCTS_IN_FORCE, area, month),
        "ending": [] if is_worked_by(user) else ending(user),
    }


def is_worked_by(user: User) -> bool:
    """An officer has what ends soon in the list of work."""
    return bool(user.places_as(Role.OFFICER))


def ending(user: User) -> list[WorkItem]:
    """The next certificates to end within half a year, as far as the person sees: 1 query."""
    soon = ending_soon(certificates_visible_to(user))
    return [
        WorkItem(
            certificate.product_name,
            reverse("certificates:certificate", args=[certificate.pk]),
            certificate.producer_name,
            due=certificate.valid_to,
        )
        for certificate in soon.order_by("valid_to", "pk")[:MOST_ENDING]
    ]
