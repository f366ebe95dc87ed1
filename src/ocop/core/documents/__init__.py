"""Official documents: PDF by typst, Word by docxtpl, dossiers put together from many files.

`content` says what each template needs; `render_pdf("decision", data)` and `render_docx("decision", data)` take the
same data. The layout is that of Decree 30/2020/NĐ-CP, appendix I.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from .content import DossierCover, Part
from .pdf import render_pdf

# Word and PDF libraries take 60 MB of memory: a server that prints nothing does without them.


def render_docx(template: str, data: Mapping[str, Any]) -> bytes:
    """A document as Word file. Templates: decision, minutes, score_summary, pass_up."""
    from . import word

    return word.render_docx(template, data)


def assemble(
    cover: DossierCover,
    parts: Sequence[Part],
    output: BinaryIO,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write a whole dossier to `output` as one PDF; returns its number of pages.

    A part that is encrypted, broken, too large or no document becomes a page that says so. Parts of one group follow
    each other.
    """
    from . import assembly

    return assembly.assemble(cover, parts, output, progress)


def join(files: Sequence[BinaryIO]) -> bytes:
    """Several pictures and PDFs as one PDF, in their order, a picture a page. Raises Refused for one it cannot read."""
    from . import assembly

    return assembly.join(files)


__all__ = ["Part", "assemble", "join", "render_docx", "render_pdf"]
