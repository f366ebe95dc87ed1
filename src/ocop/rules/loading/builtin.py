"""The editions that come with the system."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files as resource_files

from ..model import Edition
from .edition import parse_edition


@lru_cache(maxsize=8)
def builtin_edition(code: str) -> Edition:
    """An edition that comes with the system, by code."""
    return parse_edition(builtin_files(code))


@lru_cache(maxsize=8)
def builtin_files(code: str) -> Mapping[str, str]:
    folder = resource_files("ocop.rules") / "editions" / code
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".yaml")
    }


def builtin_codes() -> tuple[str, ...]:
    return tuple(
        sorted(e.name for e in (resource_files("ocop.rules") / "editions").iterdir() if e.is_dir())
    )
