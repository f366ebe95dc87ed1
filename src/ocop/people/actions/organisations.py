"""Which organisations there are: added, corrected, ended with a successor, two rows of one body made one."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.search import fold
from ocop.core.transactions import use_case
from ocop.places.models import Place

from .. import offices, policy
from ..enums import OrganisationKind
from ..models import Organisation, User

LINKS = ("parent", "successor")


def peoples_committee(place: Place) -> Organisation:
    """The row of a unit's People's Committee, made when first needed: the country has 12,000 of them, most never named. Its
    existence follows from the unit's, so that it leaves no entry of its own in the trail. 1 query, a few more to make it.

    Raises ValueError for the country, which has none.
    """
    if place.level not in offices.LEVELS:
        raise ValueError(f"{place} has no People's Committee")
    made = offices.committee_of(place)
    made.fill_keys()
    names = ("name", "short_name", "valid_from", "valid_to", "search", "sort_key")
    return Organisation.objects.get_or_create(
        kind=made.kind, place=place, defaults={name: getattr(made, name) for name in names}
    )[0]


def head_office(place: Place) -> Organisation | None:
    """The body that acts for a unit and recognises its products: the People's Committee. None for the country, for which one
    ministry or another does."""
    return peoples_committee(place) if place.level in offices.LEVELS else None


def stored(organisation: Organisation, *, actor: User | None, place: Place) -> Organisation:
    """A body as a form gives it (`people.fields`), as a row: one that has none yet is written down, a new name as "other" at
    the place where it is named. Part of a use case that has asked for the right to name it."""
    if organisation.pk is not None:
        return organisation
    if organisation.kind == OrganisationKind.PEOPLES_COMMITTEE:
        return peoples_committee(organisation.place)
    organisation.place = place
    return _twin(organisation) or _added(actor, organisation)


@use_case
def add(*, actor: User, organisation: Organisation) -> Organisation:
    """An officer writes down a body of the own territory. Raises Refused where it is there already."""
    require(policy.keeps_organisations(actor, organisation.place))
    _require_single(organisation)
    return _added(actor, organisation)


def _added(actor: User | None, organisation: Organisation) -> Organisation:
    above, place = organisation.parent, organisation.place
    organisation.parent = above and stored(above, actor=actor, place=place)
    organisation.save()
    audit.record(
        actor,
        "people.organisation.added",
        organisation,
        name=organisation.name,
        kind=organisation.kind,
        place=organisation.place.key,
    )
    return organisation


@use_case
def change(
    *, actor: User, organisation: Organisation, version: int, fields: dict[str, Any]
) -> Organisation:
    """Correct what is written of a body; its new place must lie in the territory too."""
    current = organisation.locked(version=version)
    require(policy.keeps_organisations(actor, current.place))
    if above := fields.get("parent"):
        fields = fields | {"parent": stored(above, actor=actor, place=current.place)}
    old = {name: getattr(current, name) for name in fields}
    for name, value in fields.items():
        setattr(current, name, value)
    require(policy.keeps_organisations(actor, current.place))
    _require_single(current)
    _require_no_circle(current, "parent")
    current.save()
    changed = {name: [str(old[name]), str(value)] for name, value in fields.items()}
    audit.record(actor, "people.organisation.changed", current, changed=changed)
    return current


@use_case
def end(
    *, actor: User, organisation: Organisation, on: date, successor: Organisation | None = None
) -> Organisation:
    """A body works for the last time on a day; its duties go to a successor, if there is one. What it did stays its own.

    The successor may lie outside the actor's territory: a province's department takes over from a district's office.
    """
    current = organisation.locked()
    require(policy.keeps_organisations(actor, current.place))
    if current.valid_from and on < current.valid_from:
        raise Refused(_("Ngày kết thúc phải sau ngày thành lập."), fields=["on"])
    return close(actor, current, on=on, successor=successor)


def close(
    actor: User | None, current: Organisation, *, on: date, successor: Organisation | None
) -> Organisation:
    """Write the last day and the successor of a body that is held. Part of a use case that has asked for the right."""
    current.valid_to = on
    current.successor = successor and stored(successor, actor=actor, place=current.place)
    _require_no_circle(current, "successor")
    current.save()
    audit.record(
        actor,
        "people.organisation.ended",
        current,
        on=on,
        successor=current.successor_id,
        to=str(current.successor or ""),
    )
    return current


@use_case
def merge(*, actor: User, duplicate: Organisation, into: Organisation) -> Organisation:
    """Two rows turn out to be one body: whatever names the duplicate names the other from now on, and the duplicate goes.

    Every room's columns are asked of the database's own table of relations, so that none is forgotten.
    """
    require(policy.keeps_organisations(actor, duplicate.place))
    into = stored(into, actor=actor, place=duplicate.place)
    require(policy.keeps_organisations(actor, into.place))
    if duplicate.pk == into.pk:
        raise Refused(_("Chọn một cơ quan khác với cơ quan này."), fields=["into"])
    gone, kept = duplicate.locked(), into.locked()
    for link in LINKS:
        if getattr(kept, link) == gone:
            beyond = getattr(gone, link)
            setattr(kept, link, None if beyond == kept else beyond)
    kept.save()
    moved = {}
    for relation in Organisation._meta.related_objects:
        column = relation.field.name
        rows = relation.related_model._base_manager.filter(**{column: gone.pk})
        if count := rows.update(**{column: kept.pk}):
            moved[f"{relation.related_model._meta.label_lower}.{column}"] = count
    for link in LINKS:
        _require_no_circle(kept, link)
    audit.record(
        actor,
        "people.organisation.merged",
        kept,
        duplicate=gone.pk,
        name=gone.name,
        place=gone.place.key,
        moved=moved,
    )
    gone.delete()
    return kept


def _twin(organisation: Organisation) -> Organisation | None:
    """Another row of the same name at the same place at the same time, accents and capitals ignored. Holds the place's names
    until the transaction ends, for two people may write the same down at once."""
    place, name = organisation.place, fold(organisation.name)
    list(Place.objects.filter(pk=place.pk).select_for_update(no_key=True).values_list("pk"))
    rows = Organisation.objects.filter(place=place, search__startswith=name[:300])
    alike = (one for one in rows.exclude(pk=organisation.pk) if fold(one.name) == name)
    return next((one for one in alike if one.overlaps(organisation)), None)


def _require_single(organisation: Organisation) -> None:
    """One row a body, one People's Committee a unit; the country has none."""
    place = organisation.place
    if organisation.kind == OrganisationKind.PEOPLES_COMMITTEE:
        head = offices.head_of(place)
        if place.level not in offices.LEVELS or (head is not None and head.pk != organisation.pk):
            said = _("Mỗi tỉnh, huyện, xã có một Ủy ban nhân dân; chọn địa bàn khác.")
            raise Refused(said, fields=["place"])
    if _twin(organisation) is not None:
        said = _("%(place)s đã có %(name)s trong thời gian này.")
        words = {"place": place, "name": organisation.name}
        raise Refused(said % words, fields=["name"])


def _require_no_circle(organisation: Organisation, link: str) -> None:
    """A body is neither above itself nor its own heir, over however many steps: 1 query a step."""
    step: Organisation | None = getattr(organisation, link)
    while step is not None:
        if step.pk == organisation.pk:
            raise Refused(_("Cơ quan không thể đứng trên hoặc kế thừa chính mình."), fields=[link])
        step = getattr(step, link)
