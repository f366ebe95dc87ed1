"""The list page that every list of the system is: search, filters, sort, pages, export."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property

from .search import fold
from .spreadsheets import XLSX_TYPE, write_table

PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, what it sorts by, what it says in an export (None: not exported)."""

    label: str | Promise
    sort: str = ""
    value: Callable[[Any], Any] | None = None
    is_number: bool = False


class Listing:
    """One list page: two queries, the count and the page, whatever the number of rows."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Any],
        *,
        columns: Sequence[Column],
        row_template: str,
        search: str = "",
        filters: forms.Form | None = None,
        order: str = "",
        name: str = "danh-sach",
    ) -> None:
        self.request = request
        self.columns = columns
        self.row_template = row_template
        self.filters = filters
        self.name = name
        self.query = request.GET.get("q", "").strip()[:100]
        self.searches = bool(search)
        if search and self.query:
            queryset = queryset.filter(**{f"{search}__contains": fold(self.query)})
        if filters is not None and filters.is_valid():
            queryset = filters.narrow(queryset)  # type: ignore[attr-defined]
        self.sort = self._sort(order)
        self.queryset = queryset.order_by(*self.sort.split(","), "pk") if self.sort else queryset

    def _sort(self, default: str) -> str:
        wanted = self.request.GET.get("sap", "")
        allowed = {c.sort for c in self.columns if c.sort}
        return wanted if wanted.lstrip("-") in allowed else default

    @cached_property
    def page(self) -> Any:
        size = self.request.GET.get("moi-trang", "")
        per_page = int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
        return Paginator(self.queryset, per_page).get_page(self.request.GET.get("trang"))

    @property
    def heads(self) -> Iterator[dict[str, Any]]:
        """Column heads with the link that sorts by them and the direction they are sorted in."""
        for column in self.columns:
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
        return self.request.GET.get("xuat") == "xlsx" and self.exports

    def export(self) -> HttpResponse:
        """The whole narrowed list as a spreadsheet, written row by row."""
        columns = [c for c in self.columns if c.value]
        rows = (
            [c.value(thing) for c in columns if c.value]
            for thing in self.queryset.iterator(chunk_size=500)
        )
        response = HttpResponse(
            write_table([str(c.label) for c in columns], rows, sheet_name=self.name),
            content_type=XLSX_TYPE,
        )
        response["Content-Disposition"] = f'attachment; filename="{self.name}.xlsx"'
        return response
