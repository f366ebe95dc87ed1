"""Dossiers that wait for who writes or receives them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.certificates.models import Certificate
from ocop.certificates.queries import ending_soon
from ocop.core import clock
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem, register
from ocop.places.queries import lies_in
from ocop.producers.enums import ProducerState
from ocop.producers.models import Product
from ocop.producers.policy import own_ids

from .actions.dossiers import can_score
from .enums import OPEN_DOSSIERS, DossierState, RoundState
from .models import Dossier, Round
from .queries.dossiers import Readiness, readiness

MOST = 20


@register
def dossiers_of_producer(user: User) -> Iterator[WorkItem]:
    """My dossiers that I must go on with, and what each still lacks: 1 query and 1 or 2 a dossier."""
    mine = Dossier.objects.filter(
        producer__in=own_ids(user), state__in=(DossierState.DRAFT, DossierState.RETURNED)
    )
    for dossier in mine.select_related("product", "producer", "round__place")[:MOST]:
        returned = dossier.state == DossierState.RETURNED
        lacking = readiness(dossier)
        if lacking.is_ready:
            title = _("Nộp lại hồ sơ %(product)s") if returned else _("Nộp hồ sơ %(product)s")
            act = _("Xem và nộp")
        elif returned:
            title, act = _("Bổ sung hồ sơ %(product)s"), _("Bổ sung")
        else:
            title, act = _("Lập tiếp hồ sơ %(product)s"), _("Làm tiếp")
        yield WorkItem(
            title % {"product": dossier.product},
            reverse("dossiers:dossier", args=[dossier.pk]),
            _("hồ sơ đã đủ") if lacking.is_ready else _shortly(lacking),
            due=dossier.due_on or dossier.round.receives_until,
            mark=dossier.get_state_display(),
            tone="bad" if returned else "info",
            order=10 if returned else 40,
            act=act,
        )


def _shortly(lacking: Readiness) -> str:
    """ "còn thiếu 3 giấy tờ, 12 tiêu chí"; of a returned dossier first what the office asked."""
    if lacking.demands:
        return _("%(n)d mục nơi nhận yêu cầu sửa") % {"n": len(lacking.demands)}
    papers = len(lacking.papers) + len(lacking.expired)
    parts = [
        _("%(n)d giấy tờ") % {"n": papers} if papers else "",
        _("%(n)d tiêu chí") % {"n": len(lacking.criteria)} if lacking.criteria else "",
    ]
    return _("còn thiếu %(what)s") % {"what": ", ".join(filter(None, parts))}


@register
def products_without_dossier(user: User) -> Iterator[WorkItem]:
    """My products that a round would take now and that have no stars and no dossier: 3 queries, 1 more for each round
    elsewhere where the place is gone."""
    products = list(
        Product.objects.filter(
            producer__in=own_ids(user),
            producer__state=ProducerState.ACTIVE,
            is_active=True,
            dossiers=None,
            certificates=None,
        ).select_related("producer__place")[:MOST]
    )
    if not products:
        return
    receiving = Round.objects.filter(state=RoundState.RECEIVING)
    rounds = list(receiving.select_related("place", "edition").defer("edition__files"))
    for product in products:
        place = product.producer.place
        taking = [
            r for r in rounds if lies_in(place, r.place, clock.today()) and can_score(r, product)
        ]
        if taking:
            yield WorkItem(
                _("Lập hồ sơ cho %(product)s") % {"product": product},
                reverse("dossiers:new_dossier", args=[product.pk]),
                _("đợt đánh giá đang nhận hồ sơ"),
                due=max(r.receives_until for r in taking),
                order=42,
                act=_("Lập hồ sơ"),
            )


@register
def dossiers_to_check(user: User) -> Iterator[WorkItem]:
    """Dossiers that my office has to check: 1 query."""
    areas = people.paths(user, Role.OFFICER)
    here = people.within(Dossier.objects.all(), areas, "round__place__path")
    if not areas:
        return
    for dossier in (
        here.filter(state__in=(DossierState.SUBMITTED, DossierState.CHECKING))
        .select_related("product", "producer")
        .order_by("due_on")[:MOST]
    ):
        yield WorkItem(
            _("Kiểm tra hồ sơ %(product)s") % {"product": dossier.product},
            reverse("dossiers:check", args=[dossier.pk]),
            dossier.producer.name,
            due=dossier.due_on,
            mark=dossier.get_state_display(),
            tone="wait",
            order=20,
            act=_("Kiểm tra"),
        )


@register
def certificates_to_renew(user: User) -> Iterator[WorkItem]:
    """My certificates that end within half a year and have no dossier under way: 1 query."""
    today = clock.today()
    due = ending_soon(Certificate.objects.filter(producer__in=own_ids(user)))
    due = due.exclude(product__dossiers__state__in=OPEN_DOSSIERS)
    for certificate in due.order_by("valid_to")[:MOST]:
        assert certificate.valid_to is not None
        yield WorkItem(
            _("Đánh giá lại %(product)s để giữ hạng sao") % {"product": certificate.product_name},
            reverse("certificates:certificate", args=[certificate.pk]),
            _("giấy chứng nhận còn %(days)d ngày") % {"days": (certificate.valid_to - today).days},
            due=certificate.valid_to,
            order=35,
            act=_("Bắt đầu"),
        )
