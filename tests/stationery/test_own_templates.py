"""An office's own Word template: what it may hold, what is said of a wrong one, and what a paper made of it looks like."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace

import docx
import pytest
from docx.shared import Mm
from PIL import Image

from ocop.documents import marks
from ocop.documents.blocks import Head, Paper, Signer, paragraph
from ocop.documents.kinds import Kind, told
from ocop.stationery.own_templates import Unfit, check, fill
from ocop.stationery.own_templates.start import start_docx


@dataclass(frozen=True, slots=True)
class Row:
    name: str = told("Tên", "Name")
    points: int = told("Điểm", "Points")


@dataclass(frozen=True, slots=True)
class Person:
    authority: str = told("Thẩm quyền", "Authority", "")
    title: str = told("Chức vụ", "Title", "")
    name: str = told("Họ và tên", "Name", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    number: str = told("Số", "Number")
    subject: str = told("Trích yếu", "Subject")
    body: str = told("Cơ quan", "Body", "UBND")
    superior: str = told("Cấp trên", "Above", "")
    place_and_date: str = told("Ngày", "Date", "")
    recipients: tuple[str, ...] = told("Nơi nhận", "Recipients", ())
    texts: tuple[str, ...] = told("Nội dung", "Text", ())
    rows: tuple[Row, ...] = told("Các dòng", "Rows", ())
    signer: Person = told("Người ký", "Signer", Person())
    watermark: str = ""

    def paper(self) -> Paper:
        return Paper(Head(self.body), "Báo cáo", self.subject, (paragraph("…"),), (Signer(),))


SAMPLE = Note(
    number="12/BC",
    subject="Việc mẫu",
    texts=("Đoạn một", "Đoạn hai"),
    rows=(Row("Miến dong", 91), Row("Chè Shan", 70)),
    signer=Person("", "Chủ tịch", "Nguyễn Văn A"),
)
KIND = Kind("ghi-chu", "Ghi chú", Note, lambda: SAMPLE)


@pytest.fixture(autouse=True)
def unmarked(monkeypatch):
    """As a real installation prints them; the mark of a rehearsal is tested with it."""
    monkeypatch.setattr(marks, "of_installation", str)


def word(*paragraphs: str, table: list[list[str]] | None = None, footer: str = "") -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def changed(content: bytes, **files: bytes | None) -> bytes:
    """The archive with other files in it; names with __ for / and _dot_ for a dot."""
    instead = {name.replace("__", "/").replace("_dot_", "."): data for name, data in files.items()}
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in instead:
                target.writestr(name, source.read(name))
        for name, data in instead.items():
            target.writestr(name, data)
    return output.getvalue()


def refused(template: bytes) -> list[tuple[str, int, dict]]:
    with pytest.raises(Unfit) as caught:
        check(template, KIND)
    return [(fault.code, fault.where.number, fault.params) for fault in caught.value.faults]


def texts_of(content: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + cells


def test_a_template_is_filled_with_texts_lists_and_rows():
    template = word(
        "Số: {{ number }}",
        "{%p for text in texts %}",
        "{{ loop.index }}. {{ text | upper }}",
        "{%p endfor %}",
        "{{ signer.title }}: {{ signer.name }}{% if not superior %}.{% endif %}",
        table=[
            ["Tên", "Điểm"],
            ["{%tr for row in rows %}", ""],
            ["{{ row.name }}", "{{ row.points }}"],
            ["{%tr endfor %}", ""],
        ],
    )

    made = check(template, KIND)

    assert texts_of(made) == [
        "Số: 12/BC",
        "1. ĐOẠN MỘT",
        "2. ĐOẠN HAI",
        "Chủ tịch: Nguyễn Văn A.",
        *("Tên", "Điểm", "Miến dong", "91", "Chè Shan", "70"),
    ]


def test_typed_text_is_printed_as_it_is_in_body_and_footer():
    nasty = "Rượu <men> & \"lá\" {{ 7*7 }} {% raw %} 'a' ]]>"
    template = word("Việc: {{ subject }}", footer="{{ subject }} – trang cuối")

    made = fill(template, KIND, replace(SAMPLE, subject=nasty))

    document = docx.Document(io.BytesIO(made))
    assert document.paragraphs[0].text == f"Việc: {nasty}"
    assert document.sections[0].footer.paragraphs[0].text == f"{nasty} – trang cuối"


def test_numbering_and_pictures_of_the_template_stay():
    document = docx.Document()
    document.add_paragraph("{%p for text in texts %}")
    document.add_paragraph("{{ text }}", style="List Number")
    document.add_paragraph("{%p endfor %}")
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(picture, "PNG")
    document.add_picture(picture, width=Mm(10))
    output = io.BytesIO()
    document.save(output)

    made = docx.Document(io.BytesIO(check(output.getvalue(), KIND)))

    numbered = [p.text for p in made.paragraphs if p.style.name == "List Number"]
    assert numbered == ["Đoạn một", "Đoạn hai"]
    assert len(made.inline_shapes) == 1


def test_unknown_fields_are_named_with_where_they_stand_and_what_there_is():
    template = word(
        "Số: {{ nummer }}",
        "{{ signer.ten }}",
        table=[
            ["{%tr for row in rows %}"],
            ["{{ row.diem }}"],
            ["{%tr endfor %}"],
        ],
    )

    assert refused(template) == [
        (
            "unknown_field",
            1,
            {"what": "nummer", "near": "number", "known": sorted(f.name for f in KIND.fields)},
        ),
        (
            "unknown_field",
            2,
            {"what": "signer.ten", "near": "", "known": ["authority", "name", "title"]},
        ),
        ("unknown_field", 4, {"what": "row.diem", "near": "", "known": ["name", "points"]}),
    ]


@pytest.mark.parametrize(
    ("paragraphs", "code", "number"),
    [
        (["{% for text in texts %}", "{{ text }}", "{% endfor %}"], "other_place", 3),
        (["{%p for text in texts %}", "{{ text }} {% endfor %}"], "other_scope", 2),
        (["{%p for text in texts %}", "{{ text }}"], "never_ends", 1),
        (["{{ number }}", "{% endif %}"], "ends_nothing", 2),
        (["{%tr for row in rows %}", "{%tr endfor %}"], "outside_table", 1),
        (["{% for x in number %}{{ x }}{% endfor %}"], "no_list", 1),
        (["Số {{ number"], "unclosed", 1),
        (["a", "{{ number | }}"], "syntax", 2),
        (["{{ number | pprint }}"], "no_filter", 1),
    ],
)
def test_misused_marks_are_refused_where_they_stand(paragraphs, code, number):
    [(found, at, _params)] = refused(word(*paragraphs))

    assert (found, at) == (code, number)


@pytest.mark.parametrize(
    "attempt",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ number.__class__ }}",
        "{{ number['__class__'] }}",
        "{{ signer['__init__']['__globals__'] }}",
        "{{ loop.__init__ }}",
        "{{ number.format(subject) }}",
        "{{ range(99999) | join }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ number | attr('__class__') }}",
        "{{ number | map('upper') }}",
        "{% import 'os' as os %}",
        "{% include '/etc/passwd' %}",
        "{% set x = number %}",
        "{% macro m() %}{% endmacro %}",
    ],
)
def test_nothing_runs_in_a_template(attempt):
    codes = {code for code, _number, _params in refused(word(attempt))}

    assert codes <= {"not_allowed", "unknown_field", "no_filter", "syntax"}
    assert codes


def test_a_template_that_grows_without_end_is_stopped():
    doubled = "'aaaaaaaaaaaaaaaa'"
    for _ in range(9):
        doubled = f"({doubled} | replace('a', 'aaaaaaaaaaaaaaaa'))"

    [(code, _number, _params)] = refused(word("{{ " + doubled + " }}"))

    assert code in ("too_much", "fails")


CONTENT_TYPES = "[Content_Types].xml"


def with_types(old: str, new: str) -> bytes:
    content = word("{{ number }}")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read(CONTENT_TYPES).decode()
    assert old in types
    return changed(content, **{CONTENT_TYPES: types.replace(old, new).encode()})


def test_macros_and_other_kinds_of_word_files_are_refused():
    main = "wordprocessingml.document.main+xml"

    macro = with_types(
        f"vnd.openxmlformats-officedocument.{main}", "vnd.ms-word.document.macroEnabled.main+xml"
    )
    assert refused(macro) == [("macro", 0, {})]
    assert refused(changed(word("a"), word__vbaProject_dot_bin=b"x")) == [("macro", 0, {})]
    assert refused(changed(word("a"), word__embeddings__a_dot_bin=b"x")) == [("macro", 0, {})]
    template = with_types(main, "wordprocessingml.template.main+xml")
    assert refused(template) == [("not_document", 0, {})]


def test_what_fetches_from_elsewhere_is_refused():
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" TargetMode="External" Target="https://x.example/a.dotm" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        b"</Relationships>"
    )
    settings = changed(word("a"), word___rels__settings_dot_xml_dot_rels=rels)
    assert refused(settings) == [("outside", 0, {"what": "attachedTemplate"})]

    document = docx.Document()
    run = document.add_paragraph().add_run()
    field = docx.oxml.OxmlElement("w:instrText")
    field.text = 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'
    run._r.append(field)
    output = io.BytesIO()
    document.save(output)
    assert refused(output.getvalue()) == [("fetching", 0, {"what": "DDEAUTO"})]


def test_bombs_and_files_that_are_no_word_file_are_refused():
    assert refused(changed(word("a"), word__big_dot_xml=b" " * 30 * 2**20)) == [("bomb", 0, {})]
    assert refused(b"PK\x03\x04 broken") == [("not_word", 0, {})]
    assert refused(changed(word("a"), word__document_dot_xml=b"<broken")) == [("not_word", 0, {})]
    assert refused(b"x" * (2 * 2**20 + 1)) == [("too_large", 0, {"mb": 2})]


def test_the_mark_of_a_paper_stands_on_every_page_of_an_own_template():
    made = fill(word("{{ number }}"), KIND, replace(SAMPLE, watermark="DỰ THẢO"))

    header = docx.Document(io.BytesIO(made)).sections[0].header
    assert [p.text for p in header.paragraphs if p.text] == ["DỰ THẢO"]


def test_the_template_to_start_from_passes_and_shows_every_field():
    said = " ".join(texts_of(check(start_docx(KIND), KIND)))

    for text in ("12/BC", "Việc mẫu", "Đoạn hai", "Chè Shan", "91", "Nguyễn Văn A"):
        assert text in said
    assert "{" not in said
