"""The file store: content-addressed, checked by content, never trusting a name or a declared type."""

import hashlib
import io
import zipfile
from collections.abc import Collection
from typing import Any, BinaryIO

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from .errors import Refused
from .models import StoredFile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"
IMAGES = ("image/jpeg", "image/png", "image/webp")
EVIDENCE = (PDF, *IMAGES)
OFFICE = (DOCX, XLSX)
SPREADSHEETS = (XLSX, ODS, XLS)
CHUNK = 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUFFIXES = {
    PDF: ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    ODS: ".ods",
    XLS: ".xls",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}
LARGEST_IMAGE_PIXELS = 60_000_000
LARGEST_UNPACKED_BYTES = 300 * 2**20


class LimitedUploadHandler(FileUploadHandler):
    """Stops reading an upload at the limit, before it fills memory or disk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT_BYTES:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def store(
    upload: BinaryIO | File[bytes], *, kinds: Collection[str] = EVIDENCE, limit: int = 0
) -> StoredFile:
    """Keep the bytes of an upload and say what they are. limit: in bytes, where it is not that of uploads.

    Raises Refused, with a sentence for the person, when the file is too large, empty, of another kind than `kinds`,
    damaged or dangerous. The bytes are on disk before the row: a row never names a file that is not there.
    """
    digest, size = hashlib.sha256(), 0
    upload.seek(0)
    while chunk := upload.read(CHUNK):
        size += len(chunk)
        if size > (limit or settings.UPLOAD_LIMIT_BYTES):
            raise too_large()
        digest.update(chunk)
    if not size:
        raise Refused(_("Tệp rỗng. Chọn tệp khác."))
    content_type = kind_of(upload)
    if content_type not in kinds:
        names = ", ".join(sorted({SUFFIXES[kind].lstrip(".").upper() for kind in kinds}))
        raise Refused(_("Tệp này không dùng được. Chỉ nhận: %(kinds)s.") % {"kinds": names})
    stored = StoredFile(sha256=digest.hexdigest(), size_bytes=size, content_type=content_type)
    known = StoredFile.objects.filter(pk=stored.pk).first()
    if known and default_storage.exists(known.path):
        return known
    upload.seek(0)
    try:
        if not default_storage.exists(stored.path):
            default_storage.save(stored.path, File(upload))
    except OSError as error:
        raise Refused(
            _("Máy chủ hết chỗ lưu tệp. Dữ liệu đã nhập vẫn an toàn; hãy báo quản trị viên.")
        ) from error
    if known is None:
        stored.save(force_insert=True)
    return known or stored


def store_bytes(content: bytes, *, kinds: Collection[str]) -> StoredFile:
    """Keep a file that the system itself made."""
    return store(io.BytesIO(content), kinds=kinds)


def too_large() -> Refused:
    megabytes = settings.UPLOAD_LIMIT_BYTES // 2**20
    return Refused(
        _("Tệp lớn hơn %(limit)d MB. Hãy nén hoặc chia nhỏ rồi tải lại.") % {"limit": megabytes}
    )


def kind_of(upload: BinaryIO | File[bytes]) -> str:
    """The content type as the bytes show it, or "" when they show nothing that we take."""
    upload.seek(0)
    head = upload.read(4096)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return office_kind(upload)
    if head.startswith(OLE):
        return XLS if is_old_workbook(upload) else ""
    try:
        matches = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return ""
    for kind in IMAGES:
        if kind in matches and is_sound_image(upload, kind):
            return kind
    return ""


def is_sound_image(upload: BinaryIO | File[bytes], kind: str) -> bool:
    upload.seek(0)
    try:
        with Image.open(upload) as image:
            if image.width * image.height > LARGEST_IMAGE_PIXELS:
                return False
            image.verify()
            return Image.MIME.get(image.format or "") == kind
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def office_kind(upload: BinaryIO | File[bytes]) -> str:
    """Word and Excel files are zip archives; one that unpacks to a flood is refused before it is unpacked."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
                raise Refused(_("Tệp nén quá nhiều dữ liệu, không an toàn để mở."))
            names = {entry.filename for entry in entries}
            if "mimetype" in names and archive.read("mimetype").strip() == ODS.encode():
                return ODS
    except (zipfile.BadZipFile, RuntimeError):
        return ""
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else ""


def is_old_workbook(upload: BinaryIO | File[bytes]) -> bool:
    """Excel 97–2003: the container that Word of its time shares, with a stream that is named as a workbook."""
    upload.seek(0)
    content = upload.read()
    return any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "Book"))


def download_name(name: str, stored: StoredFile) -> str:
    """A safe file name of the right kind for a download."""
    stem = "".join(c if c.isalnum() or c in " .-_()" else "_" for c in name).strip(" .") or "tep"
    suffix = SUFFIXES.get(stored.content_type, "")
    return stem[:120] if stem.lower().endswith(suffix) else stem[:120] + suffix
