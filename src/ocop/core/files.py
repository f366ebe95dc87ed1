"""The file store: content-addressed, checked by content, never trusting a name or a declared type."""

import errno
import hashlib
import io
import os
import tempfile
import unicodedata
import warnings
import zipfile
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import OperationalError
from django.utils.translation import gettext as _

from . import clock
from .errors import Refused
from .models import StoredFile
from .spreadsheets import OLE, XLSX_TYPE, is_locked

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = XLSX_TYPE
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"
GEOJSON = "application/geo+json"
IMAGES = ("image/jpeg", "image/png", "image/webp")
EVIDENCE = (PDF, *IMAGES)
SPREADSHEETS = (XLSX, ODS, XLS)
CHUNK = 2**20
SUFFIXES = {
    PDF: ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    ODS: ".ods",
    XLS: ".xls",
    GEOJSON: ".geojson",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}
LARGEST_IMAGE_PIXELS = 60_000_000
LARGEST_UNPACKED_BYTES = 300 * 2**20
LONGEST_NAME = 120


class WholeFiles(FileSystemStorage):
    """Files on the local disk that are there whole or not at all, whenever the disk fills up or the power goes."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
        return name

    def clear_unfinished(self, *, before: datetime) -> int:
        """Remove what a process that was killed had begun to write; returns how many files."""
        cleared = 0
        for path in Path(self.location).rglob("*.part"):
            with suppress(FileNotFoundError):  # one that arrives is finished while we look
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    cleared += 1
        return cleared


def no_room() -> str:
    return _("Máy chủ hết chỗ lưu. Dữ liệu đã lưu vẫn an toàn; hãy báo quản trị viên rồi gửi lại.")


def has_no_room(error: Exception) -> bool:
    """Whether a disk is full or a quota used up, as the system, SQLite or PostgreSQL says it."""
    if isinstance(error, OperationalError):
        full = getattr(error.__cause__, "sqlstate", "") == "53100"
        return full or "disk is full" in str(error) or "disk I/O error" in str(error)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def store(
    upload: BinaryIO | File[bytes], *, kinds: Collection[str] = EVIDENCE, limit: int = 0
) -> StoredFile:
    """Keep the bytes of an upload and say what they are. limit: in bytes, where it is not that of uploads.

    Raises Refused, with a sentence for the person, when the file is too large, empty, of another kind than `kinds`,
    damaged or dangerous. The bytes are on disk before the row: a row never names a file that is not there, nor one that
    is taken away at this moment because nothing used it so far.
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
    if content_type == PDF:
        require_readable_pdf(upload)
    stored = StoredFile(sha256=digest.hexdigest(), size_bytes=size, content_type=content_type)
    _write(stored, upload)
    stored, _is_new = StoredFile.objects.update_or_create(
        pk=stored.pk,
        defaults={"stored_at": clock.true_now()},
        create_defaults={"size_bytes": size, "content_type": content_type},
    )
    _write(stored, upload)
    return stored


def _write(stored: StoredFile, upload: BinaryIO | File[bytes]) -> None:
    """Put the bytes where they belong, unless the very same are there."""
    try:
        if not (is_whole(stored) and is_unaltered(stored)):
            upload.seek(0)
            default_storage.delete(stored.path)
            default_storage.save(stored.path, File(upload))
    except OSError as error:
        raise Refused(no_room()) from error


def is_whole(stored: StoredFile) -> bool:
    """Whether the bytes of a stored file are there, all of them: what a page can afford to look at."""
    return (
        default_storage.exists(stored.path)
        and default_storage.size(stored.path) == stored.size_bytes
    )


def is_unaltered(stored: StoredFile) -> bool:
    """Whether the bytes of a file that is there are those that were stored; reads them all."""
    with default_storage.open(stored.path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == stored.pk


def store_bytes(content: bytes, *, kinds: Collection[str]) -> StoredFile:
    """Keep a file that the system itself made."""
    return store(io.BytesIO(content), kinds=kinds)


def too_large() -> Refused:
    megabytes = settings.UPLOAD_LIMIT_BYTES // 2**20
    return Refused(
        _("Tệp lớn hơn %(limit)d MB. Hãy nén hoặc chia nhỏ rồi tải lại.") % {"limit": megabytes}
    )


def kind_of(upload: BinaryIO | File[bytes]) -> str:
    """The content type as the bytes show it, or "" when they show nothing that we take.

    Raises Refused where the kind is right but nobody could read the file, or reading it would do harm.
    """
    upload.seek(0)
    head = upload.read(4096)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return office_kind(upload)
    if head.startswith(OLE):
        upload.seek(0)
        if is_locked(upload.read()):
            raise Refused(_("Tệp có mật khẩu. Bỏ mật khẩu rồi chọn lại."))
        return XLS if is_old_workbook(upload) else ""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return GEOJSON
    try:
        matches = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return ""
    for kind in IMAGES:
        if kind in matches and is_sound_image(upload, kind):
            return kind
    return ""


def require_readable_pdf(upload: BinaryIO | File[bytes]) -> None:
    """Raises Refused for a PDF that has a password, no pages, or cannot be read."""
    from pypdf import PasswordType, PdfReader

    upload.seek(0)
    try:
        reader = PdfReader(upload)
        locked = reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED
        pages = 0 if locked else len(reader.pages)
    except Exception:  # pypdf raises a dozen kinds for a broken file
        raise Refused(_("Tệp PDF bị hỏng, không đọc được. Quét hoặc xuất lại tệp.")) from None
    if locked:
        raise Refused(_("Tệp PDF có mật khẩu. Tải lên bản không đặt mật khẩu."))
    if not pages:
        raise Refused(_("Tệp PDF không có trang nào."))


def is_sound_image(upload: BinaryIO | File[bytes], kind: str) -> bool:
    from PIL import Image, UnidentifiedImageError

    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload) as image:
                if image.width * image.height > LARGEST_IMAGE_PIXELS:
                    raise too_many_pixels()
                image.verify()
                return Image.MIME.get(image.format or "") == kind
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many_pixels() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return False


def too_many_pixels() -> Refused:
    most = LARGEST_IMAGE_PIXELS // 10**6
    return Refused(_("Ảnh lớn hơn %(most)d triệu điểm ảnh. Hãy thu nhỏ ảnh.") % {"most": most})


def office_kind(upload: BinaryIO | File[bytes]) -> str:
    """Word and Excel files are zip archives; one that unpacks to a flood is refused before it is unpacked."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
                raise Refused(_("Tệp nén quá nhiều dữ liệu, không an toàn để mở."))
            names = {entry.filename for entry in entries}
            if "mimetype" in names and archive.getinfo("mimetype").file_size == len(ODS):
                return ODS if archive.read("mimetype") == ODS.encode() else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return ""
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else ""


def plain_name(name: str) -> str:
    """A file name as it is kept and shown: no folders, no signs that steer the terminal or the direction of reading."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .") or "tep"


def is_old_workbook(upload: BinaryIO | File[bytes]) -> bool:
    """Excel 97–2003: the container that Word of its time shares, with a stream that is named as a workbook."""
    upload.seek(0)
    content = upload.read()
    return any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "Book"))


def download_name(name: str, stored: StoredFile) -> str:
    """A safe file name of the right kind for a download."""
    suffix = SUFFIXES.get(stored.content_type, "")
    stem = plain_name(name)
    stem = "".join(c if c.isalnum() or c in " .-_()" else "_" for c in stem)
    if stem.lower().endswith(suffix):
        stem = stem[: len(stem) - len(suffix)]
    return stem[:LONGEST_NAME] + suffix
