"""Plane geometry of maps, without any library: hulls, cells around points, shapes that share borders.

A point is a pair of numbers, a ring a list of points that does not repeat its first. Borders that two shapes share are
kept the same on both sides: whole cells are joined, and outlines are thinned, without opening gaps between neighbours.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Ring = list[Point]
Node = tuple[int, int]
"""A point on a grid: what two shapes must have in common to share a border."""

CIRCLE = 12


def hull(points: Iterable[Point], margin: float = 0.0) -> Ring:
    """The smallest convex ring that keeps a margin around all points; a rounded one around a single point."""
    turns = [2 * math.pi * step / CIRCLE for step in range(CIRCLE)] if margin else []
    around = [(margin * math.cos(turn), margin * math.sin(turn)) for turn in turns] or [(0.0, 0.0)]
    spread = sorted({(x + dx, y + dy) for x, y in points for dx, dy in around})
    if len(spread) < 3:
        return spread
    return _half(spread) + _half(spread[::-1])


def _half(points: Sequence[Point]) -> Ring:
    """One side of a hull: turning left only (Andrew's monotone chain); its last point begins the other side."""
    side: Ring = []
    for point in points:
        while len(side) > 1 and _turn(side[-2], side[-1], point) <= 0:
            side.pop()
        side.append(point)
    return side[:-1]


def _turn(a: Point, b: Point, c: Point) -> float:
    """Above zero when a → b → c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cells(sites: Sequence[Point], within: Ring, *, beside: Sequence[Point] = ()) -> list[Ring]:
    """Of each site the part of a convex ring that lies nearer to it than to any other (Voronoi), by cutting the ring
    along the middle to each site near enough to matter. Of sites at the same point only the first has a cell.

    beside: sites that have ground too, of which nobody asks.
    """
    taken: set[Point] = set()
    found: list[Ring] = []
    for site in sites:
        found.append([] if site in taken else _cell(site, [*sites, *beside], within))
        taken.add(site)
    return found


def _cell(site: Point, sites: Sequence[Point], within: Ring) -> Ring:
    ring = within
    for other in sorted(sites, key=lambda other: math.dist(site, other)):
        if not ring or math.dist(site, other) > 2 * max(math.dist(site, corner) for corner in ring):
            break
        if other != site:
            ring = _cut(ring, site, other)
    return ring


def _cut(ring: Ring, site: Point, other: Point) -> Ring:
    """The part of a convex ring that is not nearer to the other point."""
    dx, dy = other[0] - site[0], other[1] - site[1]
    middle = (dx * (site[0] + other[0]) + dy * (site[1] + other[1])) / 2
    beyond = [dx * x + dy * y - middle for x, y in ring]
    kept: Ring = []
    for index, (x, y) in enumerate(ring):
        before = beyond[index - 1]
        if (before > 0) != (beyond[index] > 0):
            px, py = ring[index - 1]
            share = before / (before - beyond[index])
            kept.append((px + share * (x - px), py + share * (y - py)))
        if beyond[index] <= 0:
            kept.append((x, y))
    return kept


def shore(sites: Sequence[Point], distance: float) -> list[Point]:
    """Points in the empty land or sea around sites, none nearer to one of them than some nine tenths of the distance:
    beside these, the cells at the edge end at half the distance instead of running on to the hull."""
    buckets: dict[Node, list[Point]] = defaultdict(list)
    for x, y in sites:
        buckets[round(x / distance), round(y / distance)].append((x, y))
    found: dict[Node, Point] = {}
    for x, y in sites:
        for turn in (2 * math.pi * step / CIRCLE for step in range(CIRCLE)):
            point = (x + distance * math.cos(turn), y + distance * math.sin(turn))
            column, row = round(point[0] / distance), round(point[1] / distance)
            near = [
                site
                for across in (-1, 0, 1)
                for up in (-1, 0, 1)
                for site in buckets.get((column + across, row + up), ())
            ]
            if all(math.dist(point, site) > 0.9 * distance for site in near):
                found.setdefault(
                    (round(4 * point[0] / distance), round(4 * point[1] / distance)), point
                )
    return list(found.values())


class Grid:
    """Puts points onto a grid; points closer than a step to one that was put there before become the same."""

    def __init__(self, step: float) -> None:
        self.step = step
        self._known: set[Node] = set()

    def node(self, point: Point) -> Node:
        column, row = round(point[0] / self.step), round(point[1] / self.step)
        for near in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            if (known := (column + near[0], row + near[1])) in self._known:
                return known
        self._known.add((column, row))
        return column, row

    def ring(self, points: Iterable[Point]) -> list[Node]:
        """A ring without points that fell together; empty when it is no surface any more."""
        nodes: list[Node] = []
        for point in points:
            node = self.node(point)
            if not nodes or nodes[-1] != node:
                nodes.append(node)
        while len(nodes) > 1 and nodes[0] == nodes[-1]:
            nodes.pop()
        return nodes if len(nodes) > 2 else []


def joined(rings: Iterable[list[Node]]) -> list[list[Node]]:
    """The outer border of rings that lie side by side, all turning the same way: what two of them share falls away."""
    after: dict[Node, list[Node]] = defaultdict(list)
    for ring in rings:
        for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
            if start in after[end]:
                after[end].remove(start)
            else:
                after[start].append(end)
    borders = []
    for first in list(after):
        while after[first]:
            border, node = [first], after[first].pop()
            while node != first and after[node]:
                border.append(node)
                node = after[node].pop()
            borders.append(border)
    return [border for border in borders if len(border) > 2]


def thinned(shapes: Sequence[Sequence[list[Node]]], tolerance: float) -> list[list[list[Node]]]:
    """Shapes with fewer points, none moved further than the tolerance. A stretch of border between the points where
    three shapes meet is thinned once, for both its sides."""
    beside: dict[Node, set[Node]] = defaultdict(set)
    for ring in (ring for shape in shapes for ring in shape):
        for before, node, after in zip(
            ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True
        ):
            beside[node] |= {before, after}
    corners = {node for node, near in beside.items() if len(near) != 2}
    return [
        [thin for ring in shape if len(thin := _thin_ring(ring, corners, tolerance)) > 2]
        for shape in shapes
    ]


def _thin_ring(ring: list[Node], corners: set[Node], tolerance: float) -> list[Node]:
    """A ring without corners, an island or an enclave, is cut at its least point and the one farthest from that, so that
    the shape around an enclave cuts it at the same places."""
    cuts = [index for index, node in enumerate(ring) if node in corners]
    if len(cuts) < 2:
        first = cuts[0] if cuts else ring.index(min(ring))
        farthest = max(range(len(ring)), key=lambda i: (math.dist(ring[first], ring[i]), ring[i]))
        cuts = sorted({first, farthest})
    turned = ring[cuts[0] :] + ring[: cuts[0]]
    ends = [cut - cuts[0] for cut in cuts[1:]] + [len(turned)]
    thin: list[Node] = []
    start = 0
    for end in ends:
        arc = (turned + turned[:1])[start : end + 1]
        # One direction for both neighbours: the same stretch must lose the same points.
        forward = arc[0] <= arc[-1]
        kept = _douglas_peucker(arc if forward else arc[::-1], tolerance)
        thin += (kept if forward else kept[::-1])[:-1]
        start = end
    return thin


def _douglas_peucker(line: list[Node], tolerance: float) -> list[Node]:
    """A line with its ends and those points that lie further than the tolerance from the shorter way."""
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda i: _off(line[i], line[first], line[last]))
        if _off(line[far], line[first], line[last]) > tolerance:
            kept.add(far)
            waiting += [(first, far), (far, last)]
    return [line[index] for index in sorted(kept)]


def _off(point: Node, start: Node, end: Node) -> float:
    """How far a point lies from the line between two others."""
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    return abs(_turn(start, end, point)) / length


def area(ring: Sequence[Point | Node]) -> float:
    """Of a ring, in square units; above zero when it turns left."""
    turned = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in turned) / 2
