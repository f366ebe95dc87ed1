"""The list page that every list of the system is: search, filters, sort, pages, export."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from . import cells
from .search import fold
from .spreadsheets import XLSX_TYPE, write_csv, write_table
from .templatetags.ocop import vn_number

PAGE_SIZES = (25, 50, 100)
CONTENT_TYPES = {
    "xlsx": XLSX_TYPE,
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column in one place: what it is called, what it sorts by, what the page and an export show of a row.

    value: what an export says (None: not exported). cell: what the page shows, text or safe html (`core.cells`); without
    one the value as people read it. total: what the last row says of all rows of the narrowed list, `Sum("workers")`.
    key: names it for programs, in CSV, JSON and a person's choice of columns; else `sort` does. A column with neither, the
    first one and a fixed one cannot be hidden. One that is not shown is for exports: the page says it in another's cell.
    """

    label: str | Promise
    sort: str = ""
    value: Callable[[Any], Any] | None = None
    is_number: bool = False
    key: str = ""
    is_shown: bool = True
    cell: Callable[[Any], Any] | None = None
    total: models.Aggregate | None = None
    is_fixed: bool = False
    is_nowrap: bool = False

    @property
    def name(self) -> str:
        return self.key or self.sort

    @property
    def shown(self) -> Callable[[Any], Any]:
        """What the page shows of a row."""
        value = self.value
        return self.cell or (lambda thing: cells.worded(value(thing)) if value else "")

    @property
    def opening(self) -> SafeString:
        """The start of its cells; on a phone each says what it is."""
        kind = "number" if self.is_number else "nowrap" if self.is_nowrap else ""
        return format_html(
            '<td{} data-label="{}">', format_html(' class="{}"', kind) if kind else "", self.label
        )


def table_rows(columns: Sequence[Column], things: Iterable[Any]) -> SafeString:
    """`<tr>`s of the columns, without a template, which costs three times as much for each row.

    A cell that asks for a row that is not there stops the page: templates hold such an error for nothing to show, and the
    whole list would be silently empty.
    """
    drawn = [(column.opening, column.shown) for column in columns]
    rows = (
        "".join([f"{opening}{conditional_escape(shown(thing))}</td>" for opening, shown in drawn])
        for thing in things
    )
    try:
        return mark_safe("".join([f"<tr>{row}</tr>" for row in rows]))
    except ObjectDoesNotExist as error:
        raise LookupError(f"a cell asks for what is not there: {error}") from error


class Listing:
    """One list page: two queries, the count and the page, whatever the number of rows."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Any],
        *,
        columns: Sequence[Column],
        search: str = "",
        filters: forms.Form | None = None,
        order: str = "",
        name: str = "danh-sach",
        formats: Sequence[str] = ("xlsx",),
        read: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] = lambda narrowed: narrowed,
    ) -> None:
        """`search` names folded fields, separated by commas: each word typed must be in one of them. `read` says what is
        read of each row, which the count needs nothing of."""
        self.request = request
        self.columns = columns
        self.filters = filters
        self.name = name
        self.formats = formats
        self.query = request.GET.get("q", "").strip()[:100]
        self.search_fields = search.split(",") if search else []
        queryset = self.searched(queryset)
        if filters is not None:
            # Everything under a filter that says something else would be taken for what was asked.
            sound = filters.is_valid()
            queryset = filters.narrow(queryset) if sound else queryset.none()  # type: ignore[attr-defined]
        self.sort = self._sort(order)
        self.narrowed = queryset
        queryset = read(queryset)
        self.queryset = queryset.order_by(*self.sort.split(","), "pk") if self.sort else queryset

    @property
    def searches(self) -> bool:
        return bool(self.search_fields)

    def searched(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """What holds every word that was typed."""
        for word in fold(self.query).split() if self.searches else ():
            anywhere = [models.Q((f"{field}__contains", word)) for field in self.search_fields]
            queryset = queryset.filter(reduce(or_, anywhere))
        return queryset

    def _sort(self, default: str) -> str:
        wanted = self.request.GET.get("sap", "")
        allowed = {c.sort for c in self.columns if c.sort}
        return wanted if wanted in allowed or wanted.removeprefix("-") in allowed else default

    @cached_property
    def page(self) -> Any:
        size = self.request.GET.get("moi-trang", "")
        per_page = int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
        paginator = Paginator(self.queryset, per_page)
        paginator.count = self._sums["rows"] if self.has_totals else self.narrowed.count()
        return paginator.get_page(self.request.GET.get("trang"))

    @property
    def has_totals(self) -> bool:
        """Whether a total stands below a column; who looks at a list without any is not asked for."""
        return any(c.total for c in self.columns) and any(c.total for c in self.shown)

    @cached_property
    def _sums(self) -> dict[str, Any]:
        """The number of rows and every total, in the statement that would count the rows alone."""
        totals = {f"total_{n}": c.total for n, c in enumerate(self.shown) if c.total}
        return self.queryset.aggregate(rows=models.Count("pk"), **totals)

    @property
    def totals(self) -> SafeString:
        """The cells of the last row after its head, over all pages."""
        sums = [self._sums.get(f"total_{n}") for n in range(len(self.shown))]
        ends = [
            f"{column.opening}{vn_number(number or 0) if column.total else ''}</td>"
            for column, number in zip(self.shown, sums, strict=True)
        ]
        return mark_safe("".join(ends[1:]))

    @property
    def rows(self) -> SafeString:
        return table_rows(self.shown, self.page)

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that this person sees on the page."""
        hidden = self._hidden
        return [c for c in self.columns if c.is_shown and c.name not in hidden]

    @cached_property
    def choosable(self) -> list[Column]:
        """The columns that a person may hide: none that tells the row from others."""
        pages = [column for column in self.columns if column.is_shown]
        return [column for column in pages[1:] if column.name and not column.is_fixed]

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """Each column that may be hidden, and whether this person sees it; none for who is not signed in."""
        if not self.request.user.is_authenticated:
            return []
        return [(column, column.name not in self._hidden) for column in self.choosable]

    @cached_property
    def _hidden(self) -> set[str]:
        """What this person hid of this list; kept in the person's row, which every page has read."""
        if not self.request.user.is_authenticated:
            return set()
        kept = self.request.user.hidden_columns.get(self.name, ())
        return {column.name for column in self.choosable if column.name in kept}

    @property
    def heads(self) -> Iterator[dict[str, Any]]:
        """Column heads with the link that sorts by them and the direction they are sorted in."""
        for column in self.shown:
            mine = self.sort.lstrip("-") == column.sort and bool(column.sort)
            descending = mine and self.sort.startswith("-")
            yield {
                "label": column.label,
                "is_number": column.is_number,
                "sort": column.sort and ("" if descending or not mine else "-") + column.sort,
                "direction": ("descending" if descending else "ascending") if mine else "",
            }

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query) or bool(
            self.filters is not None and self.filters.is_bound and self.filters.changed_data
        )

    @property
    def exports(self) -> bool:
        return any(column.value for column in self.columns)

    @property
    def wants_export(self) -> bool:
        return self.request.GET.get("xuat") in self.formats and self.exports

    def export(self) -> HttpResponse:
        """The whole narrowed list as a spreadsheet, as CSV or as JSON."""
        columns = [c for c in self.columns if c.value]
        labels = [str(c.label) for c in columns]
        keys = [c.key or str(c.label) for c in columns]
        rows = (
            [c.value(thing) for c in columns if c.value]
            for thing in self.queryset.iterator(chunk_size=500)
        )
        kind = self.request.GET["xuat"]
        content: str | bytes
        if kind == "json":
            things = [dict(zip(keys, row, strict=True)) for row in rows]
            content = json.dumps(things, ensure_ascii=False, cls=DjangoJSONEncoder)
        elif kind == "csv":
            content = write_csv(keys, rows)
        else:
            content = write_table(labels, rows, sheet_name=self.name)
        response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="{self.name}.{kind}"'
        return response
