"""The site and the work behind it."""

import os
import socket
import subprocess
import sys
from datetime import datetime
from typing import Any

import click

from .base import main, start_django


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
