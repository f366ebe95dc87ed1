"""What an edition says that its decision does not: values read otherwise than printed, and values that are ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ocop.core.words import page_language
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.facts import source_note_in
from ocop.rules.loading import INDEX


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands: slug and code of the set, code of the criterion and level, what is printed there and what counts
    instead, as far as it was corrected."""

    slug: str
    set_code: str
    code: str
    printed: Any = None
    used: Any = None

    @property
    def is_corrected(self) -> bool:
        return self.printed is not None


@dataclass(frozen=True, slots=True)
class Inference:
    """A reason in the language of the page, how sure it is, and every place that it holds for."""

    note: str
    confidence: str
    places: tuple[Place, ...]

    @property
    def is_corrected(self) -> bool:
        return any(place.is_corrected for place in self.places)

    @property
    def sets(self) -> int:
        return len({place.set_code for place in self.places})


def inferences(files: Mapping[str, str]) -> list[Inference]:
    """Corrected values first, then what is ours; rules that wait for confirmation are told where they are confirmed."""
    places: dict[str, list[Place]] = {}
    told: dict[str, list[Place]] = {}
    sure: dict[str, str] = {}
    for name, text in sorted(files.items()):
        if name == INDEX:
            continue
        try:
            sheet = document.peek(text)
        except document.Unreadable:
            continue
        slug = name.removesuffix(".yaml")
        for note, place in _of_sheet(slug, sheet):
            places.setdefault(note, []).append(place)
        for node in document.nodes(sheet, "inferences"):
            note = str(node.get("note"))
            sure[note] = str(node.get("confidence") or "")
            told.setdefault(note, []).append(_place(slug, sheet, str(node.get("what"))))
    found = [
        Inference(source_note_in(note, page_language()), sure.get(note, ""), tuple(where))
        for note, where in (told | places).items()
    ]
    return sorted(found, key=lambda row: (not row.is_corrected, row.sets))


def _of_sheet(slug: str, sheet: Node) -> Iterator[tuple[str, Place]]:
    """(reason, place) of everything in a sheet that is marked as inferred or corrected."""
    for path, node in _walk(sheet, ""):
        if "none_points" in node:
            yield (
                _("Không đạt mức nào thì 0 điểm, khi mức thấp nhất trên 0 điểm: phiếu không ghi."),
                _place(slug, sheet, path),
            )
        if note := str(node.get("source_note") or ""):
            used = node.get("points", node.get("max_points"))
            printed = node.get("points_in_source")
            yield note, _place(slug, sheet, path, printed, used if printed is not None else None)


def _walk(node: Node, code: str) -> Iterator[tuple[str, Node]]:
    """(codes from the criterion inward, node) of a sheet's parts, sections, criteria, cases and levels."""
    for key in document.CHILDREN:
        if key == "rules":
            continue
        for child in document.nodes(node, key):
            own = str(child.get("code") or "")
            inner = f"{code} {own}".strip() if key in ("levels", "cases") else own
            yield inner, child
            yield from _walk(child, inner)


def _place(slug: str, sheet: Node, code: str, printed: Any = None, used: Any = None) -> Place:
    return Place(slug, str(sheet.get("code")), code, printed, used)
