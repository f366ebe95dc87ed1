"""Sentences in the language of whoever reads them, when they are read: what is told to people is kept as data."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override


class InLanguages(Protocol):
    """What words itself in each language, as a reason of the rules does."""

    def text(self, language: str) -> str: ...


def page_language() -> str:
    return get_language() or "vi"


def named(thing: Any, attribute: str = "name") -> str:
    """name, label or note of a rule's part, message of its fault, in the language of the page."""
    text: str = getattr(thing, f"{attribute}_in")(page_language())
    return text


class Said:
    """A sentence and what it names; `str()` words it in the language of the page. A thing that is named otherwise in each
    language has its own as `said`."""

    def __init__(self, text: str | Promise, values: Mapping[str, Any]) -> None:
        self.text, self.values = text, values

    def __str__(self) -> str:
        return str(self.text) % self.values


def fill(text: str | Promise, **values: Any) -> Said:
    """`text % values`, worded at each reading where the text is lazy."""
    return Said(text, values)


def kept(words: Any) -> Any:
    """Words as data, for `told`: a sentence, lazy or filled, what words itself in each language, several of these one
    after another, or plain text."""
    if said := getattr(words, "said", None):
        return kept(said)
    if isinstance(words, Promise):
        words = Said(words, {})
    if isinstance(words, Said):
        with override("vi"):  # the language that all texts are written in
            text = str(words.text)
        return {"text": text, "values": {n: kept(value) for n, value in words.values.items()}}
    if callable(getattr(words, "text", None)):
        return {language: words.text(language) for language, _name in settings.LANGUAGES}
    if isinstance(words, list):
        return [kept(part) for part in words]
    return words if isinstance(words, int) else str(words)


def told(data: Any) -> Any:
    """What was kept, in the language of the page."""
    if isinstance(data, list):
        return " ".join(str(told(part)) for part in data)
    if not isinstance(data, dict):
        return data
    if "text" not in data:
        return data[page_language()]
    text: str = data["text"]
    values = {name: told(value) for name, value in data["values"].items()}
    return gettext(text) % values if values else gettext(text)


def sentences(reasons: Iterable[InLanguages]) -> str:
    """One after another, in the language of the page."""
    return " ".join(reason.text(page_language()) for reason in reasons)


def in_vietnamese(make: Callable[..., Any]) -> Callable[..., Any]:
    """For what makes an official document: it is in Vietnamese, whatever language the person reads the pages in."""

    @wraps(make)
    def make_in_vietnamese(*args: Any, **kwargs: Any) -> Any:
        with override("vi"):
            return make(*args, **kwargs)

    return make_in_vietnamese
