"""Reads of producers, products and papers, shaped for pages."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from ocop.core import clock
from ocop.people.enums import Role
from ocop.people.models import Appointment, Invitation, User
from ocop.places.models import Place
from ocop.places.queries import unit_of

from .followers import uses_count
from .models import WARN_DAYS, Evidence, Producer, ProducerMember, Product
from .policy import own_ids, producers_visible_to, products_visible_to


def producer_list(user: Any) -> QuerySet[Producer]:
    """Producers that a person sees, with the number of their products: 1 query."""
    return (
        producers_visible_to(user)
        .select_related("place", "place__district")
        .annotate(products_count=Count("products", filter=Q(products__is_active=True)))
    )


def product_list(user: Any) -> QuerySet[Product]:
    """Products that a person sees: 1 query."""
    return products_visible_to(user).select_related(
        "producer", "producer__place", "producer__place__district"
    )


def library(producer: Producer) -> QuerySet[Evidence]:
    """The papers in use of a producer, with the number of dossiers that use each: 1 query."""
    return (
        producer.evidence.current()
        .select_related("product", "file")
        .annotate(uses_count=uses_count())
    )


def own_producers(user: Any) -> QuerySet[Producer]:
    """Producers that a person acts for: 1 query."""
    return Producer.objects.filter(pk__in=own_ids(user)).select_related("place", "place__district")


def expiring_papers(producers: QuerySet[Producer], on: date | None = None) -> QuerySet[Evidence]:
    """Papers of some producers that expire within 90 days or have expired, the soonest first: 1 query."""
    day = on or clock.today()
    until = date.fromordinal(day.toordinal() + WARN_DAYS[0])
    return (
        Evidence.objects.current()
        .filter(producer__in=producers, expires_on__lte=until)
        .select_related("producer")
        .order_by("expires_on")
    )


def members(producer: Producer) -> QuerySet[ProducerMember]:
    """Who acts for a producer now: 1 query."""
    return producer.members.filter(until=None).select_related("user")


def open_invitations(producer: Producer) -> QuerySet[Invitation]:
    """Links by which somebody may still join a producer: 1 query."""
    return Invitation.objects.filter(
        grant__kind="producers.member",
        grant__id=producer.pk,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=clock.now(),
    )


def versions(evidence: Evidence) -> list[Evidence]:
    """Earlier versions of a paper, the newest first: 1 query a version."""
    found = [evidence]
    while (earlier := Evidence.objects.filter(superseded_by=found[-1]).first()) is not None:
        found.append(earlier)
    return found[1:]


def officers_over(place: Place) -> list[User]:
    """Officers of a place; where it has none, of the nearest place above: at most 1 query a level, 1 more to climb. Of a unit
    that is gone those who still wind it up, else those of the unit that it belongs to today: 2 queries more."""
    today = clock.today()
    officers = Appointment.objects.in_force(today).filter(role=Role.OFFICER)
    unit: Place | None = place
    while unit is not None:
        held = officers.filter(place=unit)
        found = list(User.objects.filter(appointments__in=held, is_active=True).distinct())
        if found:
            return found
        above = unit.parent
        left_old_tree = unit.has_ended(today) and not (above and above.has_ended(today))
        unit = unit_of(place, today) if left_old_tree else above
    return []


def people_of(producer: Producer) -> list[User]:
    """Who is told of a producer's matters: those who act for it (1 query), or its commune's officers where nobody does."""
    members = User.objects.filter(
        memberships__producer=producer, memberships__until=None, is_active=True
    )
    return list(members.distinct()) or officers_over(producer.place)
