"""PDF by typst: compilers kept, our fonts, data handed over as JSON and never as markup."""

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from . import blocks
from .marks import marked, watermark
from .writing import plain

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
FONTS = HERE / "fonts"
FIGURE_PIXELS_PER_INCH = 220

_lock = threading.Lock()


class NoFonts(Exception):
    """The fonts were not built; `scripts/build_fonts.py` makes them at set-up."""


def paper_pdf(paper: blocks.Paper) -> bytes:
    """A paper as PDF, laid out in its form: 5 to 20 ms."""
    data = {**blocks.as_data(blocks.cleaned(paper)), "watermark": watermark(paper.watermark)}
    return _compiled(TEMPLATES / f"{paper.form}.typ", data)


def render_pdf(template: str | Path, data: Mapping[str, Any]) -> bytes:
    """A sheet with a layout of its own as PDF: `template` is a typst file that takes `data`, or the name of one here."""
    file = template if isinstance(template, Path) else TEMPLATES / f"{template}.typ"
    return _compiled(file, plain(marked(data)))


def picture_png(figure: blocks.Figure) -> bytes:
    """A drawing as pixels, for Word, which shows no SVG everywhere."""
    data = {"content": list(figure.content), "width_mm": figure.width_mm}
    return _compiled(TEMPLATES / "figure.typ", data, format="png", ppi=FIGURE_PIXELS_PER_INCH)


def _compiled(
    template: Path,
    data: Mapping[str, Any],
    format: Literal["pdf", "png"] = "pdf",
    ppi: float | None = None,
) -> bytes:
    values = json.dumps(data, ensure_ascii=False)
    with _lock:
        made = _compiler(template).compile(format=format, ppi=ppi, sys_inputs={"data": values})
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(template: Path) -> "typst.Compiler":
    import typst

    return typst.Compiler(template, root=template.parent, font_paths=_fonts())


@cache
def _fonts() -> "typst.Fonts":
    """Tinos and Be Vietnam Pro; typst's own faces stand in for rare signs such as ≥. Fonts of the machine are not used."""
    import typst

    if not any(FONTS.glob("*.ttf")):
        raise NoFonts("The fonts of the documents are missing: run scripts/build_fonts.py.")
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
