"""New things of an edition, made of what a person or a spreadsheet gives."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..loading import INDEX
from .tree import Node, at, dump, load, next_code, nodes, points_of, put

PARTS = (
    ("A", "Sản phẩm và sức mạnh cộng đồng", "Product and community strength", 35),
    ("B", "Khả năng tiếp thị", "Marketing ability", 25),
    ("C", "Chất lượng sản phẩm", "Product quality", 40),
)
BANDS = (0, 30, 50, 70, 90, 100)


def new_index(head: Mapping[str, str]) -> Node:
    """The index of an edition without sets: three parts and five bands, to be changed as the decree says."""
    edges = zip(range(1, 6), BANDS, BANDS[1:], strict=False)
    return {
        "edition": dict(head),
        "max_points": 100,
        "parts": [
            {"code": code, "name": name, "name_en": name_en, "max_points": points}
            for code, name, name_en, points in PARTS
        ],
        "star_bands": [
            {"stars": n, "min": low, ("max" if n == 5 else "max_exclusive"): high}
            for n, low, high in edges
        ],
        "sets": [],
    }


def new_sheet(index: Node, fields: Mapping[str, str]) -> Node:
    """An empty sheet with the parts of the edition. fields: code, slug, name, name_en, sector, sector_en."""
    head = index.get("edition")
    return {
        **fields,
        "edition": head.get("decision", "") if isinstance(head, dict) else "",
        "complete": False,
        "max_points": index.get("max_points"),
        "rules": [],
        "parts": [
            {key: part.get(key) for key in ("code", "name", "name_en", "max_points")}
            | {"sections": []}
            for part in nodes(index, "parts")
        ],
    }


HOLDERS = {"sections": "parts", "criteria": "sections", "sub_criteria": "criteria"}
"""Of each list that a sheet grows by, the list that its holder stands in."""
NEW_KINDS = ("section", "single", "alternative", "sum")


def list_of(inside: str, kind: str) -> str:
    """In which list of the node at a path a new one of a kind stands: a criterion's in that of its parts."""
    if kind == "section":
        return "sections"
    return "sub_criteria" if inside.split(".")[-2:-1] == ["criteria"] else "criteria"


def new_node(sheet: Node, inside: str, kind: str) -> Node:
    """A section or a criterion to be filled in, with the next code and number of its holder, the node at a path.

    Raises KeyError where none of that kind belongs there.
    """
    holder, key = at(sheet, inside), list_of(inside, kind)
    if kind not in NEW_KINDS or inside.split(".")[-2:-1] != [HOLDERS[key]]:
        raise KeyError(kind)
    if key == "sub_criteria" and (kind != "single" or holder.get("kind") != "sum"):
        raise KeyError(kind)
    if key == "sections":
        number = sum(len(nodes(part, "sections")) for part in nodes(sheet, "parts")) + 1
        return {"code": f"{holder.get('code')}.{number}", "number": str(number)}
    return {
        "code": next_code(holder, key, f"{holder.get('code')}."),
        "number": f"{holder.get('number')}.{len(nodes(holder, key)) + 1}",
        "kind": kind,
    }


def without_set(files: Mapping[str, str], name: str) -> dict[str, str | None]:
    """What becomes of the texts when a set is taken out: None for its own. Raises Unreadable."""
    index, slug = load(files[INDEX]), name.removesuffix(".yaml")
    index["sets"] = [entry for entry in nodes(index, "sets") if entry.get("file") != name]
    index["exceptions"] = [e for e in nodes(index, "exceptions") if e.get("set") != slug]
    return {name: None, INDEX: dump(index, files[INDEX])}


def set_parts(files: Mapping[str, Node], parts: Mapping[str, Mapping[str, Any]]) -> None:
    """Names and points of parts, by code, in the index and in every sheet."""
    index = files[INDEX]
    for document in files.values():
        for part in nodes(document, "parts"):
            put(part, parts.get(str(part.get("code")), {}))
    total = points_of(index, "parts")
    for document in files.values():
        put(document, {"max_points": total})


def set_bands(index: Node, bands: Sequence[Mapping[str, Any]]) -> None:
    """The five star bands of their lower edges and notes, lowest first; the last ends with the points there are."""
    held = {band.get("stars"): band for band in nodes(index, "star_bands")}
    edges = [*(band["min"] for band in bands), index.get("max_points")]
    made = []
    for stars, (band, ceiling) in enumerate(zip(bands, edges[1:], strict=True), start=1):
        node = dict(held.get(stars, {"stars": stars}))
        node.pop("max", None)
        node.pop("max_exclusive", None)
        ceiling_key = "max" if stars == len(bands) else "max_exclusive"
        put(node, {"min": band["min"], ceiling_key: ceiling})
        put(node, {key: band.get(key) for key in ("note", "note_en")})
        made.append(node)
    index["star_bands"] = made


def sectors(index: Node) -> list[Node]:
    """The sectors under which the sets stand; an edition may do without."""
    found = index.get("classification")
    return nodes(found, "sectors") or nodes(found, "groups")


def set_sectors(files: Mapping[str, Node], rows: Sequence[Mapping[str, Any]]) -> None:
    """Sectors in order; the sheets of one that is renamed (`old` is its name so far) follow."""
    index = files[INDEX]
    found = index.get("classification")
    if not isinstance(found, dict):
        if not rows:
            return
        found = index["classification"] = {}
    held = {str(node.get("name")): node for node in sectors(index)}
    made = []
    for number, row in enumerate(rows, start=1):
        node = dict(held.get(row["old"], {})) | {"number": number}
        put(node, {key: row[key] for key in ("name", "name_en", "papers")})
        made.append(node)
    found["sectors" if "groups" not in found else "groups"] = made
    renamed = {row["old"]: row for row in rows if row["old"]}
    for name, document in files.items():
        sector = str(document.get("sector"))
        if name != INDEX and sector in renamed:
            row = renamed[sector]
            put(document, {"sector": row["name"], "sector_en": row["name_en"]})


def set_head(index: Node, values: Mapping[str, Any]) -> None:
    """What the edition says of itself: names, decision, days (a date or None), `usable_for_scoring`."""
    told = dict(values)
    usable = told.pop("usable_for_scoring")
    for key in ("decision_date", "in_force_from", "in_force_to"):
        told[key] = told[key].isoformat() if told[key] else ""
    head = index.get("edition")
    if not isinstance(head, dict):
        head = index["edition"] = {}
    put(head, told)
    if usable:
        index.pop("usable_for_scoring", None)
    else:
        index["usable_for_scoring"] = False


def levels_of(rows: Iterable[Mapping[str, Any]], held: Sequence[Node], prefix: str) -> list[Node]:
    """The levels that rows of (code, points, label, label_en) make, lowest points first; a row without points makes none.

    What a row does not know of a level comes from the one of its code in `held`; a new one gets the next code.
    """
    known = {str(node.get("code")): node for node in held}
    made: list[Node] = []
    for row in rows:
        if row.get("points") is None:
            continue
        node = dict(known.get(row["code"], {}))
        node.setdefault("code", row["code"] if row["code"] in known else "")
        put(node, {key: row[key] for key in ("points", "label", "label_en")})
        made.append(node)
    for node in made:
        node["code"] = node["code"] or next_code({"levels": made}, "levels", prefix)
    return sorted(made, key=lambda node: int(node["points"]))


CASE_CODES = "abcdefghijklmnopqrstuvwxyz"


def case_of(
    case: Node, number: int, words: Mapping[str, Any], levels: Iterable[Mapping[str, Any]]
) -> Node | None:
    """A case of a criterion with its words and levels; none where it has no label. number: its place, from 0."""
    if not words["label"]:
        return None
    made = dict(case) or {"code": CASE_CODES[number]}
    put(made, words)
    made["levels"] = levels_of(levels, nodes(case, "levels"), str(made.get("code")))
    return made


def rule_of(fields: Mapping[str, Any], holder: Node) -> Node:
    """A rule of the sheet or criterion that will hold it.

    fields: kind, fact ("" for words of its own), what, what_en, criterion, min_points, stars, inferred, source_note;
    which of them count follows from the kind.
    """
    kind = fields["kind"]
    made: Node = {"type": kind}
    words = {"what": fields["what"], "what_en": fields["what_en"]}
    own = f"own_{len(nodes(holder, 'rules')) + 1}"
    if kind in ("disqualify", "gate"):
        put(made, {"when": fields["fact"] or own, **words})
        if kind == "gate":
            made["effect"] = "stop_evaluation"
    elif kind == "evidence":
        put(made, {"required": own, **words})
    else:
        put(made, {key: fields[key] for key in ("criterion", "min_points")})
        if kind == "requires_for_stars":
            put(made, {"stars": fields["stars"], **words})
    if fields["inferred"]:
        made["source"] = "inferred"
    put(made, {"source_note": fields["source_note"]})
    return made
