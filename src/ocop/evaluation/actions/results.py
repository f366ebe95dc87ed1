"""From signed sheets to results, decisions and what goes up to the next level."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.people.actions import notify
from ocop.people.models import User
from ocop.rules.deciding import Attendance, Result, Verdict, quorum, rounded
from ocop.rules.reasons import Reason
from ocop.rules.rulebook import Filled

from .. import policy
from ..enums import CouncilRole, DecisionState, DossierState, RoundState, TrackState
from ..models import Decision, Round, ScoreSheet, Track
from ..rulebook import rulebook
from ..states import decision_moves, dossier_moves, round_moves, track_moves
from .certificates import issue


def attendance_of(round: Round) -> Attendance | None:
    """Who is at the session, None where the council has not met yet: 1 query."""
    session = getattr(getattr(round, "council", None), "session", None)
    if session is None:
        return None
    members = [m for m in round.council.members.all() if m.votes]
    here = set(session.attendances.values_list("member_id", flat=True))
    chair = any(m.pk in here for m in members if m.role == CouncilRole.CHAIR)
    return Attendance(len(members), sum(m.pk in here for m in members), chair)


def quorum_reasons(round: Round) -> tuple[Reason, ...]:
    """Why the council may not conclude; nothing when it may."""
    return quorum(attendance_of(round) or Attendance(1, 0, False), rulebook(round).process)


def result_of(
    track: Track, sheets: list[ScoreSheet], *, attendance: Attendance | None = None
) -> Result:
    """What the signed sheets of a product amount to at its level."""
    return rulebook(track.round).decide(
        track.dossier.set_code,
        [Filled(str(sheet.member_id), sheet.answers, sheet.facts) for sheet in sheets],
        level=track.level,
        attendance=attendance,
    )


@use_case
def conclude(*, actor: User, track: Track) -> Track:
    """The council concludes on a product: quorum, all sheets signed, members reconciled; then mean and stars stand."""
    require(policy.runs_round(actor, track.round))
    current = track.locked()
    current.round, current.dossier = track.round, track.dossier
    sheets = list(track.sheets.select_related("member"))
    unsigned = [sheet for sheet in sheets if not sheet.is_signed]
    if unsigned or not sheets:
        raise Refused(
            _("Còn %(n)d phiếu chưa ký.") % {"n": len(unsigned) or current.sheets_expected}
        )
    result = result_of(
        current, sheets, attendance=attendance_of(track.round) or Attendance(1, 0, False)
    )
    if result.verdict in (Verdict.NO_QUORUM, Verdict.RECONCILE):
        raise Refused(" ".join(reason.text() for reason in result.reasons))
    track_moves.apply(current, to=TrackState.CONCLUDED)
    current.points_sum, current.sheets_counted = sum(s.total for s in sheets), len(sheets)
    current.mean_total = rounded(result.mean, 4) if result.mean is not None else None
    current.spread, current.stars = result.spread, result.stars
    current.reasons = [reason.as_data() for reason in (*result.reasons, *result.needs_person)]
    current.agreement = agreement_of(current, sheets)
    current.concluded_at = timezone.now()
    current.save()
    audit.record(
        actor,
        "evaluation.track.concluded",
        current,
        points_sum=current.points_sum,
        sheets=current.sheets_counted,
        stars=current.stars,
        digest=current.rules_digest,
    )
    return current


def agreement_of(track: Track, sheets: list[ScoreSheet]) -> float | None:
    """Krippendorff's alpha over the criteria, as shares of their maxima."""
    from ocop.rules.agreement import krippendorff_alpha

    leaves = rulebook(track.round).sheet(track.dossier.set_code).leaves
    rows = [
        [
            leaf.points[s.answers[leaf.code]] / leaf.max_points if leaf.code in s.answers else None
            for leaf in leaves
        ]
        for s in sheets
    ]
    alpha = krippendorff_alpha(rows) if len(rows) > 1 else None
    return None if alpha is None else round(alpha, 4)


@use_case
def draft_decision(*, actor: User, round: Round, fields: dict[str, Any]) -> Decision:
    """The decision on the results of a round, to be signed outside."""
    require(policy.runs_round(actor, round))
    if round.state != RoundState.CONCLUDED:
        raise Refused(_("Đợt chưa kết luận."))
    decision = round.decisions.filter(state=DecisionState.DRAFT).first() or Decision(round=round)
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.save()
    audit.record(actor, "evaluation.decision.drafted", decision)
    return decision


@use_case
def issue_decision(*, actor: User, decision: Decision, number: str, signed_on: date) -> Decision:
    """The signed decision takes effect: certificates are made, dossiers go up, results are public, all at once."""
    require(policy.runs_round(actor, decision.round))
    current = decision.locked()
    if not number.strip():
        raise Refused(_("Nhập số quyết định."), fields=["number"])
    decision_moves.apply(current, to=DecisionState.ISSUED)
    current.number, current.signed_on = number.strip(), signed_on
    current.save()
    round = decision.round
    for track in round.tracks.filter(state=TrackState.CONCLUDED).select_related(
        "dossier__product__producer__place__district",
        "dossier__product__producer__place__province",
        "round",
    ):
        _settle(actor, current, track)
    fresh = round.locked()
    round_moves.apply(fresh, to=RoundState.PUBLISHED)
    fresh.save()
    audit.record(actor, "evaluation.decision.issued", current, number=number, signed_on=signed_on)
    return current


def _settle(actor: User, decision: Decision, track: Track) -> None:
    """Carry a concluded result out: recognise, pass up, or close."""
    track.round = decision.round
    result = result_of(track, list(track.sheets.select_related("member")))
    track.decision = decision
    if result.recognised_stars:
        issue(
            decision=decision,
            track=track,
            stars=result.recognised_stars,
            is_potential_five=result.is_potential_five,
        )
    if result.passes_up:
        _pass_up(actor, track)
        to = TrackState.RECOGNISED if result.recognised_stars else TrackState.PASSED_UP
    else:
        to = TrackState.RECOGNISED if result.recognised_stars else TrackState.NOT_RANKED
        dossier = track.dossier
        if dossier.state == DossierState.ACCEPTED:
            dossier_moves.apply(dossier, to=DossierState.CONCLUDED)
            dossier.due_on = None
            dossier.save()
    track_moves.apply(track, to=to)
    track.save()
    notify(
        User.objects.filter(
            memberships__producer=track.dossier.producer_id, memberships__until=None
        ),
        kind="evaluation.result",
        title=_("Kết quả đánh giá: %(product)s") % {"product": track.dossier.product},
        body=" ".join(reason.text() for reason in result.reasons),
        url=f"/danh-gia/ho-so/{track.dossier_id}/",
    )


def _pass_up(actor: User, track: Track) -> None:
    """The whole dossier goes to the next level's round, where a council of its own scores anew."""
    upper = track.round.upper
    if upper is None:
        return
    made, is_new = Track.objects.get_or_create(
        dossier=track.dossier,
        round=upper,
        defaults={
            "level": upper.level,
            "position": upper.tracks.count() + 1,
            "rules_digest": upper.edition_digest,
        },
    )
    if is_new:
        audit.record(
            actor,
            "evaluation.dossier.passed_up",
            track.dossier,
            from_level=track.level,
            to_level=made.level,
        )
