"""The table of a round's products, best first, as the ranking and the decision show it."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ocop.core.listing import Column
from ocop.core.navigation import addresses
from ocop.core.templatetags.ocop import mark, stars, vn_number
from ocop.core.words import page_language
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
    address, language = addresses("evaluation:track"), page_language()
    states = {str(state): str(label) for state, label in TrackState.choices}
    return [
        Column(
            _("Sản phẩm"),
            sort="dossier__product__sort_key",
            value=lambda t: t.dossier__product__name,
            cell=lambda t: format_html(
                '<a href="{}">{}</a>', address(t.pk), t.dossier__product__name
            ),
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
            cell=lambda t: _stars(t.stars, language),
        ),
        Column(
            _("Trạng thái"),
            sort="state",
            value=lambda t: states[t.state],
            cell=lambda t: _badge(t.state, states[t.state]),
        ),
    ]


def mean_of(track: Any) -> Decimal | None:
    """The mean with the two decimals that papers print."""
    if track.points_sum is None:
        return None
    return printed(track.points_sum, track.sheets_counted or 1)


@lru_cache(maxsize=32)
def _stars(count: int | None, language: str) -> SafeString:
    return render_to_string("components/stars.html", stars(count))


@lru_cache(maxsize=64)
def _badge(state: str, label: str) -> SafeString:
    return render_to_string("components/badge.html", mark(label, state))
