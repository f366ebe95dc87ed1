"""What councils of the demo do: nine members score, most agree, one is stricter than the others, twice far too much."""

import random

from ocop.core import clock
from ocop.dossiers.actions import rounds
from ocop.dossiers.demo.filing import receive
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.rulebook import rulebook
from ocop.people.demo import account
from ocop.people.models import User
from ocop.places.scenes import Scene

from ..actions import appraisals, results, sheets
from ..models import ScoreSheet, Track
from .answers import as_seen_by, choices, near
from .councils import attend, decide, fill, sign

STRICT, STRICT_BY, FAR_TOO_STRICT_BY = "uyvien4@demo.vn", -4, -15
OTHERS_DIFFER_BY = (-2, 3)
ABSENT = "uyvien8"
LATE = ("chutich@demo.vn", "uyvien1@demo.vn", "uyvien6@demo.vn")
"""Members who still have sheets open."""
TOTALS = (66, 73, 58, 81, 62, 76, 92, 69, 47, 84, 54, 71, 64, 78, 60)
"""What products come to, about: most three stars, many four, one enough for the centre, one without a certificate."""
FIT_FOR = {92: 5, 84: 4, 81: 4}
"""Of products that come to so much every member sees all that so many stars ask for."""
CONCLUDED, APART, SIGNED, BEGUN = 12, 2, 4, 8
"""Products of the running round: concluded; with totals too far apart; signed by all; signed by some. Others wait."""
APPRAISED = 20


def decided_session(scene: Scene, officer: User, round: Round) -> None:
    """A round that is over: scored, concluded, decided; its certificates are issued."""
    with clock.travel(scene.before(60)):
        rounds.move_round(actor=officer, round=round, to=RoundState.SCORING)
        for track in _tracks(round):
            _score(track)
    with clock.travel(scene.before(55)):
        attend(round)
        _conclude(officer, _tracks(round))
    with clock.travel(scene.before(45)):
        decide(officer, round, number="02/QĐ-UBND (minh hoạ)")


def running_session(scene: Scene, officer: User, round: Round, *, late: Dossier) -> None:
    """A round on the day of its session, with products in every state. late: one that is accepted after scoring has begun."""
    with clock.travel(scene.before(12)):
        rounds.move_round(actor=officer, round=round, to=RoundState.SCORING)
        tracks = _tracks(round)
        _appraise(officer, round, tracks)
    signed = CONCLUDED + APART + SIGNED
    for number, track in enumerate(tracks[: signed + BEGUN]):
        with clock.travel(scene.before(9 - number % 7)):
            is_apart = CONCLUDED <= number < CONCLUDED + APART
            _score(
                track,
                strict_by=FAR_TOO_STRICT_BY if is_apart else STRICT_BY,
                late=() if number < signed else LATE,
            )
    with clock.travel(scene.before(1)):
        receive(late, officer=officer)
    attend(round, without=(ABSENT,))
    _conclude(officer, _tracks(round)[:CONCLUDED])
    _talk_over(officer, _tracks(round)[CONCLUDED])


def _tracks(round: Round) -> list[Track]:
    """As they are now, in the order of the session."""
    found = round.tracks.select_related("round__place", "round__edition", "dossier__product")
    return list(found.order_by("position", "pk"))


def _score(track: Track, *, strict_by: int = STRICT_BY, late: tuple[str, ...] = ()) -> None:
    """Everybody scores and signs; of those who are late the last has begun the sheet, the others have not."""
    rules_sheet = rulebook(track.round).sheet(track.dossier.set_code)
    name, total = track.dossier.product.name, TOTALS[track.position % len(TOTALS)]
    open_to = choices(rules_sheet, FIT_FOR.get(total, 0))
    common = near(rules_sheet, open_to, total, seed=name)
    mine = ScoreSheet.objects.filter(track=track).select_related(
        "member__user", "track__round__edition", "track__dossier__product"
    )
    for sheet in mine:
        login = sheet.member.user.login
        seed = f"{name}/{login}"
        differs = random.Random(seed).randint(*OTHERS_DIFFER_BY)  # noqa: S311 - the same each time
        by = strict_by if login == STRICT else differs
        answers = as_seen_by(rules_sheet, open_to, common, total + by, seed)
        if login not in late:
            fill(sheet, answers)
            sign(sheet)
        elif login == late[-1]:
            fill(sheet, dict(list(answers.items())[: len(answers) // 2]))


def _conclude(officer: User, tracks: list[Track]) -> None:
    for track in tracks:
        results.conclude(actor=officer, track=track)


def _talk_over(officer: User, track: Track) -> None:
    """The council has begun to talk over one of the two products whose totals lie too far apart."""
    sheets.start_reconciling(actor=officer, track=track)
    sheets.discuss(
        actor=account("chutich"),
        track=track,
        text="Một phiếu thấp hơn các phiếu khác trên 10 điểm; đề nghị xem lại phần B (minh hoạ).",
    )


def _appraise(officer: User, round: Round, tracks: list[Track]) -> None:
    """The working group has been to most producers and told the council what it found."""
    group = account("giupviec")
    member = round.council.members.get(user=group)
    appraisals.assign(actor=officer, round=round, chosen={track.pk: member.pk for track in tracks})
    for track in _tracks(round)[:APPRAISED]:
        appraisals.record_visit(
            actor=group,
            track=track,
            papers="Đủ giấy tờ theo danh mục (minh hoạ).",
            visited_on=clock.today(),
            visitors="Tổ giúp việc",
            findings="Cơ sở sản xuất sạch, có sổ ghi nguyên liệu (minh hoạ).",
        )
        appraisals.hand_over(actor=group, track=track)
