"""Periods that figures are given for: months, quarters, halves, nine months, years, phases. Plain values, no clock.

    Period.parse("2019-Q4")     Quý IV năm 2019, 1 October to 31 December
    Period.parse("2018-2020")   Giai đoạn 2018–2020

A report's figures may close earlier than the calendar does: `period.closing(DECREE_09)` is the same period with the
days of Decree 09/2019/NĐ-CP, for November 2019 from 15 October to 14 November.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from .spreadsheets import gettext as _

FIRST_YEAR, LAST_YEAR = 1950, 2100
ROMAN = ("I", "II", "III", "IV")
_written = re.compile(
    r"(?P<year>\d{4})(?:-(?:M(?P<month>\d{2})|Q(?P<quarter>\d)|H(?P<half>\d)|(?P<nine>9M)|(?P<last>\d{4})))?",
    re.ASCII,
)


def add_months(start: date, months: int) -> date:
    """The same day so many months later, the last of the month where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, min(day, start.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


class Kind(StrEnum):
    """How long a period is, by the letters that report forms use."""

    MONTH = "M"
    QUARTER = "Q"
    HALF = "H"
    NINE_MONTHS = "9M"
    YEAR = "Y"
    PHASE = "P"


PHASES = ((2018, 2020), (2021, 2025), (2026, 2030))
"""Phases of the programme: Decisions 490/QĐ-TTg (2018), 919/QĐ-TTg (2022), 417/QĐ-BNNMT (2026)."""
MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.NINE_MONTHS: 9, Kind.YEAR: 12}


class BadPeriod(ValueError):
    """The text names no period; the message is a sentence that says what was expected."""


@dataclass(frozen=True, slots=True)
class Closing:
    """On which days periods begin and end. last_day: of a period's last month, 0 for the month's own last.

    act, since: which text says so, and from when it is in force; reports that ended before close as the one before it.
    """

    act: str
    since: date
    last_day: int

    def last(self, year: int, month: int) -> date:
        """The day that closes a month."""
        if self.last_day:
            return date(year, month, self.last_day)
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def first(self, year: int, month: int) -> date:
        """The day after the closing of the month before."""
        before = (year, month - 1) if month > 1 else (year - 1, 12)
        return self.last(*before) + timedelta(days=1)


CALENDAR = Closing("", date.min, 0)
DECREE_09 = Closing("09/2019/NĐ-CP", date(2019, 3, 12), 14)
"""Article 12: a month's figures run from the 15th of the month before to its 14th, a quarter's, half's and year's alike."""
CLOSINGS = (CALENDAR, DECREE_09)


def closing_in_force(on: date) -> Closing:
    """How a report that ends on a day closes."""
    return max((c for c in CLOSINGS if c.since <= on), key=lambda c: c.since)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole months that figures are given for.

    number: which month, quarter or half of the year, 0 for the others; last_year: where a phase ends.
    """

    kind: Kind
    year: int
    number: int = 0
    last_year: int = 0
    days: Closing = CALENDAR

    def __post_init__(self) -> None:
        many = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}.get(self.kind)
        if many is not None and not 1 <= self.number <= many:
            raise BadPeriod(_WHICH[self.kind]())
        last = self.last_year if self.kind == Kind.PHASE else self.year
        if not FIRST_YEAR <= self.year <= LAST_YEAR or not FIRST_YEAR <= last <= LAST_YEAR:
            raise BadPeriod(
                _("Năm phải từ %(first)d đến %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        if self.kind == Kind.PHASE and last <= self.year:
            raise BadPeriod(_("Giai đoạn phải kết thúc sau năm bắt đầu, ví dụ 2018-2020."))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period that is written `2019-M11`, `2019-Q4`, `2019-H2`, `2019-9M`, `2019` or `2018-2020`.

        Raises BadPeriod.
        """
        found = _written.fullmatch(text.strip().upper())
        if found is None:
            raise BadPeriod(
                _(
                    "“%(text)s” không phải kỳ báo cáo. Viết như 2019-M11 (tháng), 2019-Q4 (quý), 2019-H2 (6 tháng), 2019-9M, 2019 hoặc 2018-2020."
                )
                % {"text": text.strip()[:40]}
            )
        year = int(found["year"])
        for name, kind in (
            ("month", Kind.MONTH),
            ("quarter", Kind.QUARTER),
            ("half", Kind.HALF),
        ):
            if found[name]:
                return cls(kind, year, int(found[name]))
        if found["last"]:
            return cls(Kind.PHASE, year, last_year=int(found["last"]))
        return cls(Kind.NINE_MONTHS if found["nine"] else Kind.YEAR, year)

    @classmethod
    def holding(cls, kind: Kind, day: date, days: Closing = CALENDAR) -> "Period":
        """The month, quarter, half or year that a day falls in."""
        # A day after the closing belongs to the month after its own.
        is_after = day > days.last(day.year, day.month)
        year, before = divmod(day.year * 12 + day.month - 1 + is_after, 12)
        numbered = kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF)
        return cls(kind, year, before // MONTHS[kind] + 1 if numbered else 0, days=days)

    def __str__(self) -> str:
        match self.kind:
            case Kind.MONTH:
                return f"{self.year}-M{self.number:02}"
            case Kind.QUARTER | Kind.HALF:
                return f"{self.year}-{self.kind}{self.number}"
            case Kind.NINE_MONTHS:
                return f"{self.year}-9M"
            case Kind.PHASE:
                return f"{self.year}-{self.last_year}"
        return str(self.year)

    @property
    def name(self) -> str:
        """As papers and pages say it."""
        return _NAMES[self.kind](self)

    @property
    def _months(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """(year, month) of its first and of its last month."""
        if self.kind == Kind.PHASE:
            return (self.year, 1), (self.last_year, 12)
        length = MONTHS[self.kind]
        first = (max(self.number, 1) - 1) * length + 1
        return (self.year, first), (self.year, first + length - 1)

    @property
    def first_day(self) -> date:
        return self.days.first(*self._months[0])

    @property
    def last_day(self) -> date:
        return self.days.last(*self._months[1])

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def closing(self, days: Closing) -> "Period":
        """The same period with its first and last day by an act."""
        return replace(self, days=days)

    @property
    def before(self) -> "Period | None":
        """The period before of the same kind; of nine months those of the year before. None before 1950."""
        if self.number > 1:
            return replace(self, number=self.number - 1)
        years = self.last_year - self.year + 1 if self.kind == Kind.PHASE else 1
        if self.year - years < FIRST_YEAR:
            return None
        last = self.number and 12 // MONTHS[self.kind]
        last_year = self.last_year and self.year - 1
        return replace(self, year=self.year - years, number=last, last_year=last_year)

    @property
    def last_years(self) -> "Period | None":
        """The same of last year (cùng kỳ năm trước); a phase has none, nor has 1950."""
        if self.kind == Kind.PHASE or self.year == FIRST_YEAR:
            return None
        return replace(self, year=self.year - 1)

    @property
    def parts(self) -> "tuple[Period, ...]":
        """What it is put together from: a phase from years, a year, nine months and a half from quarters, a quarter from
        months. Nothing is smaller than a month."""
        return tuple(self._parts())

    def _parts(self) -> "Iterator[Period]":
        (year, first), (last_year, last) = self._months
        if self.kind == Kind.PHASE:
            for number in range(year, last_year + 1):
                yield Period(Kind.YEAR, number, days=self.days)
        elif self.kind == Kind.QUARTER:
            for number in range(first, last + 1):
                yield Period(Kind.MONTH, year, number, days=self.days)
        elif self.kind != Kind.MONTH:
            for number in range(first // 3 + 1, last // 3 + 1):
                yield Period(Kind.QUARTER, year, number, days=self.days)

    @property
    def phase(self) -> "Period":
        """The phase of the programme that it ends in, itself where it is one; its year where that is in no phase."""
        if self.kind == Kind.PHASE:
            return self
        year = self.year
        found = next(((a, b) for a, b in PHASES if a <= year <= b), None)
        if found is None:
            return Period(Kind.YEAR, year, days=self.days)
        return Period(Kind.PHASE, found[0], last_year=found[1], days=self.days)

    def last_periods(self, count: int) -> "list[Period]":
        """So many periods up to this one, the earliest first; fewer where the years begin."""
        found: list[Period] = []
        period: Period | None = self
        while period is not None and len(found) < count:
            found.append(period)
            period = period.before
        return found[::-1]


# Worded when they are asked for: the language is the reader's.
_WHICH = {
    Kind.MONTH: lambda: _("Tháng phải từ 01 đến 12, viết như 2019-M11."),
    Kind.QUARTER: lambda: _("Quý phải từ 1 đến 4, viết như 2019-Q4."),
    Kind.HALF: lambda: _("Nửa năm là 1 hoặc 2, viết như 2019-H2."),
}
_NAMES = {
    Kind.MONTH: lambda p: _("Tháng %(number)d năm %(year)d") % {"number": p.number, "year": p.year},
    Kind.QUARTER: lambda p: (
        _("Quý %(number)s năm %(year)d") % {"number": ROMAN[p.number - 1], "year": p.year}
    ),
    Kind.HALF: lambda p: (
        (_("6 tháng đầu năm %(year)d") if p.number == 1 else _("6 tháng cuối năm %(year)d"))
        % {"year": p.year}
    ),
    Kind.NINE_MONTHS: lambda p: _("9 tháng năm %(year)d") % {"year": p.year},
    Kind.YEAR: lambda p: _("Năm %(year)d") % {"year": p.year},
    Kind.PHASE: lambda p: _("Giai đoạn %(year)d–%(last)d") % {"year": p.year, "last": p.last_year},
}
