"""Charts: marks stand where their figures say, and the table beside a picture has the same figures."""

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from hypothesis import assume, given
from hypothesis import strategies as st

from ocop.core.charts import (
    Bars,
    Chart,
    Gauge,
    Line,
    Map,
    Multiples,
    Part,
    Region,
    Stack,
    Tile,
    Value,
    Whole,
    line,
    shown,
    stack,
)
from ocop.core.charts.examples import EXAMPLES, TILES
from ocop.core.charts.labels import Circle, Label, box_of, placed
from ocop.core.charts.scales import ticks

ABOUT = 1e-6
whole = st.integers(-(10**12), 10**12)
amounts = st.one_of(whole, st.decimals(-(10**9), 10**9, places=2), st.none())
shares = st.one_of(st.integers(0, 10**12), st.none())


def values(kind=amounts, *, least=1, most=9):
    return st.lists(kind, min_size=least, max_size=most).map(
        lambda found: tuple(Value(f"Xã {n}", amount) for n, amount in enumerate(found))
    )


def drawn(chart: Chart) -> str:
    return render_to_string(chart.template, {"chart": chart})


def figures(chart: Chart) -> list[str]:
    """The figures of the table beside a picture, in reading order, headings left out."""
    return [str(cell.text) for row in chart.table.rows for cell in row[1:]]


@given(st.lists(values(shares, least=4, most=4), min_size=1, max_size=4))
def test_parts_lie_side_by_side_and_add_up_to_their_whole(rows):
    chart = Stack(
        title="",
        parts=tuple(Part(str(n)) for n in range(4)),
        rows=tuple(Whole(str(n), row) for n, row in enumerate(rows)),
    )
    longest = max((row.total or 0) for row in chart.rows)

    for row, pieces in chart.bars:
        assert sum(p.width for p in pieces) == pytest.approx(
            stack.WIDTH * float(row.total or 0) / float(longest or 1), abs=ABOUT
        )
        assert [p.value for p in pieces] == [v for v in row.values if v.amount]
        ends = [0.0, *(p.x + p.width for p in pieces)]
        assert [p.x for p in pieces] == pytest.approx(ends[:-1], abs=ABOUT)
        assert ends[-1] <= stack.WIDTH + ABOUT


@given(values(), st.one_of(st.none(), whole))
def test_bars_stay_within_the_drawing_in_their_order_and_as_long_as_they_say(found, target):
    chart = Bars(title="", values=tuple(Value(v.label, v.amount, target=target) for v in found))

    assert [bar.value.label for bar in chart.bars] == [v.label for v in found]
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= 100 + ABOUT
        assert bar.target is None or 0 <= bar.target <= 100
        if (bar.value.amount or 0) < 0:
            assert bar.x + bar.width == pytest.approx(chart.zero, abs=ABOUT)
        else:
            assert bar.x == pytest.approx(chart.zero, abs=ABOUT)
    longest = max(chart.bars, key=lambda bar: abs(bar.value.amount or 0))
    assert longest.width == max(bar.width for bar in chart.bars)


@given(values(most=30), st.one_of(st.none(), whole))
def test_a_line_keeps_time_and_height_and_leaves_out_what_nobody_knows(found, target):
    chart = Line(title="", values=found, target=target)

    points = chart.points
    assert [p.value for p in points] == [v for v in found if v.amount is not None]
    assert [p.x for p in points] == sorted(p.x for p in points)
    assert all(0 <= p.x <= line.WIDTH and 0 <= p.y <= line.HEIGHT for p in points)
    assert chart.target_at is None or 0 <= chart.target_at <= line.HEIGHT
    by_height = sorted(points, key=lambda p: p.y, reverse=True)
    heights = [p.y for p in sorted(points, key=lambda p: p.value.amount)]
    assert heights == pytest.approx([p.y for p in by_height], abs=ABOUT)
    assert sum(run.count(",") for run in chart.runs) <= len(points)


def test_a_gap_parts_the_line_in_two():
    chart = Line(title="", values=tuple(Value(str(n), n if n != 2 else None) for n in range(5)))

    assert [run.count(",") for run in chart.runs] == [2, 2]


@given(st.lists(st.one_of(whole, st.decimals(-(10**6), 10**6, places=1)), max_size=9))
def test_ticks_are_few_hold_every_amount_and_zero(found):
    marks = ticks(found)

    assert marks[0] <= min([0, *found]) and marks[-1] >= max([0, *found])
    assert 0 in marks
    assert 2 <= len(marks) <= 7
    assert all(float(mark).is_integer() for mark in marks)


@given(st.one_of(st.none(), whole), st.one_of(st.none(), whole), whole)
def test_a_gauge_says_how_far_and_never_leaves_its_bar(done, planned, target):
    chart = Gauge(title="", done=done, planned=planned, target=target)

    assert 0 <= chart.width <= 100 and 0 <= chart.target_at <= 100
    assert (chart.percent is not None and chart.percent >= 100) == (
        done is not None and done >= target > 0
    )
    assert chart.is_late == (done is not None and planned is not None and done < planned)


@given(values(st.one_of(whole, st.none()), most=40))
def test_shades_of_a_map_follow_the_order_of_amounts(found):
    chart = Map(
        title="",
        width=340,
        height=200,
        regions=tuple(Region(v, "M0,0h9v9z", 4, 4) for v in found),
    )
    known = [d for d in chart.shown_regions if d.region.value.amount is not None]
    assume(known)

    known.sort(key=lambda d: d.region.value.amount)
    assert [d.tone for d in known] == sorted(d.tone for d in known)
    assert {d.tone for d in chart.shown_regions} == {each.tone for each in chart.legend}


@given(values(shares, most=20))
def test_circles_of_a_map_are_as_large_as_their_counts(found):
    chart = Map(
        title="",
        width=340,
        height=200,
        by_size=True,
        regions=tuple(Region(v, "M0,0h9v9z", 4, 4) for v in found),
    )

    radii = {d.region.value.amount: d.radius for d in chart.shown_regions if d.radius}
    assert sorted(radii) == sorted({v.amount for v in found if v.amount})
    assert [radii[a] for a in sorted(radii)] == sorted(radii.values())


def test_a_name_gives_way_to_the_circle_of_a_neighbour():
    """As in Bắc Kạn, where the town's large circle lies below the name of Bạch Thông."""
    town = Circle(150, 132, 17, "Thành phố Bắc Kạn 30")
    around = Circle(150, 100, 8, "Bạch Thông 7")

    placed_town, placed_around = placed((town, around), 340, 400)

    assert placed_town == Label(150, 132 + 17 + 2 + 9)
    assert placed_around == Label(150, 100 - 8 - 2 - 3)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 17)),
        unique_by=lambda at: at[:2],
        min_size=1,
    )
)
def test_names_stand_clear_of_circles_and_of_one_another_where_there_is_room(found):
    circles = tuple(Circle(100 + 90 * x, 60 + 60 * y, r, "Na Rì 12") for x, y, r in found)

    boxes = [box_of(label, "Na Rì 12") for label in placed(circles, 470, 300)]

    for number, box in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert is_clear(box, other)
        for circle in circles:
            x, y, reach, _text = circle
            assert is_clear(box, (x - reach, y - reach, x + reach, y + reach))


def is_clear(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_unit_without_a_place_is_listed_beside_the_map():
    there = Region(Value("Na Rì", 3, "/na-ri/"), "M0,0h9v9z", 4, 4)
    nowhere = Region(Value("Phương Linh", 2, "/phuong-linh/"))
    chart = Map(title="Sản phẩm", regions=(there, nowhere), width=340, height=200)

    html = drawn(chart)
    assert [v.label for v in chart.beside] == ["Phương Linh"]
    assert 'href="/phuong-linh/"' in html
    assert figures(chart) == ["3", "2"]


@given(values())
def test_the_table_beside_a_picture_has_the_same_figures(found):
    said = [shown(v.amount) for v in found]
    total = sum((v.amount for v in found if v.amount is not None), Decimal())

    assert figures(Bars(title="", values=found)) == said
    assert figures(Line(title="", values=found)) == said
    assert figures(Tile(title="", amount=1, trend=found)) == said
    assert figures(Multiples(title="", lines=(Line(title="", values=found),))) == said
    regions = tuple(map(Region, found))
    assert figures(Map(title="", regions=regions, width=1, height=1)) == said
    if all(v.amount is None or v.amount >= 0 for v in found):
        chart = Stack(title="", parts=tuple(Part(v.label) for v in found), rows=(Whole("", found),))
        known = any(v.amount is not None for v in found)
        assert figures(chart) == [*said, shown(total if known else None)]


def test_what_nobody_knows_is_said_and_is_no_zero():
    chart = Bars(title="", values=(Value("Na Rì", None), Value("Ba Bể", 0)))

    assert figures(chart) == ["chưa có số liệu", "0"]
    assert drawn(chart).count('class="fill') == 1


def test_a_part_below_zero_is_no_part():
    with pytest.raises(ValueError, match="below zero"):
        Stack(title="", parts=(Part("a"),), rows=(Whole("Na Rì", (Value("a", -1),)),))


def test_a_tile_says_what_changed():
    def change(now, before):
        return Tile(title="", amount=now, before=before).change

    assert [change(5, 3), change(3, 5), change(3, 3), change(None, 3), change(3, None)] == [
        "+2",
        "−2",
        "không đổi",
        "",
        "",
    ]
    assert Tile(title="", amount=Decimal("2.5"), before=2, places=1).change == "+0,5"
    assert Tile(title="", amount=Decimal("2.04"), before=2, places=1).change == "không đổi"


class Marks(HTMLParser):
    """Every number that a drawing is made of, and what a strict content security policy would stop."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.forbidden: list[str] = []
        self.odd: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for name, value in attributes:
            if name == "style" or name.startswith("on"):
                self.forbidden.append(name)
            if name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height") and (
                not re.fullmatch(r"-?\d+(\.\d+)?", value or "")
            ):
                self.odd.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("chart", [*EXAMPLES, *TILES], ids=lambda chart: chart.title)
def test_a_drawing_is_plain_svg_in_every_language(chart, language):
    with translation.override(language):
        marks = Marks(drawn(chart))

    assert (marks.forbidden, marks.odd) == ([], [])
    assert {"script", "style"}.isdisjoint(marks.tags)
    assert "figure" in marks.tags
    assert chart.is_empty or isinstance(chart, Tile) or "table" in marks.tags


HOSTILE = '"><script>alert(1)</script>&<b>'


def hostile_charts() -> list[Chart]:
    value = Value(HOSTILE, 3, HOSTILE, target=4, before=2)
    named = {"title": HOSTILE, "unit": HOSTILE, "note": HOSTILE}
    small = Line(**named, values=(value, value), target=3, target_label=HOSTILE)
    return [
        Stack(**named, parts=(Part(HOSTILE),), rows=(Whole(HOSTILE, (value,), HOSTILE),) * 2),
        Stack(**named, parts=(Part(HOSTILE),), rows=(Whole(HOSTILE, (value,)),)),
        Bars(**named, values=(value,)),
        Gauge(**named, done=1, target=2, url=HOSTILE),
        small,
        Multiples(**named, lines=(small,)),
        Map(
            **named,
            regions=(Region(value, "M0,0h9z", 1, 1), Region(value)),
            width=9,
            height=9,
            source=HOSTILE,
        ),
        Tile(**named, amount=1, before=0, before_label=HOSTILE, url=HOSTILE, trend=(value, value)),
    ]


@pytest.mark.parametrize("chart", hostile_charts(), ids=lambda chart: type(chart).__name__)
def test_hostile_names_are_shown_and_not_run(chart):
    html = drawn(chart)

    assert "script" not in Marks(html).tags
    assert "<b>" not in html
    assert escape(HOSTILE) in html
