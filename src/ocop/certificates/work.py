"""What waits for the offices that issue certificates."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem, register

from . import policy
from .models import Certificate
from .queries import ending_soon, notices_waiting

MOST = 20


@register
def certificates_of_office(user: User) -> Iterator[WorkItem]:
    """Written notices that my office owes, and certificates of my area that end within half a year: 2 queries."""
    areas = people.paths(user, Role.OFFICER)
    if not areas:
        return
    mine = people.within(Certificate.objects.all(), areas).select_related("notice", "office")
    owed = set()
    for certificate in notices_waiting(mine).order_by("notice__due_on")[:MOST]:
        if not policy.issues_for(user, certificate):
            continue
        owed.add(certificate.pk)
        yield WorkItem(
            _("Gửi thông báo hết hạn: %(product)s") % {"product": certificate.product_name},
            reverse("certificates:notice", args=[certificate.pk]),
            certificate.producer_name,
            due=certificate.notice.due_on,
            order=25,
            act=_("Lập thông báo"),
        )
    for certificate in ending_soon(mine).exclude(pk__in=owed).order_by("valid_to")[:MOST]:
        yield WorkItem(
            _("Giấy chứng nhận sắp hết hạn: %(product)s") % {"product": certificate.product_name},
            reverse("certificates:certificate", args=[certificate.pk]),
            certificate.producer_name,
            due=certificate.valid_to,
            order=55,
        )
