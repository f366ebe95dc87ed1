"""The `ocop` command. `ocop rules` and `ocop rank` need neither server nor database; the others start Django."""

import os
import socket
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import click


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings")
    import django

    django.setup()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """OCOP: dossiers, councils, scores, stars, certificates."""


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
    default="qd1048",
    show_default=True,
    metavar="CODE|FOLDER",
    help="Criteria: a built-in edition, or a folder as for `ocop rules check`.",
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
    edition: str,
    out: Path | None,
    force: bool,
    key_file: Path | None,
    template: Path | None,
    sets: tuple[str, ...],
    members: int,
) -> None:
    """Rank a round from a workbook of members' answers, without a server or a database.

    \b
    1. ocop rank --template SCORES.xlsx --set BSP-06:8 --set BSP-11
       writes a workbook: the round, its council, its products, a sheet of answers for each product.
    2. Fill it in with Excel or LibreOffice.
    3. ocop rank SCORES.xlsx --out DIR
       writes ranking, minutes, decision, score summary, letter upward (Word and PDF) and certificates.

    Every wrong cell is named by sheet, row and column. A product that cannot be concluded is named with the reason:
    no quorum, totals too far apart, a sheet missing or incomplete. Then nothing is written and the exit code is 1.
    Certificates come with a signed decision's number and date; OCOP_URL is the address in their QR codes.
    """
    from ocop.rank import command

    if template is not None and scores is None and out is None:
        command.make_template(template, edition=edition, sets=sets, members=members)
    elif template is None and scores is not None and out is not None:
        site = os.environ.get("OCOP_URL", "").rstrip("/")
        command.rank_scores(scores, out, edition=edition, key_file=key_file, site=site, force=force)
    else:
        raise click.UsageError("Give either SCORES.xlsx and --out DIR, or --template FILE.xlsx.")


@main.command()
def setup() -> None:
    """Make or update the database: tables, the country's units, editions of rules, static files."""
    start_django()
    from django.core.management import call_command

    from ocop.criteria.actions.editions import load_builtin
    from ocop.places import actions as places
    from ocop.places.models import Place

    click.echo("Database …")
    call_command("migrate", verbosity=0)
    if not Place.objects.exists():
        click.echo("Administrative units of the whole country …")
        places.load()
    load_builtin()
    click.echo("Static files …")
    call_command("collectstatic", verbosity=0, interactive=False)


@main.command()
@click.option(
    "--scene",
    default="bac-kan-2019",
    show_default=True,
    metavar="NAME",
    help="bac-kan-2019: 2 December 2019; thai-nguyen-2026: today.",
)
def demo(scene: str) -> None:
    """Make an empty installation a rehearsal, for good, and fill it with a scene of Bắc Kạn: real units, producers and products
    as far as was known on its day, and illustrative rounds. Its calendar begins on that day and is moved forward by its
    administrator."""
    start_django()
    from ocop.demo.build import build
    from ocop.demo.scenes import SCENES

    if scene not in SCENES:
        raise click.ClickException(f"No scene is called {scene}. There are: {', '.join(SCENES)}.")
    build(SCENES[scene](), say=click.echo)


@main.command()
@click.argument("login")
@click.option("--name", prompt="Full name", help="Full name, where the account is new.")
@click.option(
    "--place",
    default="vn",
    show_default=True,
    help="Code of a province; vn runs the whole installation.",
)
@click.password_option(prompt="Password, where the account is new")
def administrator(login: str, name: str, place: str, password: str) -> None:
    """Make LOGIN (e-mail or telephone) an administrator: the first of an installation, or one when none is left.

    An account that is there already keeps its name and its password; whose it is must be proven.
    """
    start_django()
    from ocop.people.actions import appoint, register_account
    from ocop.people.enums import Role
    from ocop.people.forms import AccountForm
    from ocop.people.models import User
    from ocop.places.models import Place

    where = Place.objects.filter(key=place).first()
    if where is None:
        raise click.ClickException(f"No place has the code {place}.")
    user = User.objects.filter(login=login.strip().lower()).first()
    if user is None:
        form = AccountForm(
            {"login": login, "full_name": name, "password": password, "again": password}
        )
        if not form.is_valid():
            faults = [f"{field}: {text}" for field, texts in form.errors.items() for text in texts]
            raise click.ClickException("\n".join(faults))
        user = register_account(
            **{k: form.cleaned_data[k] for k in ("login", "full_name", "password")}, is_proven=True
        )
    if not user.is_proven:
        raise click.ClickException(
            f"{user.login} is an account that somebody registered; nobody has proven whose it is. Have its owner do so first."
        )
    if not user.appointments.filter(role=Role.ADMINISTRATOR, place=where, until=None).exists():
        appoint(actor=None, user=user, role=Role.ADMINISTRATOR, place=where)
    click.echo(f"{user.login} is an administrator of {where}.")


@main.command(hidden=True)
def ready() -> None:
    """Exit 0 when the database has every table and guard of this version."""
    start_django()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from ocop.core import guards

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    sys.exit(1 if waiting or any(guards.missing(connection)) else 0)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the site."""
    with socket.socket(
        socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM
    ) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be used: {error.strerror}. Choose another --port."
            ) from error
    # In a process of its own: this one only keeps the workers and stays small.
    if subprocess.run(
        [sys.executable, "-c", "from ocop.cli import main; main(['ready'])"]
    ).returncode:
        raise click.ClickException("The database is not as this version needs it. Run: ocop setup")
    from granian import Granian
    from granian.constants import Interfaces

    if (
        os.environ.get("OCOP_URL", "").startswith("https://")
        and os.environ.get("OCOP_PROXIES", "0") == "0"
    ):
        click.echo(
            "OCOP_PROXIES is not set: clients are not told apart, nothing is limited by address.",
            err=True,
        )
    click.echo(f"Open http://{host}:{port}/ and sign in. Ctrl+C stops.")
    Granian(
        "ocop.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=2,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


@main.command()
def worker() -> None:
    """Carry out background work and, once a day, send reminders; with the embedded database the server does it by itself."""
    start_django()
    from ocop.core import daily, jobs

    daily.start_thread()
    loop: Any = jobs.worker()
    loop.configure_signals()
    loop.run()


@main.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="As if it were that day.")
def remind(day: datetime | None) -> None:
    """Do the work of the day now, the reminders that are due first; the server and the worker do it by themselves once a day."""
    start_django()
    from ocop.core import clock, daily

    with clock.held():
        figures = daily.run(day.date() if day else clock.today(), again=True) or {}
    for name, count in figures.items():
        click.echo(f"{name}: {count}")


@main.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False, writable=True))
def backup(target: Path) -> None:
    """Write database, stored files and keys into one archive, TARGET.tar, while people go on working."""
    start_django()
    from ocop.core import backup

    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            dump = backup.dump_database(Path(folder))
            files = backup.kept_files()
            with click.progressbar(files, label=f"{len(files)} files") as shown:
                backup.write(target, dump, shown)
    except (backup.BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{target}: {target.stat().st_size / 2**20:.1f} MB. It holds the keys; keep it safe."
    )


@main.command()
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(archive: Path) -> None:
    """Bring back what `ocop backup` wrote: into an empty OCOP_DATA, and on PostgreSQL into an empty database."""
    start_django()
    from ocop.core.backup import BackupError, restore

    try:
        restore(archive)
    except (BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("Restored. Run `ocop setup`, then `ocop doctor`.")


@main.group()
def audit() -> None:
    """The audit trail."""


@audit.command("verify")
@click.option(
    "--seal", "seals", multiple=True, help="A seal that a paper bears, 1204:9f86d081884c7d65."
)
def audit_verify(seals: tuple[str, ...]) -> None:
    """Prove that no entry was changed, removed or put in between, and that the trail is the one that papers were printed
    from."""
    start_django()
    from ocop.core.audit import Break, holds, verify

    count = 0
    for entry in verify():
        if isinstance(entry, Break):
            click.echo(f"BROKEN at entry {entry.number}: {entry.reason}", err=True)
            sys.exit(1)
        count = entry
    click.echo(f"{count} entries, the chain is whole.")
    for seal in seals:
        if not holds(seal):
            click.echo(f"{seal}: the trail has no such entry", err=True)
            sys.exit(1)
        click.echo(f"{seal}: is in the trail")


@main.group()
def keys() -> None:
    """The keys that sign the codes on certificates."""


@keys.command("list")
def keys_list() -> None:
    """Say which keys are trusted and which one signs."""
    start_django()
    from ocop.core import rehearsal

    ring = rehearsal.keyring()
    for id, half in ring.public.items():
        click.echo(f"{id}  {half}  {'signs' if id == ring.id else 'trusted'}")


@keys.command("rotate")
@click.confirmation_option(prompt="Sign new certificates with a new key?")
def keys_rotate() -> None:
    """Sign with a new key from now on. Certificates that the old one signed stay good."""
    start_django()
    from ocop.core import qr, rehearsal

    ring = rehearsal.rotate()
    click.echo(f"{ring.id} signs now; {len(ring.public) - 1} earlier keys stay trusted.")
    click.echo(f"A stolen key: take its line out of {qr.former_keys(rehearsal.key_path())}.")


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


@main.command()
def doctor() -> None:
    """Check the stored data: totals against sheets, states, missing or altered files."""
    start_django()
    from ocop.core.doctor import examine

    found = list(examine())
    for finding in found:
        click.echo(finding, err=True)
    click.echo(f"{len(found)} findings.")
    sys.exit(1 if found else 0)
