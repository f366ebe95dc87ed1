"""Whether a Word file may be opened at all: nothing in it runs, fetches anything, or unpacks to a flood."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from .faults import Fault

LARGEST_BYTES = 2 * 2**20
LARGEST_UNPACKED_BYTES = 24 * 2**20
MOST_ENTRIES = 1000
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RUNS = ("vbaproject", "vbadata", "activex", "embeddings/", "macrosheets", "afchunk")
FETCHING_FIELDS = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|RD)\b", re.I)


def unsafe(content: bytes) -> Fault | None:
    """The reason why a file is refused unopened, None for one that is safe to open."""
    if len(content) > LARGEST_BYTES:
        return Fault("too_large", params={"mb": LARGEST_BYTES // 2**20})
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unsafe(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, etree.XMLSyntaxError):
        return Fault("not_word")


def _unsafe(archive: zipfile.ZipFile) -> Fault | None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED_BYTES:
        return Fault("bomb")
    names = [entry.filename.lower() for entry in entries]
    if "word/document.xml" not in names or "[content_types].xml" not in names:
        return Fault("not_word")
    types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if "macroEnabled" in types or any(run in name for name in names for run in RUNS):
        return Fault("macro")
    if MAIN_TYPE not in types:
        return Fault("not_document")
    for entry in entries:
        if entry.filename.endswith(".rels"):
            for kind in _outside(archive.read(entry)):
                return Fault("outside", params={"what": kind})
        if entry.filename.startswith("word/") and entry.filename.endswith(".xml"):
            for field in _fetching(archive.read(entry)):
                return Fault("fetching", params={"what": field})
    return None


def _parsed(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _outside(xml: bytes) -> Iterator[str]:
    """Kinds of what the file would fetch from elsewhere; a link that a reader may click is none."""
    for link in _parsed(xml):
        kind = link.get("Type", "").rsplit("/", 1)[-1]
        if link.get("TargetMode") == "External" and kind != "hyperlink":
            yield kind


def _fetching(xml: bytes) -> Iterator[str]:
    """Fields that start programs or fetch files when Word opens the document."""
    for element in _parsed(xml).iter("{*}instrText", "{*}fldSimple"):
        attributes = " ".join(str(value) for value in element.attrib.values())
        if found := FETCHING_FIELDS.search(f"{element.text or ''} {attributes}"):
            yield found[1].upper()
