"""An installation is made, filled, kept and brought back."""

import tempfile
from pathlib import Path

import click

from .base import main, start_django


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
