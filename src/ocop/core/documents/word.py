"""Word files by docxtpl: the same data as the PDF, for offices that edit before they sign."""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from docxtpl import DocxTemplate

from .content import plain
from .pdf import TEMPLATES


def render_docx(template: str, data: Mapping[str, Any]) -> bytes:
    """A document as Word file. Templates: decision, minutes, score_summary, pass_up."""
    document = DocxTemplate(io.BytesIO(_template(template)))
    document.render({"watermark": "", **plain(data)}, autoescape=True)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


@cache
def _template(name: str) -> bytes:
    return (TEMPLATES / f"{name}.docx").read_bytes()
