"""Kinds of papers that rooms print, and the fields by which an office's own Word template may ask for what stands in one.

A kind's facts are a frozen dataclass. Each of its fields that a template may name carries an explanation:

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Letter:
        number: str = told("Số, ký hiệu", "Number and sign")
        products: tuple[Forwarded, ...] = told("Sản phẩm được chuyển", "Products passed up")

        def paper(self) -> Paper: ...
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .blocks import Paper
from .writing import plain

TOLD = "told"


class Facts(Protocol):
    """What a paper is made of."""

    watermark: str

    def paper(self) -> Paper:
        """The paper as we lay it out."""


def told(vietnamese: str, english: str, default: Any = dataclasses.MISSING) -> Any:
    """A field of a paper's facts that an own template may name, explained in both languages."""
    return dataclasses.field(default=default, metadata={TOLD: (vietnamese, english)})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a template. inside: what each row of a list, or a group, holds; is_list: to be gone through by `for`."""

    name: str
    words: tuple[str, str]
    is_list: bool = False
    inside: tuple[Field, ...] = ()

    def words_in(self, language: str) -> str:
        return self.words[language.startswith("en")]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper. code: in addresses and file names. name: words for people. sample: facts of nobody, to try a
    template with."""

    code: str
    name: Any
    facts: type
    sample: Callable[[], Facts]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(fields_of(self.facts))


def fields_of(facts: type) -> Iterator[Field]:
    """What a template of these facts may name, in their order."""
    hints = typing.get_type_hints(facts)
    for field in dataclasses.fields(facts):
        if TOLD not in field.metadata:
            continue
        hint = hints[field.name]
        is_list = typing.get_origin(hint) is tuple
        inner = typing.get_args(hint)[0] if is_list else hint
        is_group = isinstance(inner, type) and dataclasses.is_dataclass(inner)
        inside = tuple(fields_of(inner)) if is_group else ()
        yield Field(field.name, field.metadata[TOLD], is_list, inside)


def values_of(facts: Any) -> Mapping[str, Any]:
    """The facts as a template reads them: texts, numbers and lists only, points and dates written already."""
    return {name: _value(getattr(facts, name)) for name in (f.name for f in fields_of(type(facts)))}


def _value(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return values_of(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return plain(value)


_kinds: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    """Say which papers a room prints; called as its `papers.py` is loaded."""
    for kind in kinds:
        _kinds[kind.code] = kind


def declared() -> Mapping[str, Kind]:
    """The kinds by code, in the order in which rooms declared them."""
    return _kinds
