"""After a change of the units: where what lived at a split unit belongs, which roles go on at the unit that followed."""

from datetime import date

from django.utils.translation import gettext as _

from ocop.core import audit, clock
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.places import followers
from ocop.places.models import Place
from ocop.places.queries import units_after

from .. import offices, policy
from ..enums import OrganisationKind
from ..models import Appointment, Organisation, User
from .organisations import peoples_committee


@use_case
def choose_unit(*, actor: User, kind: followers.Kind, pk: int, to: Place) -> None:
    """An officer says at which of the units a thing lives from now on, whose own unit was split. Raises Refused for a thing
    whose unit is still there and for a unit that is none of the parts."""
    place: Place = getattr(kind.living().select_related(kind.field).get(pk=pk), kind.field)
    require(policy.is_officer_over(actor, place))
    _require_follower(place, to)
    thing, changed = followers.take_over(kind, pk, to)
    audit.record(actor, "people.unit.chosen", thing, **changed)


@use_case
def carry_over(*, actor: User, appointment: Appointment, to: Place) -> Appointment:
    """A role that ended with its unit goes on at one that followed it, from today; the old row keeps the unit's last day.

    Raises Refused for a role that somebody has settled meanwhile and for a unit that did not follow."""
    role, place = appointment.role, appointment.place
    require(policy.may_settle(actor, appointment) and policy.may_appoint(actor, role, to))
    _require_follower(place, to)
    current = _left_behind(appointment)
    _end(current)
    carried = Appointment.objects.create(
        user_id=current.user_id,
        role=role,
        place=to,
        position=current.position,
        organisation=current.organisation and _office_after(current.organisation, to),
        since=clock.today(),
        given_by=actor,
    )
    audit.record(
        actor,
        "people.appointment.carried_over",
        carried,
        user=carried.user_id,
        role=role,
        old=place.key,
        new=to.key,
    )
    return carried


@use_case
def let_lapse(*, actor: User, appointment: Appointment) -> None:
    """A role that ended with its unit does not go on. Raises Refused for one that somebody has settled meanwhile."""
    require(policy.may_settle(actor, appointment))
    current = _left_behind(appointment)
    _end(current)
    audit.record(actor, "people.appointment.lapsed", current, user=current.user_id)


def _require_follower(place: Place, to: Place) -> None:
    today = clock.today()
    if not place.has_ended(today) or to not in units_after([place], today)[place.pk]:
        raise Refused(_("Chọn một đơn vị kế thừa của %(place)s.") % {"place": place}, fields=["to"])


def _left_behind(appointment: Appointment) -> Appointment:
    waiting = Appointment.objects.left_behind(clock.today()).select_for_update(of=("self",))
    current = waiting.select_related("place", "organisation").filter(pk=appointment.pk).first()
    if current is None:
        raise Refused(_("Vai trò này đã được xử lý."))
    return current


def _end(appointment: Appointment) -> None:
    last: date | None = appointment.place.valid_to
    appointment.until = last
    appointment.save(update_fields=["until"])


def _office_after(office: Organisation, place: Place) -> Organisation | None:
    """The body at which the role goes on: the same where it is still there, the one that took its duties over, the new
    unit's People's Committee after the old one's; else it is left open."""
    if office.kind == OrganisationKind.PEOPLES_COMMITTEE:
        return peoples_committee(place) if place.level in offices.LEVELS else None
    if office.is_in_force(clock.today()):
        return office
    return office.successor
