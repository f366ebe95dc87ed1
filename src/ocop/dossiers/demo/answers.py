"""What producers of the demo answer of themselves: about the same share of each scale."""

from collections.abc import Sequence

from ocop.rules.model import Criterion, Level


def levels_of(leaf: Criterion) -> Sequence[Level]:
    """The levels among which one chooses, lowest first; of alternatives those of the first case."""
    return leaf.cases[0].levels if leaf.cases else leaf.levels


def at_share(leaves: Sequence[Criterion], share: float, shift: int = 0) -> dict[str, str]:
    """Levels at about a share of each scale, moved a little by `shift`."""
    chosen = {}
    for number, leaf in enumerate(leaves):
        levels = levels_of(leaf)
        step = ((number + shift) % 7 == 0) - ((number + shift) % 11 == 0)
        at = round(share * (len(levels) - 1)) + step
        chosen[leaf.code] = levels[max(0, min(len(levels) - 1, at))].code
    return chosen
