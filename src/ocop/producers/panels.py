"""Places on the product page that rooms above fill: they register a template and what it needs."""

from collections.abc import Callable
from typing import Any

from .models import Product

Fill = Callable[[Product, Any], dict[str, Any]]
"""(product, person) → context of the template."""

_panels: list[tuple[str, Fill]] = []


def register(template: str, fill: Fill) -> None:
    _panels.append((template, fill))


def panels_for(product: Product, person: Any) -> list[dict[str, Any]]:
    return [{"template": template, **fill(product, person)} for template, fill in _panels]
