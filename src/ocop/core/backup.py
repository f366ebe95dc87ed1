"""One archive that holds an installation: database, stored files and keys, taken while people work."""

import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from . import qr, rehearsal

SQLITE, DUMP = "ocop.sqlite3", "ocop.pgdump"


class BackupError(Exception):
    """Why there is no backup, or nothing was restored: a sentence for whoever runs the command."""


def kept_files() -> list[Path]:
    """Keys and stored files: none of these is ever changed, so that they may be read one after the other."""
    key = rehearsal.key_path()
    keys = [
        path for path in (settings.DATA / "secret.key", key, qr.former_keys(key)) if path.exists()
    ]
    return keys + sorted(
        path for path in settings.FILES.rglob("*") if path.is_file() and path.suffix != ".part"
    )


def write(target: Path, dump: Path, files: Iterable[Path]) -> None:
    """The archive, there whole or not at all, and readable by its owner alone, for it holds the keys.

    dump: the database as `dump_database` left it.
    """
    if target.exists():
        raise BackupError(f"{target} is there already; no backup is written over.")
    descriptor, unfinished = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with (
            open(descriptor, "wb") as file,
            tarfile.open(fileobj=file, mode="w", dereference=True) as archive,
        ):
            archive.add(dump, dump.name)
            for path in files:
                archive.add(path, str(path.relative_to(settings.DATA)))
            archive.close()
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    except BaseException:
        os.unlink(unfinished)
        raise


def dump_database(folder: Path) -> Path:
    """The database as it stands at one moment, in a file of that folder. Take it before the files: one that it names is
    kept for two days after it was used last."""
    if connection.vendor == "postgresql":
        target = folder / DUMP
        _postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
        return target
    target = folder / SQLITE
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
    return target


def restore(archive: Path) -> None:
    """Bring an installation back into an empty folder, and on PostgreSQL into an empty database.

    Raises BackupError where something is there already, and for what is no such archive.
    """
    if (settings.DATA / SQLITE).exists() or any(settings.FILES.rglob("*")):
        raise BackupError(f"{settings.DATA} holds an installation. Name an empty folder.")
    if connection.vendor == "postgresql" and connection.introspection.table_names():
        raise BackupError("The database is not empty. Name an empty one.")
    wanted = DUMP if connection.vendor == "postgresql" else SQLITE
    with tempfile.TemporaryDirectory(dir=settings.DATA) as name:
        unpacked = Path(name)
        try:
            with tarfile.open(archive) as packed:
                packed.extractall(unpacked, filter="data")
        except (tarfile.TarError, EOFError) as error:
            raise BackupError(f"{archive} is not a whole backup: {error}.") from error
        if not (unpacked / wanted).exists():
            raise BackupError(f"{archive} holds no {wanted}. Was it made with another database?")
        if wanted == DUMP:
            connection.close()
            _postgresql("pg_restore", "--no-owner", "--single-transaction", last=unpacked / DUMP)
            (unpacked / DUMP).unlink()
        for path in unpacked.iterdir():
            os.replace(path, settings.DATA / path.name)


def _postgresql(program: str, *options: str, last: Path | None = None) -> None:
    """A program of PostgreSQL on our database; the password goes by its environment, where no list of processes shows it."""
    (_psql, *arguments), environment = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    *where, database = arguments
    command = [program, *options, *where, f"--dbname={database}", *([str(last)] if last else [])]
    try:
        done = subprocess.run(
            command, env={**os.environ, **(environment or {})}, stderr=subprocess.PIPE, text=True
        )
    except FileNotFoundError as error:
        raise BackupError(
            f"{program} is missing: install PostgreSQL's client programs (Debian: postgresql-client)."
        ) from error
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()}")
