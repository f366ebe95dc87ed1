"""What waits for producers and their officers."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.core import clock
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem, register

from . import queries
from .enums import ProducerState
from .models import Producer

MOST = 20


@register
def registrations(user: User) -> Iterator[WorkItem]:
    """Producers of my area that wait to be confirmed: 1 query."""
    areas = people.paths(user, Role.OFFICER)
    if not areas:
        return
    for producer in people.within(
        Producer.objects.filter(state=ProducerState.PENDING), areas
    ).select_related("place")[:MOST]:
        yield WorkItem(
            _("Xác nhận chủ thể %(name)s") % {"name": producer.name},
            reverse("producers:producer", args=[producer.pk]),
            str(producer.place),
            mark=_("Chờ xác nhận"),
            tone="wait",
            order=10,
            act=_("Xem và xác nhận"),
        )


@register
def own(user: User) -> Iterator[WorkItem]:
    """My producers, what they still have to say about themselves, papers that expire: 3 queries."""
    mine = queries.own_producers(user).annotate(products_count=Count("products"))
    today = clock.today()
    for producer in mine:
        page = reverse("producers:producer", args=[producer.pk])
        if not producer.products_count and producer.state != ProducerState.STOPPED:
            yield WorkItem(
                _("Khai sản phẩm đầu tiên"),
                reverse("producers:add_product", args=[producer.pk]),
                producer.name,
                order=45,
                act=_("Thêm sản phẩm"),
            )
        elif producer.state == ProducerState.REJECTED:
            yield WorkItem(
                _("Sửa thông tin đăng ký: %(name)s") % {"name": producer.name},
                page,
                producer.state_reason,
                mark=producer.get_state_display(),
                tone="bad",
                order=15,
                act=_("Xem lý do"),
            )
        yield WorkItem(
            producer.name,
            page,
            _("xã xác nhận xong thì lập được hồ sơ")
            if producer.state == ProducerState.PENDING
            else str(producer.place),
            mark=producer.get_state_display(),
            tone=producer.get_state_tone(),
            order=80,
        )
    for paper in queries.expiring_papers(mine)[:MOST]:
        left = paper.days_left(today) or 0
        text = _("còn %(days)d ngày") % {"days": left} if left >= 0 else _("đã hết hạn")
        yield WorkItem(
            _("Thay giấy tờ: %(title)s") % {"title": paper.title},
            reverse("producers:evidence", args=[paper.pk]),
            text,
            due=paper.expires_on,
            order=30 if paper.needs_renewal else 60,
            act=_("Tải bản mới"),
        )
