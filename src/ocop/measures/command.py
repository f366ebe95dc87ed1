"""`ocop measures`: figures for programs and for people at a terminal."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import click
from django.db import DatabaseError
from django.utils import translation

from ocop.core import clock
from ocop.core.periods import BadPeriod, Period
from ocop.core.spreadsheets import write_csv, write_table
from ocop.places.models import Place

from . import tables
from .areas import Area
from .definitions import Measure, all_measures, find


def run(
    codes: Sequence[str],
    *,
    place: str,
    period: str,
    by: str,
    out: Path | None,
    as_of_today_units: bool,
) -> None:
    """Print figures, or write them to a file; without a place and a period, say which figures there are."""
    measures = chosen(codes)
    with translation.override("vi"):
        if not place and not period:
            listed(measures)
            return
        area, asked = Area(place_of(place)), period_of(period)
        if not codes:
            measures = [measure for measure in measures if measure.is_told_of(asked)]
        check_parts(measures, by, named=bool(codes))
        units_on = clock.today() if as_of_today_units else None
        rows = list(tables.rows(measures, area, asked, by=by, units_on=units_on))
        columns = tables.COLUMNS if by else tables.COLUMNS[:4]
        written = [row[: len(columns)] for row in rows]
        if out is None:
            click.echo(tab_separated(columns, written), nl=False)
        else:
            save(out, columns, written)


def chosen(codes: Sequence[str]) -> list[Measure]:
    """The measures of some codes, all of them where none is given."""
    found = []
    for code in codes:
        measure = find(code)
        if measure is None:
            raise click.ClickException(
                f"No figure has the code {code}. `ocop measures` lists those that there are."
            )
        found.append(measure)
    return found or all_measures()


def place_of(key: str) -> Place:
    if not key:
        raise click.ClickException("Which place? Give its code: --place 06, or vn for the country.")
    try:
        place = Place.objects.filter(key=key).first()
    except DatabaseError as error:
        raise click.ClickException(
            "The database is not as this version needs it. Run: ocop setup"
        ) from error
    if place is None:
        raise click.ClickException(
            f"No place has the code {key}. The key of a unit is its code, with the edition after @ where it was used again: 06, 19@2025."
        )
    return place


def period_of(text: str) -> Period:
    if not text:
        raise click.ClickException("Which period? --period 2019, 2019-Q4, 2019-M11, 2018-2020 …")
    try:
        with translation.override("en"):  # as the other sentences of the command line
            return Period.parse(text)
    except BadPeriod as error:
        raise click.ClickException(str(error)) from error


def check_parts(measures: Sequence[Measure], by: str, *, named: bool) -> None:
    """Refuse a dimension that nothing is parted by, or not each of the figures that were asked for by name."""
    if not by:
        return
    unable = [m.code for m in measures if by not in tables.dimension_keys(m)]
    known = sorted({key for measure in measures for key in tables.dimension_keys(measure)})
    if (named and unable) or len(unable) == len(measures):
        raise click.ClickException(
            f"{', '.join(unable[:3])}: not parted by {by}. Known here: {', '.join(known)}."
        )


def listed(measures: Sequence[Measure]) -> None:
    """Code, name, unit, code in the list of indicators, and what each can be parted by."""
    rows = [
        (m.code, str(m.name), str(m.unit.label), m.indicator, " ".join(tables.dimension_keys(m)))
        for m in measures
    ]
    click.echo(tab_separated(("code", "name", "unit", "indicator", "by"), rows), nl=False)


def tab_separated(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A line a row, cells between tabs, the names of the columns first. A number has a point and no groups; nothing is
    empty."""
    output = io.StringIO()
    writer = csv.writer(
        output,
        "excel-tab",
        lineterminator="\n",
        quoting=csv.QUOTE_NONE,
        quotechar=None,
        escapechar="\\",
    )
    writer.writerow(columns)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return output.getvalue()


def save(out: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """The same as .xlsx with Vietnamese heads or as .csv with the columns' names."""
    if out.suffix not in (".xlsx", ".csv"):
        raise click.ClickException(f"{out.name}: give a file that ends in .xlsx or .csv.")
    try:
        if out.suffix == ".csv":
            out.write_text(write_csv(columns, rows), encoding="utf-8", newline="")
        else:
            labels = [str(label) for label in tables.LABELS[: len(columns)]]
            out.write_bytes(write_table(labels, rows, sheet_name="chi-tieu"))
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{out}: {len(rows)} rows.")
