"""Official documents: PDF by typst, Word by docxtpl, dossiers put together from many files.

`content` says what each template needs; `render_pdf("decision", data)` and `render_docx("decision", data)` take the
same data. The layout is that of Decree 30/2020/NĐ-CP, appendix I.
"""

from .assembly import Part, assemble
from .pdf import render_pdf
from .word import render_docx

__all__ = ["Part", "assemble", "render_docx", "render_pdf"]
