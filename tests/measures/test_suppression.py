"""Whoever reads the published counts, their total and this rule learns no count below three."""

from collections import defaultdict
from itertools import product

import pytest

from ocop.measures.suppression import hidden_of


def published(counts: tuple[int, ...]) -> tuple[int | None, tuple[int | None, ...]]:
    """The total and the cells as they are shown."""
    hidden = hidden_of(dict(enumerate(counts)))
    cells = tuple(None if n in hidden.cells else count for n, count in enumerate(counts))
    return None if hidden.total else sum(counts), cells


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((5, 7, 0), (12, (5, 7, 0))),
        ((1, 2, 9), (12, (None, None, 9))),
        ((2, 5, 9), (16, (None, None, 9))),
        ((1, 1, 4, 9), (15, (None, None, None, 9))),
        ((0, 2), (None, (None, None))),
    ],
)
def test_small_counts_go_and_as_many_others_as_it_takes(counts, shown):
    assert published(counts) == shown


@pytest.mark.parametrize("cells", [2, 3, 4])
def test_no_hidden_count_can_be_worked_out(cells):
    possible = defaultdict(list)
    for counts in product(range(8), repeat=cells):
        possible[published(counts)].append(counts)

    given_away = [
        shown
        for shown, worlds in possible.items()
        for cell, value in enumerate(shown[1])
        if value is None and len({world[cell] for world in worlds}) == 1
    ]

    assert given_away == []
