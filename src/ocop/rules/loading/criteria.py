"""Criteria with their levels, cases and sub-criteria: points that rise and add up."""

from __future__ import annotations

from ..model import NONE, Case, Criterion, Level
from .rules import RuleReader
from .texts import Located
from .values import shown

KINDS = ("single", "sum", "alternative")


class CriterionReader(RuleReader):
    def criterion(self, node: Located, home: str, *, is_sub: bool = False) -> Criterion:
        code, kind = self.code(node), node.get("kind")
        self.place = code
        points = self.whole(node, "max_points", least=1)
        if not code.startswith(f"{home}."):
            self.fault(node, "code", "home", code=code, home=home)
        note, note_en = self.both(node, "note", code)
        self.inferred(node)
        levels: tuple[Level, ...] = ()
        cases: tuple[Case, ...] = ()
        subs: tuple[Criterion, ...] = ()
        if kind == "single":
            levels = self.levels(node, code, points)
        elif kind == "alternative":
            cases = self.cases(node, code, points)
        elif kind == "sum" and not is_sub:
            nodes = self.nodes(node, "sub_criteria")
            subs = tuple(self.criterion(s, code, is_sub=True) for s in nodes)
            self.place, total = code, sum(s.max_points for s in subs)
            if total != points or not subs:
                self.fault(node, "max_points", "subs_sum", code=code, total=total, wanted=points)
        else:
            known = ", ".join(KINDS)
            self.fault(node, "kind", "kind", code=code, known=known, found=shown(kind))
        return Criterion(
            code=code,
            number=self.text(node, "number"),
            name=self.text(node, "name"),
            name_en=self.text(node, "name_en"),
            max_points=points,
            kind=kind if kind in KINDS else "single",
            note=note,
            note_en=note_en,
            has_none="none_points" in node,
            levels=levels,
            cases=cases,
            sub_criteria=subs,
            rules=self.rules(node, code),
            is_inferred=node.get("source") == "inferred",
        )

    def levels(self, node: Located, of: str, maximum: int) -> tuple[Level, ...]:
        levels = []
        for level in self.nodes(node, "levels"):
            self.inferred(level)
            code = self.code(level)
            if code == NONE:
                self.fault(level, "code", "level_reserved", found=NONE)
            points = self.whole(level, "points")
            levels.append(
                Level(code, points, self.text(level, "label"), self.text(level, "label_en"))
            )
        points_of = [level.points for level in levels]
        if len(levels) < 2:
            self.fault(node, "levels", "few_levels", code=of)
            return tuple(levels)
        if len({level.code for level in levels}) != len(levels):
            self.fault(node, "levels", "level_twice", code=of)
        if points_of != sorted(set(points_of)):
            self.fault(node, "levels", "not_rising", code=of, found=points_of)
        if max(points_of) != maximum:
            self.fault(
                node, "max_points", "best_level", code=of, wanted=maximum, total=max(points_of)
            )
        none = node.get("none_points", 0)
        if (min(points_of) > 0) != ("none_points" in node) or type(none) is not int or none != 0:
            self.fault(
                node, "none_points" if "none_points" in node else "levels", "none_points", code=of
            )
        return tuple(levels)

    def cases(self, node: Located, of: str, maximum: int) -> tuple[Case, ...]:
        cases = []
        for case in self.nodes(node, "cases"):
            self.inferred(case)
            code, points = self.code(case), self.whole(case, "max_points", least=1)
            labels = self.text(case, "label"), self.text(case, "label_en")
            levels = self.levels(case, f"{of} {code}", points)
            cases.append(Case(code, *labels, points, levels, "none_points" in case))
        codes = [level.code for case in cases for level in case.levels]
        if len(cases) < 2:
            self.fault(node, "cases", "few_cases", code=of)
        elif max(case.max_points for case in cases) != maximum:
            self.fault(node, "max_points", "best_case", code=of)
        if len({case.code for case in cases}) != len(cases):
            self.fault(node, "cases", "case_twice", code=of)
        if len(set(codes)) != len(codes):
            self.fault(node, "cases", "levels_across", code=of)
        if not any(r.get("type") == "choose_one_case" for r in self.nodes(node, "rules")):
            self.fault(node, "rules", "no_choose_case", code=of)
        return tuple(cases)
