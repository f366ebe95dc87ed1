"""Rules and ranking without a server or a database."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from .base import main


@main.group()
def rules() -> None:
    """Editions of the criteria."""


@rules.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def rules_check(folder: Path | None) -> None:
    """Check every edition and process that comes with the system, or those in FOLDER: a line a set, each fault with
    file and line, or with sheet, row and column where FOLDER holds spreadsheets."""
    from ocop.rules.checking import check_report

    lines: list[str] = []
    faults: list[Any] = []
    tables = []
    if folder is not None:
        from ocop.criteria.imports.folders import check_workbooks, workbooks_in

        tables = workbooks_in(folder)
    if folder is None or not tables or any(folder.glob("*.y*ml")):
        lines, found = check_report(folder)
        faults += found
    if folder is not None and tables:
        more, wrong = check_workbooks(folder)
        lines, faults = lines + more, faults + wrong
    for line in lines:
        click.echo(line)
    for fault in faults:
        click.echo(f"FAULT {fault}", err=True)
    sys.exit(1 if faults else 0)


@main.command()
@click.argument(
    "scores", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--edition",
    metavar="CODE|FOLDER",
    help="Criteria: a built-in edition, or a folder as for `ocop rules check`. Default: that of SCORES, else the newest.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the results."
)
@click.option(
    "--force", is_flag=True, help="Replace earlier results in DIR, if nobody changed them."
)
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Private key that signs the QR codes; default: certificate-key.pem in OCOP_DATA, if there.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx",
    help="Write an empty workbook instead.",
)
@click.option(
    "--example",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx",
    help="Write a workbook filled in with invented products instead, to try the command with.",
)
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="CODE[:N]",
    help="Template: a product set and how many products of it (default 5); repeat for more sets.",
)
@click.option(
    "--members",
    type=click.IntRange(1, 30),
    default=9,
    show_default=True,
    help="Template: columns for members' sheets.",
)
def rank(
    scores: Path | None,
    edition: str | None,
    out: Path | None,
    force: bool,
    key_file: Path | None,
    template: Path | None,
    example: Path | None,
    sets: tuple[str, ...],
    members: int,
) -> None:
    """Rank a round from a workbook of members' answers, without a server or a database.

    \b
    1. ocop rank --template SCORES.xlsx --set S06:8 --set S11
       writes a workbook: the round, its council, its products, a sheet of answers for each product.
    2. Fill it in with Excel or LibreOffice.
    3. ocop rank SCORES.xlsx --out DIR
       writes ranking, minutes, decision, score summary, letter upward (Word and PDF) and certificates.

    Every wrong cell is named by sheet, row and column. A product that cannot be concluded is named with the reason:
    no quorum, totals too far apart, a sheet missing or incomplete. Then nothing is written and the exit code is 1.
    Certificates come with a signed decision's number and date; OCOP_URL is the address in their QR codes.
    """
    from ocop.rank import command

    if example is not None and (template, scores, out) == (None, None, None):
        command.make_example(example, edition=edition, sets=sets)
    elif template is not None and (example, scores, out) == (None, None, None):
        command.make_template(template, edition=edition, sets=sets, members=members)
    elif (template, example) == (None, None) and scores is not None and out is not None:
        site = os.environ.get("OCOP_URL", "").rstrip("/")
        command.rank_scores(scores, out, edition=edition, key_file=key_file, site=site, force=force)
    else:
        raise click.UsageError(
            "Give SCORES.xlsx and --out DIR, or --template FILE.xlsx, or --example FILE.xlsx."
        )
