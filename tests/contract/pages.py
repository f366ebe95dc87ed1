"""Addresses of the site as a person in a role meets them."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from .sides import Side


def address(page: str, of: str, side: Side) -> str:
    """`of` names things of the side, or attributes of them; a word that names none is meant literally."""
    arguments = []
    for word in str(of).split():
        name, _dot, attribute = word.partition(".")
        if name not in side.things:
            arguments.append(word)
        else:
            thing = side.things[name]
            arguments.append(getattr(thing, attribute or "pk", thing))
    return reverse(page, args=arguments)


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(
    client: Client, method: str, url: str, send: dict[str, Any] | None = None
) -> HttpResponse:
    """The answer to a request that leaves nothing behind; files that it opened are closed."""
    cookies = deepcopy(client.cookies)
    with taken_back():
        response = getattr(client, method.lower())(url, send or {})
        response.whole = (
            b"".join(response.streaming_content) if response.streaming else response.content
        )
    client.cookies = cookies
    for close in response._resource_closers:  # response.close() would end the connection too
        close()
    return response


def in_words(response: HttpResponse) -> str:
    """The status, and of a redirect the page that it leads to."""
    if response.status_code not in (301, 302):
        return str(response.status_code)
    path = response["Location"].partition("?")[0].partition("#")[0]
    try:
        return f"{response.status_code} {resolve(path).view_name}"
    except Resolver404:
        return f"{response.status_code} {path}"
