"""Editions of the criteria for their pages."""

from dataclasses import dataclass

from ocop.core.words import page_language
from ocop.rules import document
from ocop.rules.document import Change
from ocop.rules.loading import INDEX

from ..models import Edition


@dataclass(frozen=True, slots=True)
class Facts:
    """What the list of editions says of one: from its index alone."""

    decision: str = ""
    in_force_from: str = ""
    in_force_to: str = ""
    complete: int = 0
    incomplete: int = 0
    usable: bool = True


def overview() -> list[tuple[Edition, Facts]]:
    """Every edition with its facts, newest in force first: 1 query."""
    found = [(e, facts_of(e.files)) for e in Edition.objects.select_related("published_by")]
    return sorted(found, key=lambda pair: (pair[1].in_force_from, pair[0].code), reverse=True)


def facts_of(files: dict[str, str]) -> Facts:
    try:
        index = document.peek(files.get(INDEX, ""))
    except document.Unreadable:
        return Facts()
    head = index.get("edition")
    head = head if isinstance(head, dict) else {}
    sets = document.nodes(index, "sets")
    complete = sum(entry.get("complete") is True for entry in sets)
    return Facts(
        decision=str(head.get("decision") or ""),
        in_force_from=str(head.get("in_force_from") or ""),
        in_force_to=str(head.get("in_force_to") or ""),
        complete=complete,
        incomplete=len(sets) - complete,
        usable=index.get("usable_for_scoring", True) is not False,
    )


def changes(before: str | None, after: str | None) -> list[Change]:
    """What differs between two texts of a file; nothing where one of them cannot be read."""
    try:
        return document.differences(
            document.peek(before) if before else {}, document.peek(after) if after else {}
        )
    except document.Unreadable:
        return []


def told(index: document.Node, key: str) -> list[str]:
    """What nobody could read yet of an edition (`missing`), or what its readers must know (`remarks`); older ones say it in
    one language."""
    listed = index.get(key)
    return [
        what if isinstance(what, str) else document.text_of(what, "what", page_language())
        for what in (listed if isinstance(listed, list) else [])
        if isinstance(what, str | dict)
    ]
