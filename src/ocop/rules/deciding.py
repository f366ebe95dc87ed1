"""Members' signed sheets → the council's result: quorum, reconciliation, mean, stars, who recognises, what goes up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from .caps import disputes, held_by_council
from .model import LEVEL_NAMES, Band, Rule
from .processes import Process
from .reasons import Reason
from .scoring import stars_for


class Verdict(StrEnum):
    """What the council's sheets amount to."""

    NO_QUORUM = "no_quorum"
    RECONCILE = "reconcile"
    NOT_RANKED = "not_ranked"
    RANKED = "ranked"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One member's signed sheet. `unmet`: ids of star requirements that this sheet puts below their minimum;
    `gates`: ids of gates and knock-outs that hold on it; `doubts`: of those that only warn; `open_conditions`: of
    unconfirmed conditions that would take points of it away."""

    member: str
    total: int
    unmet: frozenset[str] = frozenset()
    gates: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()
    open_conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attendance:
    """Seats that vote, those present, and whether the chair is."""

    seats: int
    present: int
    chair_present: bool


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome for one product at one level.

    `mean` is exact and compared unrounded; `mean_printed` has the two decimals of official documents.
    `recognised_stars`: what this level itself recognises, 0 for nothing. `needs_person`: warnings that a person must
    look at before the decision is drawn up. `disputed`: must-pass levels on which members differ, which would change the
    stars and which the council has not agreed on.
    """

    verdict: Verdict
    mean: Fraction | None
    spread: int
    stars: int
    recognised_stars: int
    passes_up: bool
    is_potential_five: bool
    reasons: tuple[Reason, ...]
    needs_person: tuple[Reason, ...]
    disputed: tuple[Rule, ...] = ()

    @property
    def mean_printed(self) -> Decimal | None:
        return None if self.mean is None else rounded(self.mean)


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up to two decimals, for print only (published decisions: 91,14; 90,86)."""
    unit = Decimal(1).scaleb(-places)
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)) * unit


def printed(points_sum: int, sheets: int) -> Decimal:
    return rounded(Fraction(points_sum, sheets))


def quorum_needed(seats: int, process: Process) -> int:
    """How many of the members who score must be there."""
    return ceil(seats * process.quorum_share)


def quorum(attendance: Attendance, process: Process) -> tuple[Reason, ...]:
    """Why the council may not conclude; nothing when it may (three quarters of the members, the chair among them,
    where the process says so)."""
    needed = quorum_needed(attendance.seats, process)
    lacking = []
    if attendance.present < needed:
        lacking.append(
            Reason(
                "quorum_members",
                {"present": attendance.present, "seats": attendance.seats, "needed": needed},
            )
        )
    if process.value("quorum_needs_chair") and not attendance.chair_present:
        lacking.append(Reason("quorum_chair"))
    return tuple(lacking)


def decide(
    ballots: Sequence[Ballot],
    *,
    process: Process,
    level: str,
    bands: Sequence[Band],
    requirements: Sequence[Rule] = (),
    confirmed: Collection[str] = frozenset(),
    attendance: Attendance | None = None,
    words: Mapping[str, tuple[str, str]] | None = None,
    agreed: Mapping[str, bool] | None = None,
) -> Result:
    """The result of a product at a level from the members' signed sheets.

    Whose must-pass level counts where members differ, the process says (`caps.MustPass`). A gate counts when all sheets
    have it, and when only some do the council must agree first (ours: the texts seen do not say). attendance None skips
    the quorum, for a preview. words: of each id of a gate or condition, in both languages. agreed: of requirements by id,
    whether the council settled that they are met.
    Source: Decision 1048/QĐ-TTg, 148/QĐ-TTg (mean of totals, bands, levels); rules of Tây Ninh and Đồng Tháp
    (quorum, spread of totals).
    """
    if not ballots:
        return _open(Verdict.RECONCILE, (Reason("nobody_scored"),), 0)
    totals = [ballot.total for ballot in ballots]
    spread = max(totals) - min(totals)
    if attendance is not None and (lacking := quorum(attendance, process)):
        return _open(Verdict.NO_QUORUM, lacking, spread)
    gated = [ballot for ballot in ballots if ballot.gates]
    if gated and len(gated) < len(ballots):
        return _open(
            Verdict.RECONCILE,
            (Reason("gate_disputed", {"count": len(gated), "members": len(ballots)}),),
            spread,
        )
    allowed = process.value("max_spread")
    if not gated and allowed is not None and spread > allowed:
        return _open(
            Verdict.RECONCILE, (Reason("spread", {"spread": spread, "allowed": allowed}),), spread
        )
    mean = Fraction(sum(totals), len(totals))
    if gated:
        return _gated(gated, mean, spread, words or {})
    found = _ranked(
        ballots, mean, spread, process, level, bands, requirements, confirmed, agreed or {}
    )
    hints = {
        "unconfirmed_gate": [ballot.doubts for ballot in ballots],
        "unconfirmed_condition": [ballot.open_conditions for ballot in ballots],
    }
    warned = [
        Reason(code, _words(words or {}, rule))
        for code, ids in hints.items()
        for rule in sorted(frozenset().union(*ids))
    ]
    return replace(found, needs_person=(*found.needs_person, *warned))


def _open(verdict: Verdict, reasons: tuple[Reason, ...], spread: int) -> Result:
    return Result(verdict, None, spread, 0, 0, False, False, reasons, ())


def _gated(
    gated: Sequence[Ballot], mean: Fraction, spread: int, words: Mapping[str, tuple[str, str]]
) -> Result:
    ids = sorted(frozenset().union(*(ballot.gates for ballot in gated)))
    reasons = []
    for gate in ids:
        code = "disqualified" if "disqualify" in gate.split(":") else "stopped"
        reasons.append(Reason(code, _words(words, gate)))
    return Result(Verdict.NOT_RANKED, mean, spread, 0, 0, False, False, tuple(reasons), ())


def _words(words: Mapping[str, tuple[str, str]], gate: str) -> dict[str, str]:
    vietnamese, english = words.get(gate, (gate, gate))
    return {"what": vietnamese, "what_en": english}


def _ranked(
    ballots: Sequence[Ballot],
    mean: Fraction,
    spread: int,
    process: Process,
    level: str,
    bands: Sequence[Band],
    requirements: Sequence[Rule],
    confirmed: Collection[str],
    agreed: Mapping[str, bool],
) -> Result:
    points = {"total": f"{rounded(mean):f}".replace(".", ","), "total_en": f"{rounded(mean):f}"}
    by_points = stars_for(mean, bands)
    sheets = [ballot.unmet for ballot in ballots]
    left = held_by_council(
        by_points, sheets, requirements, confirmed, way=process.value("must_pass"), agreed=agreed
    )
    recognised, passes_up, potential, outcome = competence(left.stars, mean, process, level)
    return Result(
        Verdict.RANKED,
        mean,
        spread,
        left.stars,
        recognised,
        passes_up,
        potential,
        (Reason("band", {**points, "stars": by_points}), *left.reasons(points), *outcome),
        (*left.warnings(), *disputes(left, sheets)),
        left.disputed,
    )


def lacks_competence(stars: int, level: str, process: Process) -> Reason | None:
    """Why a level may not recognise so many stars under the process of a day, with the clause; None where it may."""
    rule = process.level(level)
    if rule is not None and stars in rule.recognises:
        return None
    able = next((other for other in process.levels if stars in other.recognises), None)
    wanted = LEVEL_NAMES["centre" if level == "country" else level]
    may = LEVEL_NAMES[able.level] if able else ("—", "—")
    return Reason(
        "wrong_level",
        {
            "stars": stars,
            "level": wanted[0].lower(),
            "level_en": wanted[1].lower(),
            "able": may[0].lower(),
            "able_en": may[1].lower(),
            "decision": process.decision,
            "since": f"{process.in_force_from:%d/%m/%Y}",
        },
    )


def competence(
    stars: int, mean: Fraction, process: Process, level: str
) -> tuple[int, bool, bool, tuple[Reason, ...]]:
    """What the level may do with a result: (stars it recognises, passes up, potential for 5 stars, reasons).

    Five stars that the centre has not yet confirmed are recognised as 4 by a province and counted as potential.
    """
    rule = process.level(level)
    if rule is None or not stars:
        return 0, False, False, ()
    names = {"level": rule.name_in("vi"), "level_en": rule.name_in("en")}
    threshold = rule.passes_up_from
    passes_up = threshold is not None and mean >= threshold and process.above(level) is not None
    best_own = max(rule.recognises, default=0)
    if stars in rule.recognises and stars >= process.value("certificate_min_stars"):
        reasons = [Reason("recognise", {**names, "stars": stars})]
        if passes_up:
            reasons.append(Reason("pass_up", {"floor": threshold}))
        return stars, passes_up, False, tuple(reasons)
    if stars == 5 and best_own == 4 and passes_up:
        return 4, True, True, (Reason("potential_five", {"floor": threshold, "stars": 4}),)
    if passes_up:
        return 0, True, False, (Reason("pass_up", {"floor": threshold}),)
    return 0, False, False, (Reason("result_only", {"stars": stars}),)
