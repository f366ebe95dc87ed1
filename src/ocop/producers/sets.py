"""The product sets that a product can belong to, as the present editions of the rules name them."""

from functools import lru_cache

from ocop.core.words import named
from ocop.rules.loading import builtin_edition
from ocop.rules.model import Sheet

DEFAULT_EDITION = "qd1048"


@lru_cache(maxsize=1)
def known_sets() -> dict[str, Sheet]:
    return dict(builtin_edition(DEFAULT_EDITION).sheets)


def set_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """(sector, [(set code, name)]) for a grouped select."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, sheet in known_sets().items():
        grouped.setdefault(named(sheet, "sector"), []).append((code, named(sheet)))
    return list(grouped.items())


def set_name(code: str) -> str:
    sheet = known_sets().get(code)
    return named(sheet) if sheet else code
