"""What people upload for a draft edition: a spreadsheet, a .zip or the YAML files of a folder; nothing is trusted."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from ocop.core.errors import Refused
from ocop.core.spreadsheets import BrokenSpreadsheet
from ocop.rules import document
from ocop.rules.loading import INDEX

from . import table_reading

LARGEST_YAML_BYTES = 500_000
LARGEST_UNPACKED_BYTES = 20 * 2**20
MOST_FILES = 300
_name = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.yaml")

Files = dict[str, str | None]


def read(
    uploads: Sequence[Any], files: Mapping[str, str]
) -> tuple[str, Files, list[tuple[Any, ...]]]:
    """(name of the source, texts by file, wrong cells) of an upload. Raises Refused with a sentence."""
    source = ", ".join(upload.name for upload in uploads)[:200]
    first = uploads[0]
    suffix = first.name.lower().rpartition(".")[2]
    if suffix in ("xlsx", "ods"):
        if len(uploads) > 1:
            raise Refused(_("Mỗi lần chỉ nhập một bảng tính."))
        try:
            found = table_reading.read(first.file, files)
        except BrokenSpreadsheet as broken:
            raise Refused(str(broken)) from broken
        except document.Unreadable as unreadable:
            raise Refused(
                _("Bản nháp có tệp YAML hỏng. Hãy sửa tệp đó trước khi nhập bảng tính.")
            ) from unreadable
        return source, dict(found.files), [astuple(p) for p in found.problems]
    if suffix == "zip":
        if len(uploads) > 1:
            raise Refused(_("Mỗi lần chỉ nhập một tệp .zip."))
        texts = _unzipped(first.file)
    else:
        texts = {}
        for upload in uploads:
            _put(texts, upload.name, upload.read(LARGEST_YAML_BYTES + 1))
    return source, _with_dropped(texts, files), []


def _unzipped(file: BinaryIO) -> dict[str, str]:
    """The YAML files of an archive; other files in it are passed over, dangerous ones refuse the whole."""
    texts: dict[str, str] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            if len(entries) > MOST_FILES:
                raise Refused(_("Tệp nén có quá nhiều tệp."))
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
                raise Refused(_("Tệp nén chứa quá nhiều dữ liệu, không an toàn để mở."))
            for entry in entries:
                path = entry.filename.replace("\\", "/")
                if path.startswith("/") or ":" in path or ".." in path.split("/"):
                    raise Refused(_("Tệp nén có đường dẫn không an toàn."))
                if path.lower().endswith((".yaml", ".yml")):
                    with archive.open(entry) as unpacked:
                        _put(texts, path, unpacked.read(LARGEST_YAML_BYTES + 1))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(_("Tệp .zip bị hỏng hoặc có mật khẩu, không mở được.")) from error
    if not texts:
        raise Refused(_("Trong tệp .zip không có tệp .yaml nào."))
    return texts


def _put(texts: dict[str, str], path: str, content: bytes) -> None:
    name = re.sub(r"\.yml$", ".yaml", path.replace("\\", "/").rsplit("/", 1)[-1])
    if not name.endswith(".yaml"):
        raise Refused(
            _("Tệp %(name)s không nhập được. Chỉ nhận .xlsx, .ods, .zip hoặc .yaml.")
            % {"name": name}
        )
    if not _name.fullmatch(name):
        raise Refused(
            _("Tên tệp .yaml phải không dấu, không khoảng trắng: %(name)s") % {"name": name}
        )
    if name in texts:
        raise Refused(_("Có hai tệp cùng tên %(name)s.") % {"name": name})
    if len(content) > LARGEST_YAML_BYTES:
        raise Refused(_("Tệp %(name)s quá lớn.") % {"name": name})
    try:
        texts[name] = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refused(
            _(
                "Tệp %(name)s, dòng %(line)d: không phải văn bản UTF-8. Lưu lại tệp bằng bảng mã UTF-8."
            )
            % {"name": name, "line": line}
        ) from None


def _with_dropped(texts: dict[str, str], files: Mapping[str, str]) -> Files:
    """What changes; an index that comes along also takes out the files that it does not list."""
    made: Files = {name: text for name, text in texts.items() if files.get(name) != text}
    if INDEX in texts:
        try:
            listed = {s.get("file") for s in document.nodes(document.load(texts[INDEX]), "sets")}
        except document.Unreadable:
            return made
        made |= {name: None for name in files if name != INDEX and name not in listed | set(texts)}
    return made
