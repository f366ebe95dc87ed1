"""What desks say of dossiers: to a producer how the own products stand, to who leads an area or watches over it what is late
there. Who works there has that in the list of work."""

from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.certificates.queries import in_force
from ocop.core import clock
from ocop.core.charts import Tile
from ocop.measures.policy import home_of
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem
from ocop.producers.models import Product
from ocop.producers.queries import own_producers

from .enums import OPEN_DOSSIERS, DossierState, RoundState
from .models import Dossier, Round
from .policy import dossiers_visible_to, rounds_visible_to

UNCHECKED = (DossierState.SUBMITTED, DossierState.CHECKING)
MOST = 5


def own_products(user: User) -> dict[str, Any] | None:
    """How the products stand that a person makes: 3 queries, 1 for who acts for no producer."""
    producers = [producer.pk for producer in own_producers(user)]
    if not producers:
        return None
    products = Product.objects.filter(producer__in=producers, is_active=True)
    certified = in_force(clock.today()).filter(producer__in=producers)
    counts = products.aggregate(
        all=Count("pk", distinct=True),
        assessed=Count("pk", filter=Q(dossiers__state__in=OPEN_DOSSIERS), distinct=True),
    )
    own = reverse("producers:products")
    return {
        "tiles": [
            Tile(title=_("Sản phẩm đang làm"), amount=counts["all"], url=own, icon="basket"),
            Tile(
                title=_("Hồ sơ chưa có kết quả"),
                amount=counts["assessed"],
                url=reverse("dossiers:dossiers"),
                icon="folder2-open",
            ),
            Tile(
                title=_("Giấy chứng nhận còn hiệu lực"),
                amount=certified.count(),
                url=reverse("certificates:certificates"),
                icon="patch-check-fill",
            ),
        ]
    }


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
