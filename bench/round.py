"""Speed of a round: 1,000 products × 5 members × about 33 criteria, one server on this machine.

On the embedded database and on a private PostgreSQL that writes through to the disk: first the processor time that a
request takes of server and database, which other work on the machine hardly changes, beside the aim; then median, p99
and requests a second of 1 and 16 clients (wrk), and statements a request.

    .venv/bin/python bench/round.py [sqlite] [postgres] [--processor]
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import processor

HERE = Path(__file__).resolve().parent
SECONDS = 6
CLIENTS = (1, 16)
LABELS = {
    "open": "open a sheet",
    "save": "save a choice",
    "paper": "whole sheet from paper",
    "ranking": "ranking, first page",
    "sorted": "ranking, sorted",
    "rows": "ranking, 100 rows",
    "xlsx": "ranking, 1,000 as .xlsx",
    "public": "public certificate",
}
AIMS = {"save": 2.2, "open": 4, "paper": 4, "rows": 15, "xlsx": 60, "public": 2}
"""Milliseconds of processor time a request, server and database together."""
TIMES = {"save": 600, "open": 400, "paper": 400, "rows": 60, "xlsx": 30, "public": 400}
WITH_WRK = ("open", "save", "ranking", "sorted", "public")


def run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """`ocop serve` as people start it: (address, process id)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ocop = str(Path(sys.executable).with_name("ocop"))
    server = subprocess.Popen(
        [ocop, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        for _attempt in range(200):
            try:
                urlopen(f"http://127.0.0.1:{port}/tra-cuu/").close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait()


def play(url: str, errands: Path, clients: int, seconds: int) -> dict[str, float]:
    done = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", str(HERE / "errands.lua"), url],
        env={**os.environ, "ERRANDS": str(errands)},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def memory_mb(pid: int) -> float:
    """Resident memory of the server's processes that share nothing (Pss), in MB."""
    pids = [pid]
    for other in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(other.read_text().rsplit(")", 1)[1].split()[1]) in pids:
                pids.append(int(other.parent.name))
        except (OSError, ValueError):
            continue
    lines = [Path(f"/proc/{p}/smaps_rollup").read_text() for p in pids]
    return sum(int(line.split("Pss:")[1].split()[0]) for line in lines) / 1024


def print_processor_times(url: str, pid: int, errands: Path) -> None:
    """Milliseconds a request in the server and, where it is a process of its own, in the database."""
    roots = [pid, processor.postmaster()] if "DATABASE_URL" in os.environ else [pid]
    print(f"{'processor ms a request':26}{'server':>8}{'database':>10}{'together':>10}{'aim':>7}")

    def line(label: str, kind: str, *, again: bool = False) -> None:
        asked = processor.read(errands / kind)
        spent = processor.milliseconds(url, asked, TIMES[kind], roots, again=again)
        database = f"{spent[1]:.2f}" if len(spent) > 1 else "in it"
        aim = "" if again else f"{AIMS[kind]:g}"
        print(f"{label:26}{spent[0]:>8.2f}{database:>10}{sum(spent):>10.2f}{aim:>7}", flush=True)

    for kind in AIMS:
        line(LABELS[kind], kind)
    line("the same, unchanged", "public", again=True)


def print_speeds(url: str, errands: Path, queries: dict[str, int]) -> None:
    print(
        f"{'':22}{'clients':>8}{'median ms':>11}{'p99 ms':>9}{'req/s':>8}{'errors':>8}{'queries':>9}"
    )
    for kind in WITH_WRK:
        play(url, errands / kind, 4, 2)
        for clients in CLIENTS:
            f = play(url, errands / kind, clients, SECONDS)
            print(
                f"{LABELS[kind]:22}{clients:>8}{f['median']:>11.1f}{f['p99']:>9.1f}"
                f"{f['requests'] / f['seconds']:>8.0f}{f['errors']:>8.0f}{queries[kind]:>9}"
            )


def measure(name: str, *, only_processor: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "OCOP_DATA": folder, "PYTHONPATH": str(HERE)}
        errands = Path(folder) / "errands"
        errands.mkdir()
        ocop = str(Path(sys.executable).with_name("ocop"))
        run(
            [sys.executable, "-m", "django", "migrate", "-v0", "--settings=ocop.settings"],
            environment,
        )
        run([sys.executable, str(HERE / "prepare.py"), str(errands)], environment)
        run([ocop, "setup"], environment)
        queries = json.loads((errands / "queries.json").read_text())
        with serving(environment) as (url, pid):
            print(f"\n{name}: server at rest {memory_mb(pid):.0f} MB")
            print_processor_times(url, pid, errands)
            if not only_processor:
                print_speeds(url, errands, queries)
            print(f"server after the load {memory_mb(pid):.0f} MB")
        run([ocop, "audit", "verify"], environment)


def main() -> None:
    options = set(sys.argv[1:])
    only_processor = "--processor" in options
    wanted = options - {"--processor"} or {"sqlite", "postgres"}
    if "sqlite" in wanted:
        os.environ.pop("DATABASE_URL", None)
        measure("SQLite", only_processor=only_processor)
    if "postgres" in wanted and "DATABASE_URL" in os.environ:
        measure("PostgreSQL", only_processor=only_processor)
    elif "postgres" in wanted:
        run_again = [str(HERE.parent / "scripts/with_postgres.sh"), sys.executable, __file__]
        again = [*run_again, "postgres", *(options & {"--processor"})]
        sys.stdout.flush()
        subprocess.run(again, env={**os.environ, "FSYNC": "on"}, check=True)


if __name__ == "__main__":
    main()
