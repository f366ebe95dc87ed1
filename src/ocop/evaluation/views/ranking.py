"""The table of a round's products, best first, as the ranking and the decision show it."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ocop.core import cells
from ocop.core.listing import Column
from ocop.core.navigation import addresses
from ocop.core.templatetags.ocop import vn_number
from ocop.rules.deciding import printed

from ..enums import TrackState
from ..models import Track


def ranked(tracks: QuerySet[Track]) -> QuerySet[Any]:
    """What the table shows of each product, without the instances around it: they take most of the time of a row."""
    return tracks.values_list(
        "pk",
        "state",
        "points_sum",
        "sheets_counted",
        "spread",
        "stars",
        "dossier__self_total",
        "dossier__product__name",
        "dossier__producer__name",
        named=True,
    )


def ranking_columns() -> list[Column]:
    address = addresses("evaluation:track")
    states = {str(state): state for state in TrackState}
    return [
        Column(
            _("Sản phẩm"),
            sort="dossier__product__sort_key",
            value=lambda t: t.dossier__product__name,
            cell=lambda t: cells.link(address(t.pk), t.dossier__product__name),
        ),
        Column(
            _("Chủ thể"),
            sort="dossier__producer__sort_key",
            value=lambda t: t.dossier__producer__name,
            cell=lambda t: t.dossier__producer__name,
        ),
        Column(
            _("Tự chấm"),
            sort="dossier__self_total",
            value=lambda t: t.dossier__self_total,
            cell=lambda t: t.dossier__self_total,
            is_number=True,
        ),
        Column(
            _("Điểm trung bình"),
            sort="mean_total",
            value=mean_of,
            cell=lambda t: vn_number(mean_of(t)) or "—",
            is_number=True,
        ),
        Column(
            _("Chênh lệch"),
            sort="spread",
            value=lambda t: t.spread,
            cell=lambda t: "—" if t.spread is None else t.spread,
            is_number=True,
        ),
        Column(
            _("Sao"),
            sort="stars",
            value=lambda t: t.stars,
            cell=lambda t: cells.stars(t.stars),
        ),
        Column(
            _("Trạng thái"),
            sort="state",
            value=lambda t: str(states[t.state].label),
            cell=lambda t: cells.mark(states[t.state].label, states[t.state].tone),
        ),
    ]


def mean_of(track: Any) -> Decimal | None:
    """The mean with the two decimals that papers print."""
    if track.points_sum is None:
        return None
    return printed(track.points_sum, track.sheets_counted or 1)
