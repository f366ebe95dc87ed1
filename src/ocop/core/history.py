"""What the audit trail says, told in sentences: each room registers its action codes with words for people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from .models import AuditEntry

Words = str | Promise | Callable[[Mapping[str, Any]], str]
"""A sentence, or what makes one of an entry's data."""

_words: dict[str, Words] = {}


def register(words: Mapping[str, Words]) -> None:
    _words.update(words)


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a timeline (`components/timeline.html`)."""

    title: str
    at: datetime
    who: str
    text: str


def tell(entries: Iterable[AuditEntry]) -> list[Told]:
    """Entries as sentences; the reason that was given stands below. An action that nobody has words for keeps its code."""
    return [
        Told(
            sentence(entry.action, entry.data),
            entry.told_at,
            entry.actor_name or "OCOP",
            str(entry.data.get("reason") or ""),
        )
        for entry in entries
    ]


def sentence(action: str, data: Mapping[str, Any]) -> str:
    words = _words.get(action, action)
    return words(data) if callable(words) else str(words)
