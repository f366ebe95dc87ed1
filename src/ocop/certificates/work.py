"""What waits for the offices that issue certificates."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.core import clock
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem, register

from . import policy
from .enums import CertificateState
from .models import Certificate
from .queries import notices_waiting

MOST = 20
EXPIRY_DAYS = 180


@register
def certificates_of_office(user: User) -> Iterator[WorkItem]:
    """Written notices that my office owes, and certificates of my area that end within half a year: 2 queries."""
    today = clock.today()
    areas = people.paths(user, Role.OFFICER)
    if not areas:
        return
    mine = people.within(Certificate.objects.all(), areas).select_related("notice", "office")
    running = mine.filter(state=CertificateState.IN_FORCE)
    owed = set()
    for certificate in notices_waiting(running).order_by("notice__due_on")[:MOST]:
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
    soon = running.filter(valid_to__range=(today, today + timedelta(days=EXPIRY_DAYS)))
    for certificate in soon.exclude(pk__in=owed).order_by("valid_to")[:MOST]:
        yield WorkItem(
            _("Giấy chứng nhận sắp hết hạn: %(product)s") % {"product": certificate.product_name},
            reverse("certificates:certificate", args=[certificate.pk]),
            certificate.producer_name,
            due=certificate.valid_to,
            order=55,
        )
