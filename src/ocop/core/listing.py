"""The list page that every list of the system is: search, filters, sort, pages, export."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from .search import fold
from .spreadsheets import XLSX_TYPE, write_csv, write_table

PAGE_SIZES = (25, 50, 100)
CONTENT_TYPES = {
    "xlsx": XLSX_TYPE,
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, what it sorts by, what it says in an export (None: not exported).

    `key` names it for programs, in CSV and JSON. One that is not shown is for exports: the page says it in another's cell.
    `cell` is what the page shows of a row, text or safe html; a list whose shown columns all have one needs no template,
    which costs three times as much for each row.
    """

    label: str | Promise
    sort: str = ""
    value: Callable[[Any], Any] | None = None
    is_number: bool = False
    key: str = ""
    is_shown: bool = True
    cell: Callable[[Any], Any] | None = None


def table_rows(columns: Sequence[Column], things: Iterable[Any]) -> SafeString:
    """`<tr>`s of the columns that have a cell; on a phone each cell says what it is."""
    cells = [
        (
            format_html(
                '<td{} data-label="{}">',
                mark_safe(' class="number"') if column.is_number else "",
                column.label,
            ),
            column.cell,
        )
        for column in columns
        if column.cell
    ]
    rows = (
        "".join([f"{opening}{conditional_escape(cell(thing))}</td>" for opening, cell in cells])
        for thing in things
    )
    return mark_safe("".join([f"<tr>{row}</tr>" for row in rows]))


class Listing:
    """One list page: two queries, the count and the page, whatever the number of rows."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Any],
        *,
        columns: Sequence[Column],
        row_template: str = "",
        search: str = "",
        filters: forms.Form | None = None,
        order: str = "",
        name: str = "danh-sach",
        formats: Sequence[str] = ("xlsx",),
    ) -> None:
        """`search` names folded fields, separated by commas: each word typed must be in one of them."""
        self.request = request
        self.columns = columns
        self.row_template = row_template
        self.filters = filters
        self.name = name
        self.formats = formats
        self.query = request.GET.get("q", "").strip()[:100]
        self.search_fields = search.split(",") if search else []
        queryset = self.searched(queryset)
        if filters is not None and filters.is_valid():
            queryset = filters.narrow(queryset)  # type: ignore[attr-defined]
        self.sort = self._sort(order)
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
        return Paginator(self.queryset, per_page).get_page(self.request.GET.get("trang"))

    @property
    def rows(self) -> SafeString:
        """The rows of the page, of a list whose columns bring their cells."""
        return table_rows([c for c in self.columns if c.is_shown], self.page)

    @property
    def heads(self) -> Iterator[dict[str, Any]]:
        """Column heads with the link that sorts by them and the direction they are sorted in."""
        for column in self.columns:
            if not column.is_shown:
                continue
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
