"""Files to upload: good ones, and each kind of bad one."""

import io
import struct
import zipfile
import zlib

import xlsxwriter
from pypdf import PdfReader, PdfWriter

from ocop.documents import render_pdf


def pdf(title: str = "Giấy tờ (thử)") -> bytes:
    return render_pdf("notice", {"title": title, "reason": "Tệp thử."})


def pdf_with_password() -> bytes:
    writer, output = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.encrypt("bi-mat", algorithm="AES-256")
    writer.write(output)
    return output.getvalue()


def pdf_that_anybody_may_read() -> bytes:
    """Encrypted, but only against changes, as offices often issue them."""
    writer, output = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf()))), io.BytesIO()
    writer.encrypt("", owner_password="chu", algorithm="AES-128")
    writer.write(output)
    return output.getvalue()


def pdf_bomb(unpacked_bytes: int) -> bytes:
    """One page whose drawing unpacks to a thousand times its size."""
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * (unpacked_bytes // 14), 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Rotate 90>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 5\n0000000000 65535 f \n" + rows + trailer


def png(width: int = 8, height: int = 8, *, rows: int | None = None) -> bytes:
    """A white picture; with fewer rows than its height it is damaged, with a huge size it is a bomb."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    lines = (b"\0" + b"\xff" * ((width + 7) // 8)) * (height if rows is None else rows)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def table(rows: dict[tuple[int, int], str]) -> bytes:
    """A spreadsheet with some cells."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for (row, column), text in rows.items():
            sheet.write_string(row, column, text)
    return output.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()


def zip_bomb() -> bytes:
    """An .xlsx by its names, with a sheet of 310 MB."""
    return zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * (310 * 2**20)})


def lying_zip_bomb() -> bytes:
    """The same, but its directory says that the sheet is small."""
    honest = bytearray(table({(0, 0): "a"}))
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    head, cell = b"<worksheet><sheetData><row><c t='str'><v>", b"a" * (600 * 2**20)
    files["xl/worksheets/sheet1.xml"] = head + cell + b"</v></c></row></sheetData></worksheet>"
    true_size = struct.pack("<I", len(files["xl/worksheets/sheet1.xml"]))
    return zipped(files).replace(true_size, struct.pack("<I", 9_000))
