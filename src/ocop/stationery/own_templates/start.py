"""A template to start from: a kind's every field with its mark, in the frame of the office's papers."""

from __future__ import annotations

from collections.abc import Iterator

from ocop.documents import blocks, paper_docx
from ocop.documents.blocks import Block, Column, Head, Paper, Signer, Table, bold, paragraph
from ocop.documents.kinds import Field, Kind

IN_FRAME = {"superior", "body", "number", "place_and_date", "subject", "signer", "recipients"}
SECRETARY = "secretary"


def start_docx(kind: Kind) -> bytes:
    """A .docx that passes the check as it is: the office takes out what it does not need and moves the rest."""
    fields = {field.name: field for field in kind.fields}
    signers: tuple[Signer, ...] = (
        Signer("{{ signer.authority }}", "{{ signer.title }}", "{{ signer.name }}"),
    )
    if SECRETARY in fields:
        signers = (Signer("", "Thư ký", "{{ secretary }}"), *signers)
    paper = Paper(
        head=Head(
            "{{ body }}",
            "{{ superior }}",
            number="{{ number }}",
            place_and_date="{{ place_and_date }}",
        ),
        kind=str(kind.name),
        subject="{{ subject }}",
        blocks=tuple(
            block
            for field in fields.values()
            if field.name not in IN_FRAME | {SECRETARY}
            for block in _blocks(field)
        ),
        signers=signers,
        recipients=(
            "{%p for recipient in recipients %}",
            "{{ recipient }}",
            "{%p endfor %}",
        ),
    )
    return paper_docx(paper)


def _blocks(field: Field) -> Iterator[Block]:
    label = f"{field.words[0]}:"
    if field.is_list and field.inside:
        yield blocks.Heading(label)
        yield _rows(field)
    elif field.is_list:
        yield paragraph(bold(label), keeps_with_next=True)
        yield paragraph("{%p for line in " + field.name + " %}")
        yield paragraph("{{ line }}")
        yield paragraph("{%p endfor %}")
    elif field.inside:
        for inner in field.inside:
            yield paragraph(bold(f"{inner.words[0]}: "), _mark(f"{field.name}.{inner.name}"))
    else:
        yield paragraph(bold(f"{label} "), _mark(field.name))


def _rows(field: Field) -> Table:
    """A row for each item between the rows that begin and end the loop, which docxtpl takes away."""
    width = len(field.inside)
    first, last = "{%tr for row in " + field.name + " %}", "{%tr endfor %}"
    cells = (_shown(inner) for inner in field.inside)
    return Table(
        tuple(Column(inner.words[0], share=1) for inner in field.inside),
        ((first, *[""] * (width - 1)), tuple(cells), (last, *[""] * (width - 1))),
        size=11,
    )


def _shown(inner: Field) -> str:
    return "{{ row." + inner.name + (" | join('; ')" if inner.is_list else "") + " }}"


def _mark(name: str) -> str:
    return "{{ " + name + " }}"
