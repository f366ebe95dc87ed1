"""What the papers of one council's round have in common."""

from __future__ import annotations

from datetime import date
from typing import Any

from .facts import Round
from .frame import Signer, decision_text, in_text, place_and_date

COUNCIL = "Hội đồng đánh giá, phân hạng sản phẩm OCOP"


def of_committee(round: Round, *, on: date | None) -> dict[str, Any]:
    """The frame of what the People's Committee issues."""
    office = round.office
    return {
        "superior": office.above,
        "body": office.body,
        "place_and_date": place_and_date(office.seat, on),
        "watermark": round.watermark,
    }


def of_council(round: Round) -> dict[str, Any]:
    """The frame of what the council itself writes on the day of its session; its chair signs."""
    office = round.office
    return {
        "superior": f"UBND {in_text(office.name)}",
        "body": COUNCIL,
        "place_and_date": place_and_date(
            office.seat, round.opened.date() if round.opened else None
        ),
        "signer": Signer("", "CHỦ TỊCH HỘI ĐỒNG", round.name_of("chair")),
        "watermark": round.watermark,
    }


def which(round: Round) -> str:
    """ "OCOP tỉnh Bắc Kạn đợt 1 năm 2021"."""
    return f"OCOP {in_text(round.office.name)} đợt {round.number} năm {round.year}"


def council_decision(round: Round) -> str:
    return decision_text(round.council_decision_number, round.council_decision_date)
