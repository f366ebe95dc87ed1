"""The papers of a round: its facts from the database for `ocop.official`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.http import Http404, HttpResponse
from django.utils import timezone

from ocop.core import audit
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.official import facts
from ocop.official.papers import KINDS, is_due
from ocop.people.offices import office_of
from ocop.rules.reasons import Reason
from ocop.stationery.printing import sent

from ..enums import ConflictSource, RevisionKind
from ..models import Appraisal, Conflict, CouncilMember, Decision, Session, SheetRevision, Track


def round_of(round: Round) -> facts.Round:
    """A round as its papers tell it, products that are concluded only: 12 queries."""
    council, book = round.council, rulebook(round)
    session = getattr(council, "session", None)
    here = set(session.attendances.values_list("member_id", flat=True)) if session else set()
    members = list(council.members.select_related("user", "organisation"))
    tracks = list(
        round.tracks.filter(concluded_at__isnull=False)
        .select_related("dossier__product", "dossier__producer__place")
        .prefetch_related("sheets", "discussions")
        .order_by("position", "pk")
    )
    said = _said(tracks)
    return facts.Round(
        office=office_of(round.place),
        number=round.number,
        year=round.year,
        edition_name=book.edition.name,
        edition_decision=book.edition.decision,
        edition_digest=round.edition_digest,
        council_decision_number=council.decision_number,
        council_decision_date=council.decision_date,
        seats=tuple(
            facts.Seat(
                name=str(m.user),
                role=m.role,
                position=", ".join(str(word) for word in (m.position, m.organisation) if word),
                votes=m.votes,
                is_present=m.pk in here,
            )
            for m in members
        ),
        products=tuple(
            _assessed(track, book.sheet(track.dossier.set_code).name, members, said[track.pk])
            for track in tracks
        ),
        max_spread=book.process.value("max_spread"),
        opened=timezone.localtime(began(session)) if session else None,
        closed=timezone.localtime(session.closed_at) if session and session.closed_at else None,
        venue=session.venue if session else "",
        remarks=session.remarks if session else "",
        upper=round.upper.place.name if round.upper else "",
        seal=audit.seal(session, "evaluation.session.closed") if session else "",
        watermark=facts.mark(is_demo=round.is_demo),
    )


def began(session: Session) -> datetime:
    """When a session began: when the first member signed in, else as planned, but never after it ended."""
    return session.opened_at or min(session.starts_at, session.closed_at or session.starts_at)


def _said(tracks: list[Track]) -> dict[int, str]:
    """What the minutes say of each product's discussion: who does not score it, the working group's findings, scores
    that were changed, notes; 3 queries."""
    found: dict[int, list[str]] = {track.pk: [] for track in tracks}
    barred: dict[int, list[str]] = {}
    conflicts = Conflict.objects.filter(track__in=tracks, member__votes=True)
    for conflict in (
        conflicts.exclude(source=ConflictSource.EXCUSED)
        .select_related("member__user")
        .order_by("member__order", "pk")
    ):
        barred.setdefault(conflict.track_id, []).append(str(conflict.member.user))
    for pk, names in barred.items():
        found[pk].append(f"Không chấm vì xung đột lợi ích: {'; '.join(names)}.")
    for appraisal in Appraisal.objects.filter(track__in=tracks, handed_over_at__isnull=False):
        if said := " ".join(filter(None, (appraisal.papers, appraisal.findings))):
            found[appraisal.track_id].append(f"Tổ giúp việc: {said}")
    before: dict[int, int] = {}
    revisions = SheetRevision.objects.filter(sheet__track__in=tracks)
    for revision in revisions.select_related("sheet__member__user"):
        sheet = revision.sheet
        if revision.kind == RevisionKind.RESCORED:
            found[sheet.track_id].append(
                f"{sheet.member.user} sửa từ {before[sheet.pk]} thành {revision.total} điểm: {revision.reason}"
            )
        before[sheet.pk] = revision.total
    for track in tracks:
        found[track.pk] += [note.text for note in track.discussions.all()]
    return {pk: "\n".join(texts) for pk, texts in found.items()}


def _assessed(
    track: Track, set_name: str, members: list[CouncilMember], said: str
) -> facts.Assessed:
    totals = {s.member_id: s.total for s in track.sheets.all() if s.is_signed}
    product, producer = track.dossier.names
    return facts.Assessed(
        product=product,
        producer=producer,
        place=track.dossier.producer.place.name,
        set_name=set_name,
        totals=tuple(totals.get(m.pk) for m in members if m.votes),
        mean=Fraction(track.points_sum or 0, track.sheets_counted or 1),
        mean_printed=track.mean_printed or Decimal(0),
        spread=track.spread or 0,
        stars=track.stars or 0,
        reasons=tuple(Reason.from_data(reason) for reason in track.reasons),
        discussion=said,
    )


def decision_of(decision: Decision | None) -> facts.Decision:
    if decision is None:
        return facts.Decision()
    return facts.Decision(
        number=decision.number,
        signed_on=decision.signed_on,
        authority=decision.authority,
        title=decision.signer_title,
        signer=decision.signer,
        valid_from=decision.valid_from,
        valid_to=decision.valid_to,
    )


def download(round: Round, decision: Decision | None, kind: str, suffix: str) -> HttpResponse:
    """A document of a round as PDF or Word."""
    if kind not in KINDS or not hasattr(round, "council"):
        raise Http404
    known = round_of(round)
    if not is_due(kind, known):
        raise Http404
    made = KINDS[kind](known, decision_of(decision))
    return sent(kind, made, round.place, f"{kind}-dot-{round.number}-{round.year}", suffix)
