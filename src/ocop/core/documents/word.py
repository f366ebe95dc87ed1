"""Word files by docxtpl: the same data as the PDF, for offices that edit before they sign."""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from docxtpl import DocxTemplate

from .content import plain
from .marks import marked
from .pdf import TEMPLATES


def render_docx(template: str, data: Mapping[str, Any]) -> bytes:
    """See `documents.render_docx`."""
    document = DocxTemplate(io.BytesIO(_template(template)))
    document.render(plain(marked(data)), autoescape=True)
    _fit_tables(document)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _fit_tables(document: DocxTemplate) -> None:
    """Give a table with a column a member (score_summary) a grid that matches its cells and fits the page."""
    section = document.docx.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.docx.tables:
        rows, grid = table._tbl.tr_lst, table._tbl.tblGrid
        wanted = [cell.width for cell in rows[0].tc_lst]
        for column in grid.gridCol_lst:
            grid.remove(column)
        for index, width in enumerate(wanted):
            fitting = int(width * min(1, room / sum(wanted)))
            grid.add_gridCol().w = fitting
            for row in rows:
                row.tc_lst[index].width = fitting


@cache
def _template(name: str) -> bytes:
    return (TEMPLATES / f"{name}.docx").read_bytes()
