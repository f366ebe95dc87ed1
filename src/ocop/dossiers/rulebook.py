"""The rules that a round was opened under."""

from collections.abc import Mapping, Sequence

from ocop.criteria.rulebook import parsed, process_with
from ocop.rules.rulebook import Rulebook

from .models import Round


def rulebook(round: Round) -> Rulebook:
    """The rules of a round, its own settings in place of the process's."""
    return Rulebook(
        parsed(round.edition_id, round.edition_digest),
        process_with(round.process_code, tuple(sorted(round.settings.items()))),
        frozenset(round.confirmed_requirements),
    )


def assessed_criteria(round: Round) -> Sequence[Mapping[str, str]]:
    """What a place without a council assesses by the process of the round: code, name, name_en."""
    found = rulebook(round).process.values.get("assessed_criteria")
    return found.value if found else ()


def has_council(round: Round) -> bool:
    """Whether a council scores at the round's level; where none does, the place assesses (Decision 1489/QĐ-TTg)."""
    rule = rulebook(round).process.level(round.level)
    return rule is not None and rule.has_council
