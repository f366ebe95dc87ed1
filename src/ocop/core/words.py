"""Sentences in the language of whoever reads them; the lazy ones may reach several people, each in the own language."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.utils.functional import Promise, keep_lazy, lazy
from django.utils.translation import get_language, override

from ocop.rules.reasons import Reason


def page_language() -> str:
    return get_language() or "vi"


def named(thing: Any, attribute: str = "name") -> str:
    """name, label or note of a rule's part, message of its fault, in the language of the page."""
    text: str = getattr(thing, f"{attribute}_in")(page_language())
    return text


@keep_lazy(str)
def fill(text: str | Promise, **values: object) -> str:
    """`text % values`; of a gettext_lazy text it stays lazy."""
    return str(text) % values


def sentences(reasons: Iterable[Reason]) -> str:
    return " ".join(reason.text(page_language()) for reason in reasons)


sentences_lazy = lazy(sentences, str)


def in_vietnamese(make: Callable[..., Any]) -> Callable[..., Any]:
    """For what makes an official document: it is in Vietnamese, whatever language the person reads the pages in."""

    @wraps(make)
    def made(*args: Any, **kwargs: Any) -> Any:
        with override("vi"):
            return make(*args, **kwargs)

    return made
