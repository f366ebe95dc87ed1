"""Checks and fills a template in a process of its own: a line of JSON and the file come in, faults and the paper go out."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml.etree import XMLSyntaxError

from ocop.core.trial import bounded
from ocop.documents.word_frame import mark_pages

from .faults import Fault
from .fields import environment, faults_of_fields
from .lines import areas_of, faults_of_marks, lines_of

LARGEST_PAPER_BYTES = 40 * 2**20


def main() -> int:
    bounded()
    asked, _, template = sys.stdin.buffer.read().partition(b"\n")
    job = json.loads(asked)
    faults, made = _filled(template, job)
    answer = json.dumps([fault.as_data() for fault in faults], ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode() + b"\n" + made)
    return 0


def _filled(template: bytes, job: dict[str, Any]) -> tuple[list[Fault], bytes]:
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        faults = _faults(document, _schema(job["schema"]))
    except (OpcError, XMLSyntaxError, KeyError, ValueError, OSError):
        return [Fault("not_word")], b""
    if faults:
        return faults, b""
    try:
        document.render(job["values"], environment(), autoescape=True)
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        return [Fault("fails", params={"said": str(error)})], b""
    except XMLSyntaxError:
        return [Fault("breaks_word")], b""
    mark_pages(document.docx, job["mark"])
    output = io.BytesIO()
    document.save(output)
    if output.tell() > LARGEST_PAPER_BYTES:
        return [Fault("too_much")], b""
    return [], output.getvalue()


def _faults(document: DocxTemplate, schema: dict[str, Any]) -> list[Fault]:
    found: list[Fault] = []
    for area, root in areas_of(document):
        lines = lines_of(area, root)
        marks = list(faults_of_marks(lines))
        fields = faults_of_fields(lines, schema)
        found += marks
        found += [fault for fault in fields if not marks or fault.code != "syntax"]
    return found


def _schema(data: Any) -> Any:
    """JSON has no tuples."""
    if isinstance(data, dict):
        return {name: _schema(part) for name, part in data.items()}
    return (data[0], _schema(data[1])) if isinstance(data, list) else data


if __name__ == "__main__":
    sys.exit(main())
