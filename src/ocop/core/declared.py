"""The fields of a thing, declared once: its form asks for them, its page tells them, a spreadsheet brings them in and out.

What a field is called, how long it may be, what may be chosen and what is wrong is read from the model; a declaration says
in which order they come and only what differs. A room declares its things in its `facts.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from .spreadsheets import Column
from .templatetags.ocop import vn_date, vn_number

LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds."""
KINDS: Sequence[tuple[type[models.Field[Any, Any]], str]] = (
    (models.DateField, "date"),
    (models.IntegerField, "whole"),
    (models.DecimalField, "decimal"),
    (models.BooleanField, "yes_no"),
)
"""How a spreadsheet reads a field; all others are text."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a thing, with what the model does not say of it.

    short: its label on the page where the form's is longer; on a shared line the word before its value.
    heading: of its column, always in Vietnamese, where it is not the form's label.
    joins: what ties it to the field before it on a shared line; such a one is never told alone (" – 30.000 ₫").
    may_lack: most things rightly have none, so that the page does not name it as lacking.
    key: of its column, where two things in one spreadsheet have a field of the same name.
    cell: what its column says of a thing. parse: what is made of a cell before it is checked.
    """

    name: str
    short: str | Promise = ""
    heading: str = ""
    unit: str | Promise = ""
    joins: str = ""
    may_lack: bool = False
    on_page: bool = True
    in_table: bool = True
    key: str = ""
    help: str = ""
    example: Any = ""
    cell: Callable[[Any], Any] | None = None
    parse: Callable[[Any], Any] | None = None

    @property
    def column_key(self) -> str:
        return self.key or self.name


@dataclass(frozen=True, slots=True)
class Line:
    """Fields told side by side on one line of the page: "12 người · nữ 58%"."""

    label: str | Promise
    facts: Sequence[Fact]
    between: str = " · "


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the page, filled in."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page tells of a thing, and the names of what nobody has stated yet."""

    told: Sequence[Told]
    lacking: Sequence[str]


class Declared:
    """The fields of a model in the order in which form, page and spreadsheet have them."""

    def __init__(self, model: type[models.Model], *lines: Fact | Line) -> None:
        self.model = model
        self.lines = [
            line if isinstance(line, Line) else Line(line.short, [line]) for line in lines
        ]
        self.facts = [fact for line in self.lines for fact in line.facts]
        self.columned = [fact for fact in self.facts if fact.in_table]

    def field(self, fact: Fact) -> Any:
        return self.model._meta.get_field(fact.name)

    @property
    def names(self) -> list[str]:
        """For the `fields` of a form."""
        return [fact.name for fact in self.facts]

    # The page

    def panel(self, thing: Any) -> Panel:
        told, lacking = [], []
        for line in self.lines:
            facts = [fact for fact in line.facts if fact.on_page]
            if not facts:
                continue
            first = self.field(facts[0])
            if value := self._line(line, facts, thing):
                told.append(Told(str(line.label or first.verbose_name), value))
            if not facts[0].may_lack and is_empty(getattr(thing, first.name)):
                lacking.append(str(first.verbose_name))
        return Panel(told, lacking)

    def _line(self, line: Line, facts: Sequence[Fact], thing: Any) -> str:
        text = ""
        for fact in facts:
            if is_empty(getattr(thing, fact.name)) or (fact.joins and not text):
                continue
            value = self._value(fact, thing)
            if fact.short and len(line.facts) > 1:
                value = f"{fact.short} {value}"
            text += (fact.joins or line.between if text else "") + value
        return text

    def _value(self, fact: Fact, thing: Any) -> str:
        """As a person reads it: 08/04/2019, 20.000 ₫, 58%, the label of a choice; a whole number without a unit is a year."""
        value = getattr(thing, fact.name)
        if self.field(fact).choices:
            return str(getattr(thing, f"get_{fact.name}_display")())
        if isinstance(value, date):
            return vn_date(value)
        if isinstance(value, bool):
            return _("Có") if value else _("Không")
        if isinstance(value, Decimal) or fact.unit:
            space = "" if fact.unit in ("", "%") else " "
            return f"{vn_number(value)}{space}{fact.unit}"
        return str(value)

    # The spreadsheet

    def columns(self, *, choices: Mapping[str, Mapping[str, Any]] | None = None) -> list[Column]:
        """Columns in which things are brought in and taken out: Vietnamese, whoever wrote the file and whoever reads it.

        choices: values by their labels, by the name of a field whose choices are not the model's.
        """
        with override("vi"):
            return [self._column(fact, (choices or {}).get(fact.name)) for fact in self.columned]

    def _column(self, fact: Fact, choices: Mapping[str, Any] | None) -> Column:
        field = self.field(fact)
        if choices is None:
            choices = {str(label): value for value, label in field.choices or ()}
        longest = field.max_length or LONGEST_CELL
        return Column(
            fact.column_key,
            fact.heading or str(field.verbose_name),
            kind=next((kind for table, kind in KINDS if isinstance(field, table)), "text"),
            required=not field.blank,
            choices=choices,
            help=fact.help,
            example=fact.example,
            longest=longest,
        )

    def cells(self, thing: Any) -> list[Any]:
        """A thing in those columns; the labels of its choices are in the language of the page."""
        return [self._cell(fact, thing) for fact in self.columned]

    def _cell(self, fact: Fact, thing: Any) -> Any:
        if fact.cell:
            return fact.cell(thing)
        value = getattr(thing, fact.name)
        return self._value(fact, thing) if self.field(fact).choices else value

    def check(self, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Put what cells mean in the place of what they say. Gives the key of each wrong one with what was expected, as the
        form would say it."""
        for fact in self.columned:
            value, field = values[fact.column_key], self.field(fact)
            if is_empty(value) or field.is_relation:
                continue
            if fact.parse:
                values[fact.column_key] = value = fact.parse(value)
            try:
                field.run_validators(value)
            except ValidationError as error:
                yield fact.column_key, _expected(field) or " ".join(error.messages)

    def given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a thing from a row that was read, for its model."""
        return {self.field(fact).attname: values[fact.column_key] for fact in self.columned}


def is_empty(value: Any) -> bool:
    return value in (None, "")


def _expected(field: Any) -> str:
    """ "từ 0 đến 100", where the model bounds a number on both sides."""
    low = [v.limit_value for v in field.validators if isinstance(v, MinValueValidator)]
    high = [v.limit_value for v in field.validators if isinstance(v, MaxValueValidator)]
    if not (low and high):
        return ""
    return _("từ %(low)s đến %(high)s") % {"low": max(low), "high": min(high)}
