"""From scores to results: each product decided by the rules, or the reason why the council cannot conclude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocop.core.periods import add_months
from ocop.official import facts
from ocop.official.certificates import certificate_number, product_code
from ocop.official.facts import Assessed, Certificate
from ocop.rules.deciding import Attendance, Result, Verdict

from .reading import Entry, Scores


@dataclass(frozen=True, slots=True)
class Ranked:
    """A product with its result; `assessed` is how the papers tell it."""

    entry: Entry
    result: Result
    assessed: Assessed


class NotConcluded(Exception):
    """Products on which the council cannot conclude: of each its code, its name and the reasons."""

    def __init__(self, open_products: Sequence[tuple[Entry, Sequence[str]]]) -> None:
        super().__init__("; ".join(f"{e.code}: {' '.join(why)}" for e, why in open_products))
        self.open_products = tuple(open_products)


def rank(scores: Scores) -> list[Ranked]:
    """Results of all products in the order of the session. Raises NotConcluded with every product that has none."""
    attendance = _attendance(scores)
    ranked, unsettled = [], []
    for entry in scores.entries:
        result = scores.rules.decide(
            entry.set_code,
            list(entry.sheets.values()),
            level=scores.level,
            attendance=attendance,
        )
        lacking = _lacking(entry, scores)
        if result.verdict in (Verdict.NO_QUORUM, Verdict.RECONCILE) and entry.sheets:
            lacking += [reason.text() for reason in result.reasons]
        if lacking:
            unsettled.append((entry, lacking))
        else:
            ranked.append(Ranked(entry, result, _assessed(entry, result, scores)))
    if unsettled:
        raise NotConcluded(unsettled)
    return ranked


def round_of(scores: Scores, ranked: Sequence[Ranked]) -> facts.Round:
    edition = scores.rules.edition
    return facts.Round(
        office=scores.office,
        number=scores.number,
        year=scores.year,
        edition_name=edition.name,
        edition_decision=edition.decision,
        edition_digest=edition.digest,
        council_decision_number=scores.council_number,
        council_decision_date=scores.council_date,
        seats=tuple(scores.seats.values()),
        products=tuple(r.assessed for r in ranked),
        max_spread=scores.rules.process.value("max_spread"),
        opened=scores.opened,
        closed=scores.closed,
        venue=scores.venue,
        remarks=scores.remarks,
        upper=scores.office.superior,
    )


def certificates(scores: Scores, ranked: Sequence[Ranked]) -> dict[str, Certificate]:
    """Certificates by product code, best first; none before the decision is signed."""
    decision, process = scores.decision, scores.rules.process
    if not decision.number or decision.signed_on is None:
        return {}
    year, first = decision.signed_on.year, decision.valid_from or decision.signed_on
    made: dict[str, Certificate] = {}
    recognised = [r for r in best_first(ranked) if r.result.recognised_stars]
    taken = {(r.entry.commune_code, r.entry.serial) for r in recognised if r.entry.serial}
    for serial, found in enumerate(recognised, start=scores.first_serial):
        entry = found.entry
        own = entry.serial or next(
            n for n in range(1, 10**6) if (entry.commune_code, n) not in taken
        )
        taken.add((entry.commune_code, own))
        made[entry.code] = Certificate(
            office=scores.office,
            number=certificate_number(scores.level, scores.place_code, year, serial),
            product_code=product_code(
                process.value("product_code"),
                province=scores.province_code,
                district=entry.district_code,
                commune=entry.commune_code,
                serial=own,
                year=year,
            ),
            product=entry.name,
            producer=entry.producer,
            place=", ".join(filter(None, (entry.place, entry.district))),
            stars=found.result.recognised_stars,
            decision=decision,
            valid_from=first,
            valid_to=decision.valid_to or add_months(first, process.value("certificate_months")),
        )
    return made


def best_first(ranked: Sequence[Ranked]) -> list[Ranked]:
    """By mean points, equals in the order of the session; what has no rank comes last."""
    return sorted(ranked, key=lambda r: (not r.result.stars, -r.assessed.mean))


def _attendance(scores: Scores) -> Attendance:
    voters = scores.voters.values()
    return Attendance(
        seats=len(voters),
        present=sum(seat.is_present for seat in voters),
        chair_present=any(seat.is_present for seat in voters if seat.role == "chair"),
    )


def _lacking(entry: Entry, scores: Scores) -> list[str]:
    """Sheets of members at the session that are not there or not whole; who is absent may have left one, too."""
    sentences = []
    for code, seat in scores.voters.items():
        if code in entry.missing:
            cells = ", ".join(entry.missing[code])
            sentences.append(f"Phiếu của {seat.name} ({code}) còn thiếu mức: {cells}.")
        elif seat.is_present and code not in entry.sheets and code not in entry.barred:
            sentences.append(f"Chưa có phiếu của {seat.name} ({code}).")
    if not entry.sheets and not sentences:
        sentences.append("Chưa có phiếu nào.")
    return sentences


def _assessed(entry: Entry, result: Result, scores: Scores) -> Assessed:
    assert result.mean is not None and result.mean_printed is not None
    book = scores.rules
    totals = {
        code: book.score(entry.set_code, sheet.answers, sheet.facts).total
        for code, sheet in entry.sheets.items()
    }
    return Assessed(
        product=entry.name,
        producer=entry.producer,
        place=entry.place,
        set_name=book.sheet(entry.set_code).name,
        totals=tuple(totals.get(code) for code in scores.voters),
        mean=result.mean,
        mean_printed=result.mean_printed,
        spread=result.spread,
        stars=result.stars,
        reasons=(*result.reasons, *result.needs_person),
        discussion=entry.discussion,
    )
