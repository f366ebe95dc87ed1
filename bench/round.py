"""Speed of a round: 1,000 products × 5 members × about 33 criteria, one server on this machine.

Opens a sheet, saves one choice, shows the ranking, shows a public certificate, by 1 and by 16 clients (wrk), on the
embedded database and on a private PostgreSQL that writes through to the disk. Prints median, p99, requests a second,
queries a request and the ratio to the figures to beat (HotCRP's, and twice HotCRP's as the aim).

    .venv/bin/python bench/round.py [sqlite] [postgres]
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

HERE = Path(__file__).resolve().parent
SECONDS = 6
CLIENTS = (1, 16)
LABELS = {
    "open": "open a sheet",
    "save": "save a choice",
    "ranking": "ranking, first page",
    "sorted": "ranking, sorted",
    "public": "public certificate",
}
TO_BEAT = {"open": 149, "save": 263, "ranking": 16, "sorted": 16, "public": 31}
"""Requests a second at 16 clients on this class of machine: HotCRP; for the public page pretalx."""


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


def measure(name: str) -> None:
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
            print(
                f"{'':22}{'clients':>8}{'median ms':>11}{'p99 ms':>9}{'req/s':>8}{'errors':>8}{'queries':>9}{'ratio':>8}"
            )
            for kind, label in LABELS.items():
                play(url, errands / kind, 4, 2)
                for clients in CLIENTS:
                    f = play(url, errands / kind, clients, SECONDS)
                    rate = f["requests"] / f["seconds"]
                    ratio = f"{rate / TO_BEAT[kind]:.1f}×" if clients == CLIENTS[-1] else ""
                    print(
                        f"{label:22}{clients:>8}{f['median']:>11.1f}{f['p99']:>9.1f}{rate:>8.0f}"
                        f"{f['errors']:>8.0f}{queries[kind]:>9}{ratio:>8}"
                    )
            print(f"server after the load {memory_mb(pid):.0f} MB")
        run([ocop, "audit", "verify"], environment)


def main() -> None:
    wanted = sys.argv[1:] or ["sqlite", "postgres"]
    if "sqlite" in wanted:
        os.environ.pop("DATABASE_URL", None)
        measure("SQLite")
    if "postgres" in wanted and "DATABASE_URL" in os.environ:
        measure("PostgreSQL")
    elif "postgres" in wanted:
        run_again = [str(HERE.parent / "scripts/with_postgres.sh"), sys.executable, __file__]
        sys.stdout.flush()
        subprocess.run([*run_again, "postgres"], env={**os.environ, "FSYNC": "on"}, check=True)


if __name__ == "__main__":
    main()
