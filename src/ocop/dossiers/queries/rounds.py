"""Rounds: those that a person sees, those of places above."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from ocop.places.models import Place

from ..enums import BEFORE_SCORING, DossierState
from ..followers import products_count
from ..models import Round
from ..policy import rounds_visible_to


def round_list(user: Any) -> QuerySet[Round]:
    """Rounds that a person sees, with the numbers of their dossiers: 1 query."""
    return (
        rounds_visible_to(user)
        .select_related("place", "edition")
        .annotate(
            products_count=products_count(),
            open_count=Count(
                "dossiers",
                filter=Q(dossiers__state__in=(DossierState.SUBMITTED, DossierState.CHECKING)),
                distinct=True,
            ),
        )
    )


def open_rounds_above(places: Iterable[Place]) -> QuerySet[Round]:
    """Rounds of places above that still take dossiers: 1 query."""
    above = {key for place in places for key in place.path.split("/")[:-2]}
    taking = Round.objects.filter(place__key__in=above, state__in=BEFORE_SCORING)
    return taking.select_related("place", "edition").defer("edition__files")
