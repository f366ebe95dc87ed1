"""The product sets that a product can belong to, as the published editions of the criteria name them.

A product names its set by a key: the code under which the set first had its name, and for a code that an earlier
edition gave to another set the edition too. Editions that were published stay, so a key keeps its meaning for ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files as resource_files

import yaml

from ocop.core import clock
from ocop.core.search import fold
from ocop.core.words import named
from ocop.rules.model import Edition, Sheet

from .rulebook import published_editions


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sets of all editions. sheets: by key, as their latest edition has them. editions: each with its sets' keys,
    in the order of publication."""

    sheets: Mapping[str, Sheet]
    editions: tuple[tuple[Edition, Mapping[str, str]], ...]

    def current(self, on: date) -> Mapping[str, str]:
        """Key → code of the sets among which a product chooses on a day: of the edition in force that can be scored
        with, else of the last that could."""
        day = on.isoformat()
        usable = [
            (edition.in_force_from, number, not edition.in_force_to or day <= edition.in_force_to)
            for number, (edition, _keys) in enumerate(self.editions)
            if edition.in_force_from <= day and any(map(edition.usable, edition.sheets))
        ]
        in_force = [found for found in usable if found[0] and found[2]]
        latest = max(in_force or usable, default=None)
        return self.editions[latest[1]][1] if latest else {}


_known = Catalogue({}, ())


def catalogue() -> Catalogue:
    """The sets as the editions are now: 1 query."""
    global _known
    found = tuple(published_editions())
    if [edition for edition, _keys in _known.editions] != [edition for _code, edition in found]:
        _known = _catalogued(found)
    return _known


def _catalogued(found: Iterable[tuple[str, Edition]]) -> Catalogue:
    sheets: dict[str, Sheet] = {}
    named: dict[str, str] = {}
    editions = []
    for edition_code, edition in found:
        keys: dict[str, str] = {}
        for code, sheet in sorted(edition.sheets.items()):
            own = f"{edition_code}:{code}" if code in sheets else code
            key = named.setdefault(fold(sheet.name), own)
            if key in keys:  # two sets of one name
                key = own
            sheets[key], keys[key] = sheet, code
        editions.append((edition, keys))
    return Catalogue(sheets, tuple(editions))


def known_sets() -> Mapping[str, Sheet]:
    """Sets of all editions by key, as they were last read: no query but for the first time."""
    return (_known if _known.editions else catalogue()).sheets


def sheet_of(key: str) -> Sheet | None:
    """The latest sheet of a set; for one that is not known yet the editions are read anew."""
    return known_sets().get(key) or catalogue().sheets.get(key)


def matching(edition: Edition, key: str) -> str:
    """The code under which an edition has the set of a product: that with the same name, else the one that the set went
    into; "" where a person must say."""
    sheet = sheet_of(key)
    if sheet is None:
        return ""
    name = fold(sheet.name)
    same = [code for code, found in edition.sheets.items() if fold(found.name) == name]
    if sheet.code in same:
        return sheet.code
    into = same or [
        code
        for code, found in edition.sheets.items()
        if name in {fold(former) for former in found.former_names}
    ]
    return into[0] if len(into) == 1 else ""


@dataclass(frozen=True, slots=True)
class SetChoice:
    """A set as a household looks for it: its sheet, examples of products, folded words to search by."""

    code: str
    sheet: Sheet
    examples: str
    words: str

    @property
    def name(self) -> str:
        return named(self.sheet)


@lru_cache(maxsize=1)
def _examples() -> Mapping[str, list[str]]:
    """Products by the key of their set."""
    text = (resource_files("ocop.criteria") / "set_words.yaml").read_text(encoding="utf-8")
    words: dict[str, list[str]] = yaml.safe_load(text)
    return words


def set_groups(held: str = "") -> list[tuple[str, list[SetChoice]]]:
    """(sector and group, sets) of today in the order of the sets' numbers, besides the set that a product has: 1 query."""
    found = catalogue()
    grouped: dict[str, list[SetChoice]] = {}
    today = found.current(clock.today())
    keys = {*today, *filter(found.sheets.get, [held])}
    for key in sorted(keys, key=lambda key: today.get(key, key)):
        sheet = found.sheets[key]
        place = " · ".join(
            dict.fromkeys(filter(None, (named(sheet, "sector"), named(sheet, "group"))))
        )
        examples = ", ".join(_examples().get(key, ()))
        vietnamese = f"{sheet.sector} {sheet.group}"
        words = fold(f"{sheet.name} {sheet.name_en} {examples} {place} {vietnamese}")
        grouped.setdefault(place, []).append(SetChoice(key, sheet, examples, words))
    return list(grouped.items())


def keys_by_name() -> Mapping[str, str]:
    """Key of each set by its Vietnamese name, today's before former ones: 1 query."""
    found = catalogue()
    today = found.current(clock.today())
    return {found.sheets[key].name: key for key in [*found.sheets, *today]}


def set_choices() -> list[tuple[str, str]]:
    """Every known set, for filters: no query but for the first time."""
    return [(key, named(sheet)) for key, sheet in sorted(known_sets().items())]


def set_name(key: str) -> str:
    sheet = sheet_of(key)
    return named(sheet) if sheet else key
