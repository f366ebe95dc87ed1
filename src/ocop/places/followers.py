"""What lives at a unit and goes over to the one that follows it, such as producers: rooms above register their kinds, for
this room knows nothing of them. What was recorded at a unit stays there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from .models import Place


@dataclass(frozen=True, slots=True)
class Kind:
    """Things that live at places. label: what one is called; living: those that still do; url: where one is looked at."""

    name: str
    label: Promise
    living: Callable[[], QuerySet[Any]]
    url: Callable[[Any], str]
    field: str = "place"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind(name: str) -> Kind | None:
    return _kinds.get(name)


def take_over(kind: Kind, pk: int, to: Place) -> tuple[Any, dict[str, Any]]:
    """Put a thing to another unit, inside an action; the thing, and what changed for the audit trail."""
    thing = kind.living().select_for_update().get(pk=pk)
    old: Place = getattr(thing, kind.field)
    setattr(thing, kind.field, to)
    thing.save(update_fields=[kind.field])
    return thing, {"old": [old.key, old.name], "new": [to.key, to.name]}
