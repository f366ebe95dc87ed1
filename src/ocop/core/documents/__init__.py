"""Official documents: PDF by typst, Word by docxtpl, dossiers put together from many files.

`content` says what each template needs; `render_pdf("decision", data)` and `render_docx("decision", data)` take the
same data. The layout is that of Decree 30/2020/NĐ-CP, appendix I.
"""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from .content import DossierCover, Part
from .pdf import render_pdf

# Word and PDF libraries take 50 MB of memory: a server that prints nothing does without them.


def render_docx(template: str, data: Mapping[str, Any]) -> bytes:
    """A document as Word file. Templates: decision, minutes, score_summary, pass_up."""
    from . import word

    return word.render_docx(template, data)


def assemble(cover: DossierCover, parts: Sequence[Part], output: BinaryIO) -> int:
    """Write a whole dossier to `output` as one PDF; returns its number of pages.

    A part that is encrypted, broken, too large or no document becomes a page that says so. Parts of one group follow
    each other.
    """
    from . import assembly

    return assembly.assemble(cover, parts, output)


__all__ = ["Part", "assemble", "render_docx", "render_pdf"]
