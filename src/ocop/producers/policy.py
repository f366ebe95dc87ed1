"""Who sees and changes producers, products and papers."""

from typing import Any

from django.db.models import Q, QuerySet

from ocop.core.rights import is_signed_in, right
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.kept_roles import kept_until_changed
from ocop.places.models import Place

from .enums import MemberRole
from .models import Evidence, Producer, ProducerMember, Product


def producers_visible_to(user: Any) -> QuerySet[Producer]:
    """Producers that a person acts for, and those in the person's area."""
    in_area = people.within(Producer.objects.all(), people.paths(user, *people.READERS))
    return Producer.objects.filter(Q(pk__in=in_area.values("pk")) | Q(pk__in=own_ids(user)))


def own_ids(user: Any) -> QuerySet[Any]:
    return ProducerMember.objects.filter(user_id=user.pk, until__isnull=True).values("producer_id")


def products_visible_to(user: Any) -> QuerySet[Product]:
    return Product.objects.filter(producer__in=producers_visible_to(user))


def evidence_visible_to(user: Any) -> QuerySet[Evidence]:
    return Evidence.objects.filter(producer__in=producers_visible_to(user))


@kept_until_changed("producers.ProducerMember")
def own(person_id: int) -> frozenset[int]:
    """Ids of the producers that a person acts for."""
    mine = ProducerMember.objects.filter(user_id=person_id, until__isnull=True)
    return frozenset(mine.values_list("producer_id", flat=True))


@right
def acts_for(person: Any, producer: Any) -> bool:
    """A member of the producer."""
    if not person.is_authenticated:
        return False
    return producer.pk in own(person) if producer else bool(own(person))


@right
def is_officer_of(person: Any, producer: Any) -> bool:
    """An officer of the producer's commune or of a place above it."""
    return person.is_authenticated and people.is_officer_over(person, producer.place)


@right
def is_manager_of(person: Any, producer: Any) -> bool:
    """Of the members of a producer one who manages it."""
    return (
        acts_for(person, producer)
        and ProducerMember.objects.filter(
            producer=producer, user_id=person.pk, until=None, role=MemberRole.MANAGER
        ).exists()
    )


@right
def reads_producers(person: Any, thing: Any = None) -> bool:
    """Whoever has an area or a producer."""
    return person.is_authenticated and (
        bool(people.paths(person, *people.READERS)) or acts_for(person)
    )


# ---- Who may do what, thing by thing

# Without a thing: `reads_producers` finds the lists, an officer fills them from a spreadsheet.
is_importer = is_signed_in & people.holds(Role.OFFICER)

# A producer. An officer helps whoever cannot do it alone.
can_edit = acts_for | is_officer_of
can_confirm = is_officer_of
manages_members = is_officer_of | is_manager_of

# A product, its picture, a paper.
can_edit_product = can_edit.of("producer")
can_edit_picture = can_edit_product.of("product")
can_edit_evidence = can_edit_product
transfers_product = is_officer_of.of("producer")


def _reach(user: Any) -> list[Place]:
    """Where a person stands by the producers that the person acts for."""
    return list(Place.objects.filter(producers__in=own(user)))


people.register_reach(_reach)
