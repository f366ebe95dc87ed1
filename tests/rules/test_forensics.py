"""Signs that a chair should talk about: they say nothing where there is too little to say."""

from ocop.rules.forensics import alike, self_gaps, severities


def test_a_strict_member_stands_out_only_over_enough_products():
    few = {product: {1: 60, 2: 70, 3: 72} for product in range(4)}
    enough = {product: {1: 60, 2: 70, 3: 72} for product in range(5)}

    assert [(s.member, s.stands_out) for s in severities(few)] == [
        (3, False),
        (2, False),
        (1, False),
    ]
    assert {s.member: s.stands_out for s in severities(enough)} == {3: True, 2: False, 1: True}
    assert severities(enough)[-1].mean_gap == -11


def test_a_single_sheet_says_nothing_of_anybody():
    assert severities({1: {1: 60}}) == ()


def test_sheets_are_alike_from_97_in_100_answers():
    answers = {f"c{n}": "L1" for n in range(100)}
    near, far = (
        {**answers, "c0": "L2", "c1": "L2", "c2": "L2"},
        {**answers, **dict.fromkeys(("c0", "c1", "c2", "c3"), "L2")},
    )

    found = alike(
        {7: {1: answers, 2: dict(answers)}, 8: {1: answers, 2: near}, 9: {1: answers, 2: far}}
    )

    assert [(a.product, a.members, a.share) for a in found] == [(7, (1, 2), 1.0), (8, (1, 2), 0.97)]


def test_only_wide_gaps_to_the_self_score_are_shown_widest_first():
    assert self_gaps([(1, 80, 70.0), (2, 90, 70.0), (3, 50, 74.5)]) == ((3, -24.5), (2, 20.0))
