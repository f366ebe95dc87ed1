"""The mark across a paper: that of what is printed, and before it that of an installation whose papers are all marked."""

from collections.abc import Callable, Mapping
from typing import Any

REHEARSAL = "BẢN DIỄN TẬP"

of_installation: Callable[[], str] = str
"""What all papers of the installation are marked with; without a server, as `ocop rank` prints, nothing."""


def marked(data: Mapping[str, Any]) -> dict[str, Any]:
    """A document's data with its whole mark, "" for none."""
    own = data.get("watermark", "")
    return {**data, "watermark": " · ".join(filter(None, (of_installation(), own)))}
