"""Figures for other programs."""

from pathlib import Path

import click

from .base import main, start_django


@main.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--place", default="", metavar="CODE", help="A unit's code: 06; vn for the country.")
@click.option(
    "--period", default="", help="2019-M11, 2019-Q4, 2019-H2, 2019-9M, 2019 or 2018-2020."
)
@click.option("--by", default="", help="Parts besides: place, star, group, producer_type …")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx|.csv",
    help="Write a file instead.",
)
@click.option("--as-of-today-units", is_flag=True, help="With --by place: in the units of today.")
def measures(
    codes: tuple[str, ...],
    place: str,
    period: str,
    by: str,
    out: Path | None,
    as_of_today_units: bool,
) -> None:
    """Print figures: code, name, unit and value between tabs, a line each, the names of the columns first.

    \b
    ocop measures                                    which figures there are
    ocop measures A04 --place 06 --period 2019       one figure; a code of ours or of the list of indicators
    ocop measures --place 06 --period 2019-Q4        all figures
    ocop measures A04 --place 06 --period 2019 --by star

    With --by each figure is followed by its parts; the columns part and part_name then come after value, empty for the
    whole, "-" for what belongs to no part. An empty value says that nothing is recorded; 0 that it was counted.
    """
    start_django()
    from ocop.measures import command

    command.run(
        codes, place=place, period=period, by=by, out=out, as_of_today_units=as_of_today_units
    )
