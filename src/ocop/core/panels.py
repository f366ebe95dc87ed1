"""Places on the page of a thing that rooms above fill: a room's `panels.py` registers a template and what it needs."""

from collections.abc import Callable
from typing import Any

from django.db import models

Fill = Callable[[Any, Any], dict[str, Any] | None]
"""(thing, person) → context of the template as `panel`, None where it has nothing to show."""

_panels: dict[str, list[tuple[str, Fill, bool]]] = {}


def register(model: str, template: str, fill: Fill, *, is_below: bool = False) -> None:
    """model: of the thing whose page it is, as "app.Model". is_below: it comes after what the thing says of itself."""
    _panels.setdefault(model.lower(), []).append((template, fill, is_below))


def panels_for(thing: models.Model, person: Any) -> list[dict[str, Any]]:
    """The panels of a thing's page, those of lower rooms first."""
    found = (
        (template, is_below, fill(thing, person))
        for template, fill, is_below in _panels.get(thing._meta.label_lower, ())
    )
    return [
        {"template": template, "is_below": is_below, **context}
        for template, is_below, context in found
        if context is not None
    ]
