"""What is late in an area, on the desk of who leads it or watches over it; who works there has it in the list of work."""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.core import clock
from ocop.measures.policy import home_of
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem

from .enums import DossierState, RoundState
from .models import Dossier, Round
from .policy import dossiers_visible_to, rounds_visible_to

UNCHECKED = (DossierState.SUBMITTED, DossierState.CHECKING)
MOST = 5


def late_and_under_way(user: User) -> dict[str, Any] | None:
    """Dossiers that an office should have checked by now, and rounds under way: 3 queries; None for who leads no place."""
    if home_of(user) is None or user.places_as(Role.OFFICER):
        return None
    late = dossiers_visible_to(user).filter(state__in=UNCHECKED, due_on__lt=clock.today())
    return {
        "late": [
            _late(d)
            for d in late.select_related("product", "round__place").order_by("due_on", "pk")[:MOST]
        ],
        "late_count": late.count(),
        "rounds": [_round(r) for r in _under_way(user)],
    }


def _under_way(user: User) -> list[Round]:
    running = rounds_visible_to(user).exclude(
        state__in=(RoundState.PREPARING, RoundState.PUBLISHED)
    )
    ordered = running.order_by(F("receives_until").asc(nulls_last=True), "pk")
    return list(ordered.select_related("place").defer("settings")[:MOST])


def _late(dossier: Dossier) -> WorkItem:
    return WorkItem(
        str(dossier.product),
        reverse("dossiers:dossier", args=[dossier.pk]),
        _("chờ %(office)s kiểm tra hồ sơ") % {"office": dossier.round.place.name},
        due=dossier.due_on,
        mark=_("Quá hạn"),
        tone="bad",
    )


def _round(round: Round) -> WorkItem:
    """A round with the day until which it takes dossiers, late where that is over and it was not moved on."""
    due = round.receives_until if round.state == RoundState.RECEIVING else None
    is_late = due is not None and due < clock.today()
    return WorkItem(
        str(round),
        reverse("dossiers:round", args=[round.pk]),
        due=due,
        mark=_("Quá hạn") if is_late else round.get_state_display(),
        tone="bad" if is_late else str(round.state),
    )
