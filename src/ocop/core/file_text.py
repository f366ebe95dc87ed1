"""What stands in a digital file, and whether it says what its record says.

A paper is signed outside, and what comes back may be another than what was drafted. Where the file has text it is compared
with the record; what it does not say is told to the office, and nothing is refused for it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .files import PDF
from .models import StoredFile
from .previews import pdfium
from .search import fold

MOST_PAGES = 100
FOLDER = "texts"
_around_signs = re.compile(r"\s*([^\w\s])\s*")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a paper must say: `label` tells it to people.

    spellings: any of them will do, whatever case, accents and spaces. of: what it is said of, in a paper that says the like
    of several things: it then stands after that name and before the next.
    """

    label: str
    spellings: tuple[str, ...]
    of: str = ""


def number_spellings(number: str) -> tuple[str, ...]:
    """The number of a document, with and without a remark: "02/QĐ-UBND (minh hoạ)"."""
    return (number, number.split("(")[0])


def day_spellings(day: date) -> tuple[str, ...]:
    """A day as papers write it: 08/04/2019, 8/4/2019, ngày 08 tháng 4 năm 2019."""
    days, months = {f"{day.day}", f"{day:%d}"}, {f"{day.month}", f"{day:%m}"}
    year = day.year
    both = [(d, m) for d in sorted(days) for m in sorted(months)]
    return tuple(
        text
        for d, m in both
        for text in (f"ngày {d} tháng {m} năm {year}", f"{d}/{m}/{year}", f"{d}-{m}-{year}")
    )


def text_of(stored: StoredFile) -> str:
    """The text of a PDF, "" of a scan, a picture and what no reader opens. Read once and kept beside the files."""
    if stored.content_type != PDF:
        return ""
    path = _path(stored)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(_read(stored).encode()))
    with default_storage.open(path) as file:
        text: bytes = file.read()
    return text.decode()


def forget(stored: StoredFile) -> None:
    """Take away the text of a file that goes."""
    default_storage.delete(_path(stored))


def _path(stored: StoredFile) -> str:
    return f"{FOLDER}/{stored.path}.txt"


def _read(stored: StoredFile) -> str:
    try:
        with default_storage.open(stored.path) as file, pdfium(file.read()) as document:
            pages = [document[number] for number in range(min(len(document), MOST_PAGES))]
            text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    except Exception:  # a file that no reader opens is still a file: it is not compared
        return ""
    return text.encode(errors="ignore").decode()


def unsaid(text: str, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that a text does not make. What is said of a thing that it does not name is not asked."""
    plain = _plain(text)
    behind = _behind(plain, [s.of for s in statements if s.of])
    return [s for s in statements if not _says(s, behind[_plain(s.of)] if s.of else [plain])]


def _says(statement: Statement, places: Sequence[str]) -> bool:
    whole = _whole(statement.spellings)
    return any(whole.search(place) for place in places) or (bool(statement.of) and not places)


def _behind(plain: str, names: Sequence[str]) -> dict[str, list[str]]:
    """What follows each name, up to the next of them; a longer name is not taken for a shorter one within it."""
    found: dict[str, list[str]] = {_plain(name): [] for name in names}
    hits = list(_whole(names).finditer(plain)) if names else []
    ends = [*(hit.start() for hit in hits[1:]), len(plain)]
    for hit, end in zip(hits, ends, strict=False):
        found[hit[0]].append(plain[hit.end() : end])
    return found


def _whole(spellings: Iterable[str]) -> re.Pattern[str]:
    """Finds any of them where it stands as whole words, the longest first: 4 is not found in 14."""
    plain = sorted(map(_plain, spellings), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, plain))})(?!\w)")


def _plain(text: str) -> str:
    """Folded, and without spaces around signs: "1234 / QĐ-UBND" → "1234/qd-ubnd"."""
    return _around_signs.sub(r"\1", fold(text))
