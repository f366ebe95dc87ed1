"""What follows from something else, brought up to date after a change."""

from collections.abc import Callable, Mapping
from typing import Any

from ..loading import INDEX
from .tree import Node, add, at, dump, load, nodes, points_of, put


def revised(
    files: Mapping[str, str], name: str, change: Callable[[dict[str, Node]], None]
) -> dict[str, str]:
    """The texts that differ once a change is made to a sheet; what follows from it is settled.

    name: the file that is changed, or INDEX when the change is not one sheet's. Raises Unreadable and KeyError.
    """
    documents = {
        file: load(text) for file, text in files.items() if name == INDEX or file in (name, INDEX)
    }
    change(documents)
    for file in documents:
        if file != INDEX and (name == INDEX or file == name):
            settle(documents, file)
    texts = {file: dump(node, files.get(file, "")) for file, node in documents.items()}
    return {file: text for file, text in texts.items() if files.get(file) != text}


def settle(files: Mapping[str, Node], name: str) -> None:
    """Bring what follows from a sheet's content up to date: in the sheet and in the list of sets."""
    sheet, index = files[name], files[INDEX]
    incomplete = []
    for part in nodes(sheet, "parts"):
        _settle_unaccounted(part)
        if "unaccounted_points" in part:
            incomplete.append(part.get("code"))
        for section in nodes(part, "sections"):
            for criterion in nodes(section, "criteria"):
                _settle_criterion(criterion)
            criteria = section.pop("criteria", None) or []
            section.pop("incomplete", None)
            if not criteria:
                section["incomplete"] = True
                incomplete.append(section.get("code"))
            section["criteria"] = criteria
    put(sheet, {"complete": not incomplete})
    entry = next((e for e in nodes(index, "sets") if e.get("file") == name), None)
    if entry is None:
        entry = at(index, add(index, "", "sets", {"code": sheet.get("code"), "file": name}))
    for key in ("code", "name", "name_en", "sector", "complete"):
        entry[key] = sheet.get(key)
    _settle_exceptions(index, str(sheet.get("slug")), incomplete)


def _settle_exceptions(index: Node, slug: str, incomplete: list[Any]) -> None:
    held = [
        e
        for e in nodes(index, "exceptions")
        if e.get("set") != slug or e.get("section") in incomplete
    ]
    named = {e.get("section") for e in held if e.get("set") == slug}
    held += [{"set": slug, "section": code} for code in incomplete if code not in named]
    if held or "exceptions" in index:
        index["exceptions"] = held


def _settle_unaccounted(part: Node) -> None:
    """Points of a part that no section had become those that none has now."""
    if "unaccounted_points" not in part or type(part.get("max_points")) is not int:
        return
    left = part["max_points"] - points_of(part, "sections")
    if left > 0:
        part["unaccounted_points"] = left
    else:
        for key in ("unaccounted_points", "source", "source_note"):
            part.pop(key, None)


def _settle_criterion(criterion: Node) -> None:
    kind = criterion.get("kind")
    if kind == "single":
        _settle_levels(criterion)
    elif kind == "alternative":
        for case in nodes(criterion, "cases"):
            _settle_levels(case)
        best = max((c.get("max_points") or 0 for c in nodes(criterion, "cases")), default=0)
        put(criterion, {"max_points": best})
        rules = nodes(criterion, "rules")
        if not any(rule.get("type") == "choose_one_case" for rule in rules):
            criterion["rules"] = [{"type": "choose_one_case"}, *rules]
    elif kind == "sum":
        for sub in nodes(criterion, "sub_criteria"):
            _settle_criterion(sub)
        put(criterion, {"max_points": points_of(criterion, "sub_criteria")})


def _settle_levels(holder: Node) -> None:
    points = [n["points"] for n in nodes(holder, "levels") if type(n.get("points")) is int]
    if not points:
        return
    put(holder, {"max_points": max(points)})
    if min(points) > 0:
        put(holder, {"none_points": 0})
    else:
        holder.pop("none_points", None)
