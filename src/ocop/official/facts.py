"""What the papers of a round are made of: finished facts, wherever they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ocop.rules.reasons import Reason

# Official papers are Vietnamese, whatever language the person at the screen has chosen.
ROLES: Mapping[str, str] = {
    "chair": "Chủ tịch",
    "vice_chair": "Phó chủ tịch",
    "secretary": "Thư ký",
    "member": "Ủy viên",
    "support": "Tổ giúp việc",
}
AUTHORITY = "TM. ỦY BAN NHÂN DÂN"
SIGNER_TITLE = "CHỦ TỊCH"
DEMO_MARK = "DỮ LIỆU MINH HOẠ"
PROGRAMME = "Chương trình Mỗi xã, phường một sản phẩm"


def mark(*, is_demo: bool) -> str:
    """What papers of invented data carry; `documents.marks` adds what the installation says of itself."""
    return DEMO_MARK if is_demo else ""


def committee(place: str) -> str:
    """ "Ủy ban nhân dân tỉnh Bắc Kạn"; templates put it in capitals where the format asks for them."""
    return f"Ủy ban nhân dân {in_text(place)}"


def in_text(place: str) -> str:
    """A unit within a sentence: "tỉnh Bắc Kạn"."""
    return place[:1].lower() + place[1:]


@dataclass(frozen=True, slots=True)
class Office:
    """The People's Committee that holds a round: "Huyện Ba Bể", under "Tỉnh Bắc Kạn"; `seat` stands before a date.

    called, superior_called: how the two are called where somebody keeps their names, else as `committee` words them.
    """

    name: str
    seat: str
    superior: str = ""
    called: str = ""
    superior_called: str = ""

    @property
    def body(self) -> str:
        return self.called or committee(self.name)

    @property
    def above(self) -> str:
        """The committee above it, "" where there is none."""
        return self.superior_called or (committee(self.superior) if self.superior else "")


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in the council. role: a key of ROLES. position: post and organisation. reason: why absent."""

    name: str
    role: str
    position: str = ""
    votes: bool = True
    is_present: bool = False
    reason: str = ""


def approved_stars(stars: int, reasons: Iterable[Reason]) -> int:
    """Stars that the level's decision gives: 4 for a product whose fifth the level above has yet to confirm."""
    potential = (r.params["stars"] for r in reasons if r.code == "potential_five")
    return int(next(potential, stars))


@dataclass(frozen=True, slots=True)
class Assessed:
    """A product with its result. totals: one a voting seat, None where that seat did not score (conflict of interest)."""

    product: str
    producer: str
    place: str
    set_name: str
    totals: tuple[int | None, ...]
    mean: Fraction
    mean_printed: Decimal
    spread: int
    stars: int
    reasons: tuple[Reason, ...]
    discussion: str = ""

    def has(self, *codes: str) -> bool:
        return any(reason.code in codes for reason in self.reasons)

    @property
    def passes_up(self) -> bool:
        return self.stars > 0 and self.has("pass_up", "potential_five")

    @property
    def is_recognised(self) -> bool:
        return self.has("recognise", "potential_five")

    @property
    def approved_stars(self) -> int:
        return approved_stars(self.stars, self.reasons)

    @property
    def note(self) -> str:
        """What makes the stars differ from the points, for a narrow column."""
        notes = [r.text() for r in self.reasons if r.code in ("capped", "stopped", "disqualified")]
        return " ".join([*notes, *(["Tiềm năng 5 sao"] if self.has("potential_five") else [])])


@dataclass(frozen=True, slots=True)
class Round:
    """A concluded round. products: in the order of the session. opened, closed: local time. upper: who gets what is
    passed up, "" if not known yet. seal: the entry of the audit trail that closed the session, "" if there is no trail."""

    office: Office
    number: int
    year: int
    edition_name: str
    edition_decision: str
    edition_digest: str
    council_decision_number: str
    council_decision_date: date
    seats: tuple[Seat, ...]
    products: tuple[Assessed, ...]
    max_spread: int
    opened: datetime | None = None
    closed: datetime | None = None
    venue: str = ""
    remarks: str = ""
    upper: str = ""
    seal: str = ""
    watermark: str = ""

    @property
    def voters(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.votes)

    def holder(self, role: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.role == role), None)

    def name_of(self, role: str) -> str:
        seat = self.holder(role)
        return seat.name if seat else ""

    @property
    def best_first(self) -> tuple[Assessed, ...]:
        """By mean points; what has no rank comes last."""
        return tuple(sorted(self.products, key=lambda p: (not p.stars, -p.mean)))


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on a round's results; number and day are not known before it is signed."""

    number: str = ""
    signed_on: date | None = None
    authority: str = AUTHORITY
    title: str = SIGNER_TITLE
    signer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it is printed. place: of the producer, as "Xã Hà Hiệu, Huyện Ba Bể"."""

    office: Office
    number: str
    product_code: str
    product: str
    producer: str
    place: str
    stars: int
    decision: Decision
    valid_from: date
    valid_to: date | None
    watermark: str = ""
