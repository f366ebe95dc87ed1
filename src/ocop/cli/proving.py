"""What proves that the stored data is whole: the audit trail, the keys, the doctor."""

import sys

import click

from .base import main, start_django


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
def doctor() -> None:
    """Check the stored data: totals against sheets, states, missing or altered files."""
    start_django()
    from ocop.core.doctor import examine

    found = list(examine())
    for finding in found:
        click.echo(finding, err=True)
    click.echo(f"{len(found)} findings.")
    sys.exit(1 if found else 0)
