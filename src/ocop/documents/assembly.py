"""One PDF of a whole file: cover, contents, every paper behind it, bookmarks and page numbers that run through."""

import io
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import groupby
from typing import BinaryIO

import pypdf
from PIL import Image, ImageOps

from .binding import Cover, Part, Unprintable
from .pdf import render_pdf

MOST_BYTES = 300 * 2**20
MOST_PAGES_OF_A_PART = 2000
# Bytes of drawing instructions, unpacked: some kilobytes can hold gigabytes of them.
MOST_DRAWING_OF_A_PAGE = 8 * 2**20
MOST_DRAWING_OF_A_PART = 64 * 2**20
IMAGE_DPI = 170
A4_PIXELS = (round(210 / 25.4 * IMAGE_DPI), round(297 / 25.4 * IMAGE_DPI))
MARGIN_PIXELS = round(15 / 25.4 * IMAGE_DPI)


def assemble(
    cover: Cover,
    parts: Sequence[Part],
    output: BinaryIO,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """See `documents.assemble`. At most MOST_BYTES of parts are taken in, which bounds the memory."""
    writer = pypdf.PdfWriter()
    starts: list[int] = []
    taken = 0
    for count, part in enumerate(parts):
        progress(count, len(parts) + 1)
        starts.append(len(writer.pages))
        try:
            pdf = _as_pdf(part, MOST_BYTES - taken)
        except Unprintable as problem:
            pdf = render_pdf("notice", {"title": part.title, "reason": str(problem)})
        taken += len(pdf)
        writer.append(io.BytesIO(pdf), import_outline=False)
    front = _front(cover, parts, starts)
    writer.merge(0, io.BytesIO(front), import_outline=False)
    offset = _count(front)
    for group, members in groupby(zip(parts, starts, strict=True), key=lambda pair: pair[0].group):
        entries = list(members)
        parent = writer.add_outline_item(title=group, page_number=entries[0][1] + offset)
        for part, start in entries:
            writer.add_outline_item(title=part.title, page_number=start + offset, parent=parent)
    _number(writer, cover["name"])
    writer.add_metadata({"/Title": f"{cover['title']} – {cover['name']}"})
    writer.write(output)
    progress(len(parts) + 1, len(parts) + 1)
    return len(writer.pages)


def join(files: Sequence[BinaryIO]) -> bytes:
    """Several pictures and PDFs as one PDF, in their order, a picture a page. Raises Unprintable for one it cannot read."""
    writer = pypdf.PdfWriter()
    for file in files:
        file.seek(0)
        is_pdf = file.read(5) == b"%PDF-"
        file.seek(0)
        pdf = _from_pdf(file) if is_pdf else _from_image(file)
        writer.append(io.BytesIO(pdf), import_outline=False)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _front(cover: Cover, parts: Sequence[Part], starts: Sequence[int]) -> bytes:
    """Cover and contents. Their own length moves every page number, so they are set twice."""
    length = 2
    while True:
        contents = [
            {
                "title": group,
                "items": [
                    {"title": part.title, "page": start + length + 1} for part, start in members
                ],
            }
            for group, members in groupby(
                zip(parts, starts, strict=True), key=lambda pair: pair[0].group
            )
        ]
        front = render_pdf("bound", {**cover, "contents": contents})
        if _count(front) == length:
            return front
        length = _count(front)


def _count(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def _as_pdf(part: Part, room: int) -> bytes:
    """The part as a PDF of its own, so that a broken one harms no other. Raises Unprintable."""
    try:
        file = part.open()
    except OSError:
        raise Unprintable("Không mở được tệp này trong kho lưu trữ.") from None
    with closing(file):
        start = file.read(1024)
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        if size > room:
            raise Unprintable("Tệp quá lớn để in chung. Hãy mở tệp này trong hệ thống.")
        return _from_pdf(file) if b"%PDF-" in start else _from_image(file)


def _opened(file: BinaryIO) -> pypdf.PdfReader:
    try:
        file.seek(0)
        reader = pypdf.PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unprintable(
                "Tệp PDF có mật khẩu nên không in được. Hãy nộp bản không đặt mật khẩu."
            )
        if len(reader.pages) > MOST_PAGES_OF_A_PART:
            raise Unprintable("Tệp có quá nhiều trang để in chung. Hãy mở tệp này trong hệ thống.")
        if not reader.pages:
            raise Unprintable("Tệp PDF không có trang nào.")
    except Unprintable:
        raise
    except Exception as error:  # a broken PDF fails anywhere, with any error; its page says so
        raise Unprintable("Tệp PDF bị hỏng, không đọc được.") from error
    return reader


@pypdf.apply_configuration(zlib_maximum_output_length=2 * MOST_DRAWING_OF_A_PAGE)
def _from_pdf(file: BinaryIO) -> bytes:
    reader = _opened(file)
    try:
        writer = pypdf.PdfWriter()
        writer.append(reader, import_outline=False)
        drawn = 0
        for page in writer.pages:
            contents = page.get_contents()
            here = len(contents.get_data()) if contents is not None else 0
            drawn += here
            if here > MOST_DRAWING_OF_A_PAGE or drawn > MOST_DRAWING_OF_A_PART:
                raise Unprintable("Tệp quá phức tạp để in chung. Hãy mở tệp này trong hệ thống.")
            page.transfer_rotation_to_content()
        output = io.BytesIO()
        writer.write(output)
    except Unprintable:
        raise
    except Exception as error:
        raise Unprintable("Tệp PDF bị hỏng, không đọc được.") from error
    return output.getvalue()


def _from_image(file: BinaryIO) -> bytes:
    """A picture on an A4 page, upright or across as it fits better, no larger than print needs."""
    try:
        with Image.open(file) as picture:
            picture.draft("RGB", (max(A4_PIXELS), max(A4_PIXELS)))
            upright = ImageOps.exif_transpose(picture)
            paper = A4_PIXELS[::-1] if upright.width > upright.height else A4_PIXELS
            upright.thumbnail((paper[0] - 2 * MARGIN_PIXELS, paper[1] - 2 * MARGIN_PIXELS))
            upright = upright.convert("RGBA")
    except Exception as error:  # Pillow raises a dozen kinds for a broken or dangerous picture
        raise Unprintable("Không in được loại tệp này. Hãy mở tệp trong hệ thống.") from error
    page = Image.new("RGB", paper, "white")
    left, top = ((paper[i] - upright.size[i]) // 2 for i in (0, 1))
    page.paste(upright, (left, top), upright)
    output = io.BytesIO()
    page.save(output, "PDF", resolution=IMAGE_DPI, quality=85)
    return output.getvalue()


def _number(writer: pypdf.PdfWriter, title: str) -> None:
    """Lay "title n/total" over each page but the cover, whatever the page's size and origin."""
    pages = [
        {
            "width": round(page.mediabox.width * 100),
            "height": round(page.mediabox.height * 100),
            "number": number,
        }
        for number, page in enumerate(writer.pages, start=1)
    ][1:]
    if not pages:
        return
    whole = {"pages": pages, "total": len(writer.pages), "title": title}
    overlay = pypdf.PdfReader(io.BytesIO(render_pdf("page_numbers", whole)))
    for page, stamp in zip(writer.pages[1:], overlay.pages, strict=True):
        corner = pypdf.Transformation().translate(
            float(page.mediabox.left), float(page.mediabox.bottom)
        )
        page.merge_transformed_page(stamp, corner)
