"""Who reads certificates and answers for them. The public sees each by its number (room `portal`)."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from ocop.core.rights import right
from ocop.people import policy as people
from ocop.producers import policy as producers

from .models import Certificate

Grant = Callable[[Any], Q | None]
"""(person) → the certificates that the person answers for by what another room gave, None where it gave nothing."""

_grants: list[Grant] = []


def register_grant(find: Grant) -> Grant:
    _grants.append(find)
    return find


def _granted(person: Any) -> list[Q]:
    return [found for find in _grants if (found := find(person)) is not None]


def certificates_visible_to(user: Any) -> QuerySet[Certificate]:
    """Certificates of my area, of my producers, and those that I answer for otherwise."""
    in_area = people.within(Certificate.objects.all(), people.paths(user, *people.READERS))
    seen = Q(pk__in=in_area.values("pk")) | Q(producer__in=producers.own_ids(user))
    for granted in _granted(user):
        seen |= granted
    return Certificate.objects.filter(seen)


@right
def reads_certificates(person: Any, thing: Any = None) -> bool:
    """Whoever has an area or a producer, or a place in a body that recognises."""
    return person.is_authenticated and (producers.reads_producers(person) or bool(_granted(person)))


@right
def is_officer_over_issuer(person: Any, certificate: Any) -> bool:
    """An officer of the place whose office issued the certificate, or above it."""
    return people.is_officer_over(person, certificate.office)


@right
def was_given(person: Any, certificate: Any) -> bool:
    """Answers for the certificate by what another room gave."""
    return any(
        Certificate.objects.filter(granted, pk=certificate.pk).exists()
        for granted in _granted(person)
    )


@right
def has_notice(person: Any, certificate: Any) -> bool:
    """Of a certificate that ends."""
    return hasattr(certificate, "notice")


@right
def is_notice_sent(person: Any, certificate: Any) -> bool:
    return certificate.notice.sent_on is not None


# ---- Who may do what

# A certificate.
issues_for = is_officer_over_issuer | was_given

# Its notice: a draft is the issuing office's; once it is sent, whoever sees the certificate reads it.
sends_notice = has_notice & issues_for
reads_notice = has_notice & (is_notice_sent | issues_for)


@right
def writes_notice(person: Any, notice: Any) -> bool:
    return issues_for(person, notice.certificate)


@right
def reads_signed_notice(person: Any, notice: Any) -> bool:
    """Its office; once it is sent, whoever sees the certificate."""
    if writes_notice(person, notice):
        return True
    seen = certificates_visible_to(person).filter(pk=notice.certificate_id)
    return notice.sent_on is not None and seen.exists()
