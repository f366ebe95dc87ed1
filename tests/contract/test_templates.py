"""No template lies about unused, and no part of one is lost."""

import re
from pathlib import Path

import ocop

SOURCE = Path(ocop.__file__).parent
FOUND_BY_DJANGO = {"400.html", "403.html", "404.html", "409.html", "422.html", "500.html"}
TEMPLATES = {
    path.relative_to(folder).as_posix(): path
    for folder in SOURCE.glob("*/templates")
    for path in folder.rglob("*.*")
    if path.suffix != ".typ"  # of papers, which their names without the suffix call for
}


def test_every_template_is_named_somewhere():
    sources = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    sources |= {path: path.read_text(encoding="utf-8") for path in TEMPLATES.values()}

    unused = {
        name
        for name, path in TEMPLATES.items()
        if not any(
            name in text or (path.suffix == ".typ" and f'"{path.stem}"' in text)
            for other, text in sources.items()
            if other != path
        )
    }

    assert unused - FOUND_BY_DJANGO == set()


def parents(name: str) -> list[str]:
    """The templates that one extends, the nearest first."""
    named = re.match(r'\{% extends "(.+?)" %\}', TEMPLATES[name].read_text(encoding="utf-8"))
    return [named[1], *parents(named[1])] if named else []


def blocks(name: str) -> set[str]:
    return set(re.findall(r"\{% block (\w+) %\}", TEMPLATES[name].read_text(encoding="utf-8")))


def test_every_block_that_a_page_fills_is_there_to_be_filled():
    """Django leaves out in silence what stands in a block that the template above does not know."""
    extended = {parent for name in TEMPLATES for parent in parents(name)}

    lost = {
        name: blocks(name) - set().union(*map(blocks, above))
        for name in TEMPLATES.keys() - extended
        if (above := parents(name))
    }

    assert {name: unknown for name, unknown in lost.items() if unknown} == {}
