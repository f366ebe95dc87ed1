"""The commune's step where the process has no council there (Decision 1489/QĐ-TTg): assess, report, pass upward."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ocop.core import audit, clock
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.dossiers.enums import BEFORE_SCORING
from ocop.dossiers.rulebook import assessed_criteria, has_council
from ocop.people.models import User

from .. import policy
from ..enums import Finding, TrackState
from ..models import Assessment, Track
from ..states import track_moves
from .results import pass_up


def _locked(actor: User, track: Track) -> Track:
    require(policy.runs_round(actor, track.round) and not has_council(track.round))
    current = track.locked()
    current.round, current.dossier = track.round, track.dossier
    return current


@use_case
def assess(
    *, actor: User, track: Track, findings: Mapping[str, list[str]], fields: dict[str, Any]
) -> Assessment:
    """Write down what the meeting of the commune found. findings: criterion → [finding, note]."""
    current = _locked(actor, track)
    if current.state != TrackState.WAITING:
        raise Refused(_("Báo cáo đã chốt. Mở lại trước khi sửa."))
    known = {c["code"] for c in assessed_criteria(current.round)}
    kept = {
        code: [finding, note.strip()]
        for code, (finding, note) in findings.items()
        if code in known and (finding in Finding.values or not finding)
    }
    assessment, _made = Assessment.objects.update_or_create(
        track=current, defaults={"findings": kept, "assessed_by": actor, **fields}
    )
    audit.record(actor, "evaluation.assessment.saved", assessment, findings=kept)
    return assessment


@use_case
def close(*, actor: User, track: Track) -> Track:
    """The report is as the meeting passed it: print it and have it signed."""
    current = _locked(actor, track)
    assessment = Assessment.objects.filter(track=current).first()
    given = assessment.findings if assessment else {}
    lacking = [
        c["name"] for c in assessed_criteria(current.round) if not given.get(c["code"], [""])[0]
    ]
    if lacking:
        raise Refused(_("Chưa đánh giá: %(what)s.") % {"what": "; ".join(lacking)})
    track_moves.apply(current, to=TrackState.CONCLUDED)
    current.concluded_at = clock.now()
    current.save()
    audit.record(actor, "evaluation.assessment.closed", current, findings=given)
    return current


@use_case
def reopen(*, actor: User, track: Track) -> Track:
    """Before the dossier goes up, the report may still be mended."""
    current = _locked(actor, track)
    track_moves.apply(current, to=TrackState.WAITING)
    current.concluded_at = None
    current.save()
    audit.record(actor, "evaluation.assessment.reopened", current)
    return current


@use_case
def forward(*, actor: User, track: Track, number: str, signed_on: date) -> Track:
    """The signed report goes up with the whole dossier; the next level's council scores it."""
    current = _locked(actor, track)
    if not number.strip():
        raise Refused(_("Nhập số báo cáo."), fields=["number"])
    if signed_on > clock.today():
        raise Refused(_("Ngày ký không ở sau hôm nay."), fields=["signed_on"])
    upper = current.round.upper
    if upper is None or upper.state not in BEFORE_SCORING:
        raise Refused(_("Đợt của cấp trên chưa có hoặc không còn nhận hồ sơ."))
    assessment = current.assessment
    assessment.report_number, assessment.report_date = number.strip(), signed_on
    assessment.save()
    track_moves.apply(current, to=TrackState.PASSED_UP)
    current.save()
    pass_up(actor, current)
    audit.record(
        actor, "evaluation.assessment.forwarded", current, number=number, signed_on=signed_on
    )
    return current
