"""How dates, points and typed text are written in an official Vietnamese paper."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

# Characters that XML 1.0 does not know; Word refuses a file with one of them.
_unprintable = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Typed text as the printer takes it: composed letters, no signs that Word refuses, one kind of new line."""
    return _unprintable.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))


def place_and_date(place: str, day: date | None) -> str:
    """ "Bắc Kạn, ngày 08 tháng 4 năm 2019": day below 10 and months 1, 2 with a nought; dots before the day is known."""
    if day is None:
        return f"{place}, ngày … tháng … năm …"
    return f"{place}, {long_date(day)}"


def long_date(day: date) -> str:
    """ "ngày 08 tháng 4 năm 2019"."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def points_text(points: Decimal | Fraction | int) -> str:
    """Points as decisions print them: two decimals, rounded half up, a decimal comma: 91,14."""
    exact = (
        Decimal(points.numerator) / points.denominator
        if isinstance(points, Fraction)
        else Decimal(points)
    )
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)).replace(".", ",")


def plain(value: Any) -> Any:
    """Data as templates take it: texts, whole numbers, truths, lists and mappings, nothing else."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal | Fraction):
        return points_text(value)
    return clean(str(value))
