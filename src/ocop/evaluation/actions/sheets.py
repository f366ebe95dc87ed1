"""Score sheets: a choice at a time, signed, reopened, changed in reconciliation, typed from paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.compiled import Insert, Select, Update
from ocop.core.errors import NotYours, Refused, stated
from ocop.core.models import VERSION_FIELDS
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill
from ocop.criteria.sheet_inputs import put
from ocop.dossiers.enums import RoundState
from ocop.dossiers.rulebook import rulebook
from ocop.people.actions import notify
from ocop.people.models import User
from ocop.rules.model import Sheet
from ocop.rules.scoring import Score

from .. import policy
from ..enums import RevisionKind, SheetOrigin, SheetState, TrackState
from ..models import Discussion, PaperEntry, ScoreSheet, SheetRevision, Track
from ..queries.boards import typings_of
from ..states import sheet_moves, track_moves

LONGEST_DISCUSSION = 5000
SCORED_FIELDS = ("answers", "comments", "facts", "total", "parts", "answered", "is_disqualified")
SCORING_FIELDS = (
    *SCORED_FIELDS,
    "version",
    "state",
    "member__user_id",
    "track__round__state",
    "track__round__edition_id",
    "track__round__edition_digest",
    "track__round__process_code",
    "track__round__settings",
    "track__round__confirmed_requirements",
    "track__dossier__set_code",
)
_held = Select(
    lambda pk: (
        ScoreSheet.objects.select_for_update(of=("self",))
        .select_related("member", "track__round", "track__dossier")
        .only(*SCORING_FIELDS)
        .filter(pk=pk)
        .order_by()
    ),
    pk=ScoreSheet._meta.pk,
)
_keep_scores = Update(ScoreSheet, *SCORED_FIELDS, *VERSION_FIELDS)
_keep_signed = Update(ScoreSheet, *SCORED_FIELDS, "state", "origin", "signed_at", *VERSION_FIELDS)
_keep_count = Update(Track, "sheets_signed")
_signed_of = Select(
    lambda track: (
        ScoreSheet.objects.filter(track=track, state=SheetState.SIGNED).only("pk").order_by()
    ),
    track=ScoreSheet._meta.get_field("track"),
)
_add_revision = Insert(SheetRevision)
_add_typing = Insert(PaperEntry)


def _locked(sheet: ScoreSheet) -> ScoreSheet:
    """The row and its product as they are now, with what the page already loaded around them: a product may have been
    concluded since, and two who sign at once must both be counted. The product first, as everywhere."""
    track = sheet.track.locked()
    track.round, track.dossier = sheet.track.round, sheet.track.dossier
    current = sheet.locked()
    current.track, current.member = track, sheet.member
    return current


def _locked_to_score(sheet_id: int) -> ScoreSheet:
    """The row as it is now, with no more around it than scoring needs: 1 query. The most frequent write of all."""
    try:
        return _held.get(pk=sheet_id)
    except ScoreSheet.DoesNotExist as error:
        raise NotYours from error


def scored(sheet: ScoreSheet) -> Score:
    """What a sheet's answers amount to under the rules of its round."""
    track = sheet.track
    return rulebook(track.round).score(track.dossier.set_code, sheet.answers, sheet.facts)


def keep_totals(sheet: ScoreSheet) -> Score:
    """Totals beside the answers: rankings and boards never read single scores."""
    track, score = sheet.track, scored(sheet)
    sheet.total, sheet.parts = score.total, dict(score.parts)
    sheet.answered = rulebook(track.round).answered(track.dossier.set_code, sheet.answers)
    sheet.is_disqualified = bool(score.gates)
    return score


@dataclass(frozen=True, slots=True)
class Saved:
    """A sheet after a choice was saved, and what it amounts to now."""

    sheet: ScoreSheet
    score: Score


@use_case
def save_field(*, actor: User, sheet_id: int, field: str, value: str, was: str | None) -> Saved:
    """Save one choice, comment or fact of a member's own sheet.

    4 statements besides the person's own: the sheet, its update, and the two of the audit trail.
    """
    current = _locked_to_score(sheet_id)
    require(policy.scores_sheet(actor, current))
    if current.is_signed:
        raise Refused(_("Phiếu đã ký, không sửa được nữa."))
    track = current.track
    old = put(rulebook(track.round).sheet(track.dossier.set_code), current, field, value, was)
    score = keep_totals(current)
    current.save_by(_keep_scores)
    audit.record(actor, "evaluation.sheet.saved", current, field=field, old=old, new=value)
    return Saved(current, score)


@use_case
def sign(*, actor: User, sheet: ScoreSheet) -> ScoreSheet:
    """A member signs the own sheet: from now on it is read-only, and others' sheets of the product become visible."""
    current = _locked(sheet)
    require(policy.scores_sheet(actor, current))
    _sign(actor, current, scored(current))
    audit.record(actor, "evaluation.sheet.signed", current, total=current.total)
    return current


def _sign(actor: User, sheet: ScoreSheet, score: Score) -> None:
    _require_whole(sheet, score)
    sheet_moves.apply(sheet, to=SheetState.SIGNED)
    sheet.signed_at = clock.now()
    sheet.save_by(_keep_signed)
    _revision(actor, sheet, RevisionKind.SIGNED)
    _count_signed(sheet.track)


def _require_whole(sheet: ScoreSheet, score: Score) -> None:
    if lacking := score.unanswered:
        rules_sheet = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code)
        numbers = ", ".join(rules_sheet.leaf(code).number for code in lacking)
        raise Refused(
            _("Còn %(n)d tiêu chí chưa chấm: %(numbers)s. Chấm đủ rồi ký phiếu.")
            % {"n": len(lacking), "numbers": numbers},
            fields=lacking,
        )


def _revision(
    actor: User,
    sheet: ScoreSheet,
    kind: str,
    reason: str = "",
    changes: Mapping[str, list[str]] | None = None,
) -> None:
    _add_revision.run(
        SheetRevision(
            sheet=sheet,
            kind=kind,
            answers=sheet.answers,
            total=sheet.total,
            reason=reason,
            changes=changes or {},
            by=actor,
        )
    )


def _count_signed(track: Track) -> None:
    track.sheets_signed = len(_signed_of.rows(track=track.pk))
    _keep_count.run(track)


@use_case
def reopen(*, actor: User, sheet: ScoreSheet, reason: str) -> ScoreSheet:
    """Only the secretary opens a signed sheet again, with a reason; what was signed is kept."""
    require(policy.is_secretary_of(actor, sheet.track.round))
    reason = stated(reason, _("Nêu lý do mở lại phiếu."))
    current = _locked(sheet)
    if current.track.round.state != RoundState.SCORING or current.track.concluded_at:
        raise Refused(_("Sản phẩm đã kết luận, không mở lại phiếu được."))
    sheet_moves.apply(current, to=SheetState.OPEN)
    current.signed_at = None
    current.save()
    _revision(actor, current, RevisionKind.REOPENED, reason)
    _count_signed(current.track)
    audit.record(actor, "evaluation.sheet.reopened", current, reason=reason)
    return current


@use_case
def rescore(
    *, actor: User, sheet: ScoreSheet, levels: Mapping[str, str], reason: str
) -> ScoreSheet:
    """In reconciliation a member changes own scores after discussion; the old ones are kept, with the reason.

    levels: criterion code → the level now; those that stay as they are count for nothing.
    """
    current = _locked(sheet)
    require(policy.scores_sheet(actor, current))
    if not policy.rescores(actor, current):
        raise Refused(_("Chỉ sửa điểm khi hội đồng đang thống nhất lại."))
    wanted = {code: lv for code, lv in levels.items() if current.answers.get(code) != lv}
    if not wanted:
        raise Refused(_("Chưa đổi tiêu chí nào."))
    reason = stated(reason, _("Nêu lý do sửa điểm."))
    rules_sheet = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code)
    changes = {
        code: [put(rules_sheet, current, f"a:{code}", level, None), level]
        for code, level in wanted.items()
    }
    before = current.total
    _require_whole(current, keep_totals(current))
    current.save()
    _revision(actor, current, RevisionKind.RESCORED, reason, changes)
    audit.record(
        actor,
        "evaluation.sheet.rescored",
        current,
        changes=changes,
        before=before,
        after=current.total,
        reason=reason,
    )
    return current


@use_case
def discuss(*, actor: User, track: Track, text: str) -> Discussion:
    """A note of what the council said about a product; it goes into the minutes."""
    require(policy.discusses(actor, track))
    text = stated(text, _("Nội dung trao đổi còn trống."), field="text", most=LONGEST_DISCUSSION)
    note = Discussion.objects.create(track=track, by=actor, text=text)
    audit.record(actor, "evaluation.track.discussed", track, text=text)
    return note


@use_case
def start_reconciling(*, actor: User, track: Track) -> Track:
    """The council talks a product over whose totals lie too far apart; members, who are told, may then change own
    scores."""
    require(policy.runs_round(actor, track.round))
    current = track.locked()
    if current.sheets_signed < current.sheets_expected:
        raise Refused(
            _("Còn %(n)d phiếu chưa ký; chờ đủ phiếu rồi mở thống nhất lại.")
            % {"n": current.sheets_expected - current.sheets_signed}
        )
    track_moves.apply(current, to=TrackState.RECONCILING)
    current.save()
    notify(
        User.objects.filter(seats__sheets__track=current, seats__sheets__state=SheetState.SIGNED),
        kind="evaluation.reconciling",
        title=fill(gettext_lazy("Mở thống nhất lại: %(product)s"), product=track.dossier.product),
        body=gettext_lazy(
            "Điểm các thành viên lệch nhau. Xem bảng điểm, sửa điểm của bạn nếu cần."
        ),
        url=f"/danh-gia/san-pham/{track.pk}/",
    )
    audit.record(actor, "evaluation.track.reconciling", current)
    return current


@dataclass(frozen=True, slots=True)
class Typed:
    """A paper sheet after one of its typings, and where both differ."""

    sheet: ScoreSheet
    differing: Sequence[str]


@use_case
def type_paper(
    *,
    actor: User,
    sheet: ScoreSheet,
    number: int,
    answers: Mapping[str, str],
    facts: Sequence[str] = (),
) -> Typed:
    """The secretary types a paper sheet in, twice; what was typed stays as it is, differences are settled after.

    When both typings agree they become the member's sheet, signed on paper.
    """
    current = _locked_to_type(actor, sheet)
    rules_sheet = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code)
    wrong = [
        code
        for code, level in answers.items()
        if code not in rules_sheet.by_code or level not in rules_sheet.by_code[code].points
    ]
    if wrong:
        raise Refused(
            _("Mức không có trong tiêu chí: %(codes)s.") % {"codes": ", ".join(wrong)}, fields=wrong
        )
    known = [rule.id for rule in rules_sheet.facts if rule.id in facts]
    typed = ScoreSheet(track=current.track, answers=dict(answers), facts=known)
    if lacking := scored(typed).unanswered:
        raise Refused(_("Còn %(n)d tiêu chí chưa nhập.") % {"n": len(lacking)}, fields=lacking)
    entries = typings_of(current)
    entry = entries.setdefault(number, PaperEntry(sheet=current, number=number))
    entry.answers, entry.facts = typed.answers, known
    entry.is_done, entry.typed_by = True, actor
    if entry.pk is None:
        _add_typing.run(entry)
    else:
        entry.save()
    differing = _differing(rules_sheet, entries.values())
    _take_over(actor, current, entries.values())
    audit.record(actor, "evaluation.sheet.typed", current, number=number, differing=differing)
    return Typed(current, differing)


def _locked_to_type(actor: User, sheet: ScoreSheet) -> ScoreSheet:
    require(policy.types_paper(actor, sheet))
    current = _locked(sheet)
    if current.is_signed:
        raise Refused(_("Phiếu này đã ký."))
    if current.track.round.state != RoundState.SCORING:
        raise Refused(_("Đợt này không ở bước chấm điểm."))
    return current


def differences(sheet: ScoreSheet) -> list[str]:
    """Criteria, and facts as `f:<rule>`, in which the two typings differ, in the order of the sheet: 1 query."""
    rules_sheet = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code)
    return _differing(rules_sheet, typings_of(sheet).values())


def _differing(rules_sheet: Sheet, entries: Iterable[PaperEntry]) -> list[str]:
    done = _done(entries)
    if len(done) < 2:
        return []
    first, second = done
    return [
        leaf.code
        for leaf in rules_sheet.leaves
        if first.answers.get(leaf.code) != second.answers.get(leaf.code)
    ] + [
        f"f:{rule.id}"
        for rule in rules_sheet.facts
        if (rule.id in first.facts) != (rule.id in second.facts)
    ]


def _done(entries: Iterable[PaperEntry]) -> list[PaperEntry]:
    """The typings that were finished, the first first."""
    return sorted((e for e in entries if e.is_done), key=lambda e: e.number)


@use_case
def settle_paper(*, actor: User, sheet: ScoreSheet, right: Mapping[str, int]) -> ScoreSheet:
    """Say, of each difference, which of the two typings is as on the paper; then both agree.

    right: criterion, or `f:<rule>`, → 1 or 2.
    """
    current = _locked_to_type(actor, sheet)
    entries = typings_of(current)
    rules_sheet = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code)
    differing = _differing(rules_sheet, entries.values())
    open_still = [field for field in differing if right.get(field) not in entries]
    if not differing or open_still:
        raise Refused(
            _("Còn %(n)d chỗ khác nhau chưa chọn.") % {"n": len(open_still)}, fields=open_still
        )
    for field in differing:
        source, other = entries[right[field]], entries[3 - right[field]]
        kind, _colon, rule = field.partition(":")
        if kind == "f":
            held = rule in source.facts
            other.facts = sorted({*other.facts, rule} if held else {*other.facts} - {rule})
            source.facts = sorted(source.facts)
        elif field in source.answers:
            other.answers[field] = source.answers[field]
        else:
            other.answers.pop(field, None)
    for entry in entries.values():
        entry.save()
    _take_over(actor, current, entries.values())
    audit.record(actor, "evaluation.sheet.typings_settled", current, right=dict(right))
    return current


def _take_over(actor: User, sheet: ScoreSheet, entries: Iterable[PaperEntry]) -> None:
    """Two typings that agree become the sheet."""
    done = _done(entries)
    rules_sheet = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code)
    if len(done) < 2 or _differing(rules_sheet, done):
        return
    sheet.answers, sheet.facts = done[0].answers, done[0].facts
    sheet.origin = SheetOrigin.PAPER
    _sign(actor, sheet, keep_totals(sheet))
