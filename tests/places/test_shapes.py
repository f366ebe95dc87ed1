"""Plane geometry of maps: cells share out the ground, joined and thinned shapes keep the borders that they share."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.places.shapes import Grid, area, cells, hull, joined, shore, thinned

coordinates = st.integers(-400, 400).map(lambda n: n / 4)
points = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=14, unique=True)


def holds(ring, point, slack=1e-6):
    """Whether a convex ring that turns left holds a point."""
    return all(
        (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) >= -slack
        for a, b in pairwise([*ring, ring[0]])
    )


@given(points)
def test_a_hull_keeps_its_margin_around_all_points(found):
    ring = hull(found, margin=5)

    assert area(ring) > 0
    assert all(holds(ring, (x + dx, y)) for x, y in found for dx in (-5, 0, 5))


@given(points)
def test_cells_share_out_the_ground_without_gap_or_overlap(found):
    ring = hull(found, margin=5)

    shared = cells(found, ring)

    assert sum(map(area, shared)) == pytest.approx(area(ring), rel=1e-6)
    assert all(holds(cell, site) for site, cell in zip(found, shared, strict=True))


@given(points, st.tuples(coordinates, coordinates))
def test_a_point_lies_in_the_cell_of_the_site_nearest_to_it(found, point):
    ring = hull([*found, point], margin=5)
    nearest = min(math.dist(site, point) for site in found)

    owners = [s for s, c in zip(found, cells(found, ring), strict=True) if c and holds(c, point)]

    assert [math.dist(site, point) for site in owners] == pytest.approx([nearest] * len(owners))
    assert owners


def test_of_two_sites_at_one_point_the_first_has_the_cell():
    first, second = cells([(0, 0), (0, 0)], hull([(0, 0)], margin=1))

    assert first and not second


@given(points, st.integers(1, 40))
def test_a_shore_keeps_its_distance(found, distance):
    sea = shore(found, distance)

    assert sea
    assert all(math.dist(point, site) > 0.9 * distance for point in sea for site in found)


@given(points)
def test_joined_cells_cover_what_the_cells_covered(found):
    grid = Grid(0.01)
    rings = [ring for cell in cells(found, hull(found, margin=5)) if (ring := grid.ring(cell))]

    borders = joined(rings)

    assert sum(map(area, borders)) == sum(map(area, rings))
    assert len(borders) == 1


def wavy(ends, n=30):
    """A winding line between two nodes, the same whichever end one begins at."""
    (ax, ay), (bx, by) = sorted(ends)
    line = [
        (
            round(ax + (bx - ax) * i / n + 9 * math.sin(i * 1.7) * (0 < i < n)),
            round(ay + (by - ay) * i / n + 9 * math.cos(i * 2.3) * (0 < i < n)),
        )
        for i in range(n + 1)
    ]
    return line if ends[0] < ends[1] else line[::-1]


def winding(corners):
    return [node for ends in pairwise([*corners, corners[0]]) for node in wavy(ends)[:-1]]


@pytest.mark.parametrize("tolerance", [1.0, 4.0, 30.0])
def test_thinned_neighbours_keep_one_border(tolerance):
    left = winding([(0, 0), (400, 0), (400, 400), (0, 400)])
    right = winding([(400, 0), (800, 0), (800, 400), (400, 400)])

    ((thin_left,), (thin_right,)) = thinned([[left], [right]], tolerance)

    shared = {n for n in thin_left if n in set(right)}
    assert shared == {n for n in thin_right if n in set(left)}
    assert {(400, 0), (400, 400)} <= shared
    assert len(thin_left) < len(left)
    assert set(thin_left) <= set(left)


def test_an_enclave_is_thinned_as_the_hole_around_it():
    town = winding([(100, 100), (300, 100), (300, 300), (100, 300)])
    around = winding([(0, 0), (400, 0), (400, 400), (0, 400)])

    (_outer, hole), (inner,) = thinned([[around, town[::-1]], [town]], 12.0)

    assert set(hole) == set(inner)
    assert 2 < len(inner) < len(town)


@given(points.filter(lambda found: len(found) > 2), st.floats(0.5, 50))
def test_thinning_moves_no_point_and_adds_none(found, tolerance):
    ring = Grid(0.25).ring(found)

    for shape in thinned([[ring]], tolerance) if ring else []:
        for thin in shape:
            assert set(thin) <= set(ring)
