"""A score sheet: parts and sections that add up, complete or said not to be."""

from __future__ import annotations

from collections.abc import Mapping

from ..checklist import GOODS_OF_SECTORS
from ..model import Part, Section, Sector, Sheet
from .criteria import CriterionReader
from .texts import Located


class SheetReader(CriterionReader):
    def sheet(
        self,
        node: Located,
        part_points: Mapping[str, int],
        maximum: int,
        sectors: tuple[Sector, ...],
    ) -> Sheet:
        self.place = ""
        parts = tuple(self.part(p, part_points) for p in self.nodes(node, "parts"))
        self.place = ""
        if part_points and [p.code for p in parts] != list(part_points):
            self.fault(node, "parts", "parts_differ", wanted=", ".join(part_points))
        total = sum(p.max_points for p in parts)
        wanted = maximum or node.get("max_points")
        if total != wanted or node.get("max_points") != wanted:
            self.fault(node, "max_points", "sheet_sum", total=total, wanted=wanted)
        complete = node.get("complete")
        if not isinstance(complete, bool):
            self.fault(node, "complete", "not_truth", key="complete")
        slug, sector = self.text(node, "slug"), self.text(node, "sector")
        if slug and f"{slug}.yaml" != self.file:
            self.fault(node, "slug", "slug")
        papers = {known.name: known.papers for known in sectors}
        if sectors and sector and sector not in papers:
            self.fault(node, "sector", "sector", found=sector)
        self.text(node, "edition")
        sheet = Sheet(
            code=self.code(node),
            slug=slug,
            name=self.text(node, "name"),
            name_en=self.text(node, "name_en"),
            sector=sector,
            sector_en=self.text(node, "sector_en"),
            group=self.text(node, "group", required=False),
            group_en=self.text(node, "group_en", required=False),
            papers=papers.get(sector) or GOODS_OF_SECTORS.get(sector, "food"),
            complete=complete is True,
            max_points=total,
            parts=parts,
            rules=self.rules(node, ""),
        )
        if isinstance(complete, bool) and complete != sheet.is_filled:
            self.fault(node, "complete", "complete")
        self.references(node, sheet)
        return sheet

    def part(self, node: Located, part_points: Mapping[str, int]) -> Part:
        code = self.place = self.code(node)
        sections = tuple(self.section(s, code) for s in self.nodes(node, "sections"))
        self.place = code
        self.inferred(node)
        points, total = self.whole(node, "max_points", least=1), sum(s.max_points for s in sections)
        key = "unaccounted_points"
        unaccounted = self.whole(node, key, least=1) if key in node else 0
        total += unaccounted
        if total != points:
            self.fault(node, "max_points", "sections_sum", code=code, total=total, wanted=points)
        if (wanted := part_points.get(code, points)) != points:
            self.fault(node, "max_points", "part_points", code=code, total=points, wanted=wanted)
        names = self.text(node, "name"), self.text(node, "name_en")
        return Part(code, *names, points, sections, unaccounted)

    def section(self, node: Located, part: str) -> Section:
        code = self.place = self.code(node)
        points = self.whole(node, "max_points", least=1)
        if not code.startswith(f"{part}."):
            self.fault(node, "code", "home", code=code, home=part)
        self.inferred(node)
        incomplete = node.get("incomplete", False)
        if not isinstance(incomplete, bool):
            self.fault(node, "incomplete", "not_truth", key="incomplete")
        criteria = tuple(self.criterion(c, code) for c in self.nodes(node, "criteria"))
        self.place, total = code, sum(c.max_points for c in criteria)
        if incomplete and criteria:
            self.fault(node, "criteria", "incomplete_filled")
        if not incomplete and total != points:
            self.fault(node, "max_points", "criteria_sum", code=code, total=total, wanted=points)
        return Section(
            code,
            self.text(node, "number"),
            self.text(node, "name"),
            self.text(node, "name_en"),
            points,
            criteria,
            bool(incomplete),
        )
