"""From signed sheets to results, decisions and what goes up to the next level."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.certificates.actions.certificates import Recognition, hold_numbers, issue
from ocop.core import audit, clock
from ocop.core.errors import Refused, stated
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill, sentences
from ocop.criteria.rulebook import processes
from ocop.dossiers.actions.rounds import require_same_rules, require_upper
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.dossiers.states import dossier_moves, round_moves
from ocop.people.actions import head_office, notify
from ocop.people.models import User
from ocop.rules.deciding import (
    Verdict,
    lacks_competence,
    rounded,
)
from ocop.rules.processes import process_in_force
from ocop.rules.reasons import Reason

from .. import policy
from ..enums import DecisionState, TrackState
from ..models import Decision, Track
from ..queries.boards import has_gone_up
from ..queries.results import (
    NOBODY,
    agreement_of,
    attendance_of,
    competence_of,
    going_up,
    result_of,
)
from ..states import decision_moves, track_moves


@use_case
def conclude(*, actor: User, track: Track) -> Track:
    """The council concludes on a product: quorum, all sheets signed, members reconciled; then mean and stars stand."""
    require(policy.runs_round(actor, track.round))
    current = track.locked()
    current.round, current.dossier = track.round, track.dossier
    sheets = list(track.sheets.select_related("member__user"))
    if not sheets:
        raise Refused(_("Chưa có phiếu nào của sản phẩm này; bắt đầu chấm điểm trước."))
    if unsigned := [sheet for sheet in sheets if not sheet.is_signed]:
        names = "; ".join(str(sheet.member.user) for sheet in unsigned)
        raise Refused(
            _("Còn %(n)d phiếu chưa ký: %(names)s. Nhắc ký, nhập phiếu giấy hoặc miễn chấm.")
            % {"n": len(unsigned), "names": names}
        )
    result = result_of(
        current,
        sheets,
        attendance=attendance_of(track.round) or NOBODY,
    )
    if result.verdict in (Verdict.NO_QUORUM, Verdict.RECONCILE):
        raise Refused(sentences(result.reasons))
    track_moves.apply(current, to=TrackState.CONCLUDED)
    current.points_sum, current.sheets_counted = sum(s.total for s in sheets), len(sheets)
    current.mean_total = rounded(result.mean, 4) if result.mean is not None else None
    current.spread, current.stars = result.spread, result.stars
    current.reasons = [reason.as_data() for reason in (*result.reasons, *result.needs_person)]
    current.agreement = agreement_of(current, sheets)
    current.concluded_at = clock.now()
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


@use_case
def draft_decision(*, actor: User, round: Round, fields: dict[str, Any]) -> Decision:
    """The decision on the results of a round, to be signed outside."""
    require(policy.runs_round(actor, round))
    current = round.locked()
    if current.state != RoundState.CONCLUDED:
        raise Refused(_("Đợt chưa kết luận. Kết luận đợt rồi dự thảo quyết định."))
    drafts = current.decisions.filter(state=DecisionState.DRAFT)
    decision = drafts.first() or Decision(round=current)
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.save()
    audit.record(actor, "evaluation.decision.drafted", decision)
    return decision


@use_case
def send_back(*, actor: User, track: Track, reason: str) -> Track:
    """The council gives a dossier back without a rank; the producer may complete it for another round."""
    require(policy.runs_round(actor, track.round))
    reason = stated(reason, _("Nêu lý do trả lại."))
    current = track.locked()
    track_moves.apply(current, to=TrackState.CONCLUDED)
    current.stars = 0
    current.reasons = [Reason("returned", {"why": reason.rstrip(".")}).as_data()]
    current.concluded_at = clock.now()
    current.save()
    audit.record(actor, "evaluation.track.sent_back", current, reason=reason)
    return current


@use_case
def issue_decision(*, actor: User, decision: Decision, number: str, signed_on: date) -> Decision:
    """The signed decision takes effect: certificates are made, dossiers go up, results are public, all at once.

    Refused when the level may not recognise, on the day of signing, what it is to recognise.
    """
    require(policy.runs_round(actor, decision.round))
    current = decision.locked()
    if not number.strip():
        raise Refused(_("Nhập số quyết định."), fields=["number"])
    if signed_on > clock.today():
        raise Refused(_("Ngày ký không ở sau hôm nay."), fields=["signed_on"])
    if current.valid_from and current.valid_from < signed_on:
        raise Refused(
            _("Giấy có hiệu lực từ %(day)s, trước ngày ký. Sửa dự thảo hoặc ngày ký.")
            % {"day": f"{current.valid_from:%d/%m/%Y}"},
            fields=["signed_on"],
        )
    first = current.valid_from or signed_on
    if current.valid_to and current.valid_to < first:
        raise Refused(
            _("Giấy có giá trị đến %(last)s, trước ngày có hiệu lực %(first)s. Sửa dự thảo.")
            % {"last": f"{current.valid_to:%d/%m/%Y}", "first": f"{first:%d/%m/%Y}"},
            fields=["signed_on"],
        )
    decision_moves.apply(current, to=DecisionState.ISSUED)
    current.number, current.signed_on = number.strip(), signed_on
    current.save()
    round = decision.round
    tracks = list(
        round.tracks.filter(state=TrackState.CONCLUDED).select_related(
            "dossier__product__producer__place__district",
            "dossier__product__producer__place__province",
        )
    )
    hold_numbers([round.place, *(t.dossier.product.producer.place for t in tracks)])
    for track in tracks:
        track.round = round
        _settle(actor, current, track)
    fresh = round.locked()
    round_moves.apply(fresh, to=RoundState.PUBLISHED)
    fresh.save()
    audit.record(actor, "evaluation.decision.issued", current, number=number, signed_on=signed_on)
    return current


def _require_competence(track: Track, stars: int, signed_on: date) -> None:
    """Who may recognise how many stars follows from the day of signing, whatever the round was opened under."""
    in_force = process_in_force(signed_on, processes())
    if in_force is None:
        raise Refused(_("Ngày ký ở trước mọi quy trình đã biết."), fields=["signed_on"])
    if reason := lacks_competence(stars, track.level, in_force):
        raise Refused(f"{track.dossier.product}: {sentences([reason])}", fields=["signed_on"])


def _settle(actor: User, decision: Decision, track: Track) -> None:
    """Carry a concluded result out, from what was kept of it: recognise, pass up, or close."""
    recognised, passes_up, potential = competence_of(track)
    track.decision = decision
    if recognised:
        assert decision.signed_on is not None
        _require_competence(track, recognised, decision.signed_on)
        track.certificate = issue(
            Recognition(
                product=track.dossier.product,
                office=track.round.place,
                issuing_office=head_office(track.round.place),
                process=rulebook(track.round).process,
                stars=recognised,
                decision_number=decision.number,
                signed_on=decision.signed_on,
                valid_from=decision.valid_from,
                valid_to=decision.valid_to,
                is_potential_five=potential,
                authority=decision.authority,
                signer_title=decision.signer_title,
                signer=decision.signer,
            )
        )
    if passes_up:
        pass_up(actor, track)
        to = TrackState.RECOGNISED if recognised else TrackState.PASSED_UP
    else:
        to = (
            TrackState.RECOGNISED
            if recognised
            else TrackState.RESULT_ONLY
            if track.stars
            else TrackState.NOT_RANKED
        )
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
        title=fill(gettext_lazy("Kết quả đánh giá: %(product)s"), product=track.dossier.product),
        body=track.decided_reasons,
        url=f"/danh-gia/ho-so/{track.dossier_id}/",
    )


@use_case
def choose_upper(*, actor: User, round: Round, upper: Round | None) -> Round:
    """Say later to which round above the dossiers go, or to none; those whose decision is issued go there at once."""
    require(policy.runs_round(actor, round))
    current = round.locked()
    if has_gone_up(current):
        raise Refused(_("Đã có hồ sơ chuyển lên đợt đã chọn."))
    if upper is not None:
        require_upper(current, upper.locked())
    current.upper = upper
    current.save()
    if current.state == RoundState.PUBLISHED:
        for track in going_up(current):
            pass_up(actor, track)
    audit.record(actor, "evaluation.round.upper_chosen", current, upper=current.upper_id)
    return current


def pass_up(actor: User, track: Track) -> None:
    """The whole dossier goes to the next level's round, where a council of its own scores anew."""
    upper = track.round.upper
    if upper is None:
        return
    require_same_rules(track.round, upper)
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
