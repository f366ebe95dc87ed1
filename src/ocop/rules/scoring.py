"""Answers on a score sheet → points, gates, stars, each with its reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .caps import held
from .facts import condition_words, words
from .model import Band, Rule, Sheet
from .reasons import Reason


class InvalidAnswers(ValueError):
    """Answers that the sheet does not know; `faults` maps each criterion code to what is wrong."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{code}: {text}" for code, text in faults.items()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Score:
    """A sheet's result. Points are whole; `criteria`, `sections` and `parts` map codes to points.

    `missing`: leaves without an answer. `gates`: ids of gates and knock-outs that hold; `doubts`: of those that would, were
    they not inferred and unconfirmed; `open_conditions`: of unconfirmed conditions that would take counted points away.
    `unmet`: ids of star requirements not met, confirmed or not. `stars` is 0 when a gate
    stops the scoring or the product is out.
    """

    total: int
    parts: Mapping[str, int]
    sections: Mapping[str, int]
    criteria: Mapping[str, int]
    missing: tuple[str, ...]
    not_applicable: frozenset[str]
    gates: tuple[str, ...]
    doubts: tuple[str, ...]
    open_conditions: tuple[str, ...]
    is_disqualified: bool
    is_stopped: bool
    unmet: frozenset[str]
    stars_by_points: int
    stars: int
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Leaves that a complete sheet still needs; none once a gate has stopped the scoring."""
        return () if self.gates else self.missing


def stars_for(total: int | Decimal | Fraction, bands: Sequence[Band]) -> int:
    """Stars for a mean total of 0–100 points, compared unrounded (Decision 1048/QĐ-TTg; half-open bands).

    Raises ValueError when no band holds the total: an edition's bands must cover 0–100.
    """
    for band in bands:
        if band.floor <= total < band.ceiling:
            return band.stars
    if bands and total == bands[-1].ceiling:
        return bands[-1].stars
    raise ValueError(f"no band holds {total} points")


def check_answers(sheet: Sheet, answers: Mapping[str, str]) -> None:
    """Raises InvalidAnswers when a criterion or a level is unknown to the sheet."""
    faults = {}
    for code, answer in answers.items():
        leaf = sheet.by_code.get(code)
        if leaf is None:
            faults[code] = "unknown criterion"
        elif answer not in leaf.points:
            faults[code] = f"unknown level {answer!r}"
    if faults:
        raise InvalidAnswers(faults)


def applies(
    sheet: Sheet, code: str, answers: Mapping[str, str], confirmed: Collection[str] = frozenset()
) -> bool:
    """Whether an answer to a criterion counts, given the answers to those it depends on.

    A condition that nobody has confirmed takes nothing away.
    """
    conditions = sheet.conditions.get(code)
    return not conditions or all(
        met(sheet, rule, answers) for rule in conditions if rule.decides(confirmed)
    )


def is_asked(
    sheet: Sheet, code: str, answers: Mapping[str, str], confirmed: Collection[str] = frozenset()
) -> bool:
    """Whether a full sheet has to answer a criterion. One that a condition would rule out, were it confirmed, is left
    to the person who scores: it may stay empty, and an answer counts."""
    if code in answers:
        return applies(sheet, code, answers, confirmed)
    return all(met(sheet, rule, answers) for rule in sheet.conditions.get(code, ()))


def asked(
    sheet: Sheet, answers: Mapping[str, str], confirmed: Collection[str] = frozenset()
) -> int:
    """How many criteria a full sheet has to answer, by the answers so far."""
    return sum(is_asked(sheet, leaf.code, answers, confirmed) for leaf in sheet.leaves)


def answered(
    sheet: Sheet, answers: Mapping[str, str], confirmed: Collection[str] = frozenset()
) -> int:
    """How many of the criteria asked have an answer: what was answered before a criterion was ruled out does not count."""
    return sum(code in answers and applies(sheet, code, answers, confirmed) for code in sheet.homes)


def met(sheet: Sheet, rule: Rule, answers: Mapping[str, str]) -> bool:
    """Whether the criterion that an applies_if or requires_for_stars rule names reaches what it asks."""
    target = sheet.by_code[rule.criteria[0]]
    answer = answers.get(target.code, "")
    if rule.min_points is not None:
        return target.points.get(answer, 0) >= rule.min_points
    return answer in rule.levels


def score(
    sheet: Sheet,
    answers: Mapping[str, str],
    *,
    bands: Sequence[Band],
    facts: Collection[str] = frozenset(),
    confirmed: Collection[str] = frozenset(),
) -> Score:
    """Points and stars of one filled sheet.

    answers: criterion code → level code or NONE; what is not there is not answered yet and counts 0.
    facts: ids of gates and knock-outs that a person has confirmed. confirmed: ids of inferred requirements, gates and
    conditions that an administrator has checked against the decree; the other inferred ones only warn.
    What a gate means for the rank is not stated in the decree: scoring stops and there is no rank.
    """
    check_answers(sheet, answers)
    criteria: dict[str, int] = {}
    sections = {section.code: 0 for section in sheet.sections}
    parts = {part.code: 0 for part in sheet.parts}
    missing, skipped = [], []
    for leaf in sheet.leaves:
        part, section, titled = sheet.homes[leaf.code]
        answer = answers.get(leaf.code)
        points = 0
        if not applies(sheet, leaf.code, answers, confirmed):
            skipped.append(leaf.code)
        elif answer is None:
            if is_asked(sheet, leaf.code, answers, confirmed):
                missing.append(leaf.code)
        else:
            points = leaf.points[answer]
        criteria[leaf.code] = points
        if titled != leaf.code:
            criteria[titled] = criteria.get(titled, 0) + points
        sections[section] += points
        parts[part] += points
    total = sum(parts.values())
    holding = [rule for rule in sheet.all_rules if holds(sheet, rule, answers, facts)]
    doubts = [rule for rule in holding if not rule.decides(confirmed)]
    gates = [rule for rule in holding if rule not in doubts]
    unmet = [rule for rule in sheet.requirements if not met(sheet, rule, answers)]
    by_points = stars_for(total, bands)
    left = held(by_points, unmet, confirmed)
    stars, warnings = left.stars, left.warnings()
    reasons = [
        Reason("band", {"total": total, "stars": by_points}),
        *left.reasons({"total": total}),
    ]
    for rule in doubts:
        warnings.append(
            Reason("unconfirmed_gate", {"what": words(rule), "what_en": words(rule, "en")})
        )
    in_doubt = _conditions_in_doubt(sheet, answers, criteria, confirmed)
    for rule in in_doubt:
        what, what_en = condition_words(sheet, rule)
        warnings.append(Reason("unconfirmed_condition", {"what": what, "what_en": what_en}))
    for rule in gates:
        stars = 0
        code = "disqualified" if rule.kind == "disqualify" else "stopped"
        reasons.append(Reason(code, {"what": words(rule), "what_en": words(rule, "en")}))
    return Score(
        total=total,
        parts=parts,
        sections=sections,
        criteria=criteria,
        missing=tuple(missing),
        not_applicable=frozenset(skipped),
        gates=tuple(rule.id for rule in gates),
        doubts=tuple(rule.id for rule in doubts),
        open_conditions=tuple(rule.id for rule in in_doubt if criteria[rule.owner]),
        is_disqualified=any(rule.kind == "disqualify" for rule in gates),
        is_stopped=any(rule.kind == "gate" for rule in gates),
        unmet=frozenset(rule.id for rule in unmet),
        stars_by_points=by_points,
        stars=stars,
        reasons=tuple(reasons),
        warnings=tuple(warnings),
    )


def _conditions_in_doubt(
    sheet: Sheet,
    answers: Mapping[str, str],
    criteria: Mapping[str, int],
    confirmed: Collection[str],
) -> list[Rule]:
    """Conditions that, were they confirmed, would rule out points that now count, or a criterion left empty."""
    return [
        rule
        for rules in sheet.conditions.values()
        for rule in rules
        if not rule.decides(confirmed)
        and rule.criteria[0] in answers
        and not met(sheet, rule, answers)
        and (criteria[rule.owner] or rule.owner not in answers)
    ]


def holds(sheet: Sheet, rule: Rule, answers: Mapping[str, str], facts: Collection[str]) -> bool:
    """Whether a gate or knock-out holds: by a confirmed fact, by a level that states it, or by points."""
    if rule.kind not in ("disqualify", "gate"):
        return False
    if rule.id in facts:
        return True
    if rule.triggered_by_level and answers.get(rule.owner) == rule.triggered_by_level:
        return True
    if rule.is_fact:
        return False
    return any(
        code in answers and sheet.by_code[code].points[answers[code]] == rule.points
        for code in rule.criteria
    )
