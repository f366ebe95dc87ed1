"""The mark across a paper: before its own that of an installation whose papers are all marked, as a rehearsal's are.

Every paper passes here when it is made, in blocks, with a layout of its own, bound, or from an office's own template.
"""

from collections.abc import Callable, Mapping
from typing import Any

REHEARSAL = "BẢN DIỄN TẬP"

of_installation: Callable[[], str] = str
"""What all papers of the installation are marked with; without a server, as `ocop rank` prints, nothing."""


def watermark(own: str) -> str:
    """The whole mark of a paper whose own is "DỰ THẢO", "DỮ LIỆU MINH HOẠ" or ""."""
    return " · ".join(filter(None, (of_installation(), own)))


def marked(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a sheet with its whole mark, "" for none."""
    return {**data, "watermark": watermark(data.get("watermark", ""))}
