"""The working group: checks evidence, visits, compares with the self-score, prepares the session; it never scores."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.errors import NotYours, Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill
from ocop.criteria.sheet_inputs import put
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.people.actions import notify
from ocop.people.models import User

from .. import policy
from ..enums import OPEN_TRACKS
from ..models import Appraisal, CouncilMember, Track
from ..queries.assignments import Assignments, assignments


def _locked(actor: User, track: Track, *, version: int | None = None) -> Appraisal:
    """The product's appraisal as it is now, begun with the first thing noted. Raises StaleVersion as `locked` does."""
    require(policy.appraises(actor, track.round))
    if track.state not in OPEN_TRACKS:
        raise Refused(_("Sản phẩm đã kết luận."))
    begun, _is_new = Appraisal.objects.get_or_create(track=track)
    return begun.locked(version=version)


def _require_open(appraisal: Appraisal) -> None:
    if appraisal.is_handed_over:
        raise Refused(_("Đã gửi hội đồng. Rút lại trước khi sửa."))


@use_case
def assign(
    *,
    actor: User,
    round: Round,
    chosen: Mapping[int, int | None],
    was: Mapping[int, int | None] = MappingProxyType({}),
) -> int:
    """Say who of the working group prepares which product; returns for how many that changed.

    chosen: product in the round → member of its working group, None for nobody. Conflicts of interest are respected. was:
    what the page knew of them; a choice left as it was changes nothing, one over another's meanwhile is Refused.
    """
    require(policy.runs_round(actor, round))
    found = assignments(round)
    changed: dict[Track, CouncilMember | None] = {}
    for track in found.tracks:
        if track.pk not in chosen or chosen[track.pk] == was.get(track.pk, track.appraiser_id):
            continue
        current = track.locked()
        if current.appraiser_id == chosen[track.pk]:
            continue
        if current.appraiser_id != was.get(track.pk, current.appraiser_id):
            raise Refused(
                _("%(product)s vừa được người khác phân công. Xem lại rồi lưu.")
                % {"product": track.dossier.product},
                fields=[f"t{track.pk}"],
            )
        changed[current] = _appraiser(found, track, chosen[track.pk])
    for current, member in changed.items():
        current.appraiser = member
        current.save(update_fields=["appraiser"])
    for member in {m for m in changed.values() if m is not None}:
        taken = sum(m == member for m in changed.values())
        notify(
            [member.user],
            kind="evaluation.assigned",
            title=fill(gettext_lazy("Bạn được giao thẩm định %(n)d sản phẩm"), n=taken),
            url="/danh-gia/tham-dinh/",
        )
    audit.record(
        actor,
        "evaluation.appraisal.assigned",
        round,
        changed={str(track.pk): member and member.user_id for track, member in changed.items()},
    )
    return len(changed)


def _appraiser(found: Assignments, track: Track, chosen: int | None) -> CouncilMember | None:
    """The member of the working group who was chosen for a product."""
    if chosen is None:
        return None
    member = next((member for member in found.group if member.pk == chosen), None)
    if member is None:
        raise NotYours
    if why := found.barred.get((member, track)):
        raise Refused(
            _("%(member)s không nhận %(product)s được: %(why)s. Chọn người khác.")
            % {"member": member.user, "product": track.dossier.product, "why": why},
            fields=[f"t{track.pk}"],
        )
    return member


@use_case
def save_field(*, actor: User, track: Track, field: str, value: str, was: str | None) -> Appraisal:
    """Save one level that the evidence bears out, one note or one fact."""
    current = _locked(actor, track)
    _require_open(current)
    sheet = rulebook(track.round).sheet(track.dossier.set_code)
    old = put(sheet, current, field, value, was)
    current.save()
    audit.record(actor, "evaluation.appraisal.saved", current, field=field, old=old, new=value)
    return current


@use_case
def record_visit(
    *,
    actor: User,
    track: Track,
    papers: str,
    visited_on: date | None,
    visitors: str,
    findings: str,
    version: int | None = None,
) -> Appraisal:
    """What the group found in the papers and at the place of production; version: of the appraisal that the page showed."""
    current = _locked(actor, track, version=version)
    _require_open(current)
    if visited_on and visited_on > clock.today():
        raise Refused(_("Ngày kiểm tra không ở sau hôm nay."), fields=["visited_on"])
    current.papers, current.findings = papers.strip(), findings.strip()
    current.visited_on, current.visitors = visited_on, visitors.strip()
    current.save()
    audit.record(
        actor,
        "evaluation.appraisal.visited",
        current,
        visited_on=visited_on,
        papers=papers,
        findings=findings,
    )
    return current


@use_case
def hand_over(*, actor: User, track: Track) -> Appraisal:
    """The members see the appraisal beside their sheets from now on."""
    current = _locked(actor, track)
    _require_open(current)
    if not (current.answers or current.notes or current.papers or current.findings):
        raise Refused(_("Chưa ghi kết quả nào."))
    current.handed_over_at, current.handed_over_by = clock.now(), actor
    current.save()
    audit.record(actor, "evaluation.appraisal.handed_over", current)
    return current


@use_case
def take_back(*, actor: User, track: Track) -> Appraisal:
    """To mend it; members do not see it meanwhile."""
    current = _locked(actor, track)
    if not current.is_handed_over:
        raise Refused(_("Chưa gửi hội đồng."))
    current.handed_over_at = current.handed_over_by = None
    current.save()
    audit.record(actor, "evaluation.appraisal.taken_back", current)
    return current
