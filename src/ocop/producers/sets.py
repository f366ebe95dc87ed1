"""The product sets that a product can belong to, as the present editions of the rules name them."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files as resource_files

import yaml

from ocop.core.search import fold
from ocop.core.words import named
from ocop.rules.loading import builtin_edition
from ocop.rules.model import Sheet

DEFAULT_EDITION = "qd1048"


@lru_cache(maxsize=1)
def known_sets() -> dict[str, Sheet]:
    return dict(builtin_edition(DEFAULT_EDITION).sheets)


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
def set_groups() -> tuple[tuple[str, tuple[SetChoice, ...]], ...]:
    """(sector and group, sets) in the order of the sets' numbers."""
    text = (resource_files("ocop.producers") / "set_words.yaml").read_text(encoding="utf-8")
    words: dict[str, list[str]] = yaml.safe_load(text)
    grouped: dict[str, list[SetChoice]] = {}
    for code, sheet in sorted(known_sets().items()):
        place = " · ".join(dict.fromkeys(filter(None, (sheet.sector, sheet.group))))
        examples = ", ".join(words.get(code, ()))
        choice = SetChoice(
            code, sheet, examples, fold(f"{sheet.name} {sheet.name_en} {examples} {place}")
        )
        grouped.setdefault(place, []).append(choice)
    return tuple((place, tuple(sets)) for place, sets in grouped.items())


def set_choices() -> list[tuple[str, str]]:
    return [(choice.code, choice.name) for _place, sets in set_groups() for choice in sets]


def set_name(code: str) -> str:
    sheet = known_sets().get(code)
    return named(sheet) if sheet else code
