"""Checks at start: deny by default means that a page without a right is a fault of the program."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver


def patterns(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every route of the site with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


@register(Tags.urls)
def every_view_names_its_right(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The view of {route!r} names no right.", hint="Put @allow(…) above it.", id="ocop.E001"
        )
        for route, pattern in patterns()
        if not hasattr(pattern.callback, "right")
    ]
