"""Official documents: PDF by typst, Word by python-docx, files put together from many papers.

A paper is described in blocks (`blocks`), from which `paper_pdf` and `paper_docx` make the same paper, in the form of the
State or of the Party. A sheet with a layout of its own, to hang on a wall, is a typst file (`render_pdf`).
"""

from collections.abc import Callable, Sequence
from typing import BinaryIO

from .binding import Cover, Part, Unprintable
from .blocks import Paper
from .pdf import paper_pdf, render_pdf

# Word and PDF libraries take 60 MB of memory: a server that prints nothing does without them.


def paper_docx(paper: Paper) -> bytes:
    """A paper as Word file."""
    from . import word

    return word.paper_docx(paper)


def assemble(
    cover: Cover,
    parts: Sequence[Part],
    output: BinaryIO,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write a whole file to `output` as one PDF; returns its number of pages.

    A part that is encrypted, broken, too large or no document becomes a page that says so. Parts of one group follow
    each other.
    """
    from . import assembly

    return assembly.assemble(cover, parts, output, progress)


def join(files: Sequence[BinaryIO]) -> bytes:
    """Several pictures and PDFs as one PDF, in their order, a picture a page. Raises Unprintable for one it cannot read."""
    from . import assembly

    return assembly.join(files)


__all__ = [
    "Cover",
    "Paper",
    "Part",
    "Unprintable",
    "assemble",
    "join",
    "paper_docx",
    "paper_pdf",
    "render_pdf",
]
