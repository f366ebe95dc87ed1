"""The part of a list's filter that asks for a place."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.filters import ListFilter

from .fields import PlaceField
from .models import Place
from .territory import territory, within

M = TypeVar("M", bound=Model)


class InArea(ListFilter):
    """What lies in a place: its territory today, or on its last day or first where it does not exist today. So Thái Nguyên
    of 2026 finds the records of Bắc Kạn, and Bắc Kạn its own. area_of: the path of a row's place."""

    area_of = "place__path"

    dia_ban = PlaceField(label=_("Địa bàn"), required=False)

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        rows, place = super().narrow(rows), self.cleaned_data["dia_ban"]
        return within(rows, territory_now(place), self.area_of) if place else rows


def territory_now(place: Place) -> tuple[tuple[str, str], ...]:
    """Spans of the territory of a unit, also of one that is still to come."""
    today = clock.today()
    return territory(place, max(today, place.valid_from or today)).spans
