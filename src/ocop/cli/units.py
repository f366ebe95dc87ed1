"""Administrative units are changed."""

import sys
from pathlib import Path

import click

from .base import main, start_django


@main.group()
def places() -> None:
    """Administrative units."""


@places.command("load")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", is_flag=True, help="Only look: write nothing.")
def load(file: Path, check: bool) -> None:
    """Load changes of the units from FILE, .xlsx, .ods, .xls or .csv: mergers, splits, new names, new parents, ends, and new
    units that no other unit became.

    \b
    A sheet of changes:  Ngày hiệu lực, Loại thay đổi, Mã cũ, Mã mới, Tên mới, Mã cấp trên mới, Số văn bản
    A sheet of units:    Mã đơn vị, Tên đơn vị, Mã cấp trên, Từ ngày, Đến hết ngày, Vĩ độ, Kinh độ, Số văn bản

    Loại thay đổi is Sáp nhập, Chia tách, Đổi tên, Đổi đơn vị cấp trên or Kết thúc. All of the file is checked first; each wrong
    cell is named by sheet, row and column, and then nothing is written and the exit code is 1. Loaded again, a file changes
    nothing.
    """
    start_django()
    from ocop.core.spreadsheets import BrokenSpreadsheet
    from ocop.places import actions, imports

    try:
        with file.open("rb") as opened:
            plan = imports.read(opened, name=file.name)
    except BrokenSpreadsheet as broken:
        raise click.ClickException(str(broken)) from broken
    for problem in plan.problems:
        click.echo(str(problem), err=True)
    if plan.problems:
        click.echo(f"{len(plan.problems)} wrong cells; nothing was written.", err=True)
        sys.exit(1)
    for change in plan.changes:
        along = f" (+{len(change.carried)})" if change.carried else ""
        click.echo(f"{change.document}\t{change.title}{along}")
    if not check:
        actions.change_units(actor=None, changes=plan.changes)
    done = "to load" if check else "loaded"
    click.echo(f"{len(plan.changes)} changes {done}, {plan.done} were there already.")
