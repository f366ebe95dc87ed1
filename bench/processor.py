"""Processor time a request takes of server and database, from /proc: other work on the machine hardly changes it."""

import http.client
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")
Errand = tuple[str, str, str]
"""path, cookie, body ("" for reading)"""


def fields_of(pid: int) -> list[str]:
    """What /proc says of a process from its state on (proc(5), field 3): parent at 1, its time at 11 and 12, that of
    children which have ended at 13 and 14."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def tree(root: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(fields_of(int(folder.name))[1])
        except OSError:
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def spent(root: int) -> float:
    """Seconds of processor time that a process, those below it and those of them that have ended took so far."""
    ticks = 0
    for pid in tree(root):
        try:
            ticks += sum(map(int, fields_of(pid)[11:15]))
        except OSError:
            continue
    return ticks / TICKS


def postmaster() -> int:
    """Process id of the PostgreSQL of DATABASE_URL, which runs on this machine."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        (backend,) = connection.execute("SELECT pg_backend_pid()").fetchone()
        return int(fields_of(backend)[1])


def read(errands: Path) -> list[Errand]:
    lines = errands.read_text().splitlines()
    return [tuple(line.split("\t")) for line in lines]  # type: ignore[misc]


class Browser:
    """One kept connection that asks one thing after the other, as `fetch` and forms of the page do."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc)

    def ask(self, errand: Errand, tag: str = "") -> http.client.HTTPResponse:
        path, cookie, body = errand
        headers = {"Accept-Language": "vi", "Accept-Encoding": "gzip", "Accept": "text/html"}
        if cookie:
            headers["Cookie"] = cookie
        if tag:
            headers["If-None-Match"] = tag
        if body:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": "b" * 32,
                "Accept": "application/json",
            }
        self.connection.request("POST" if body else "GET", path, body or None, headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status not in (200, 302, 304):
            raise SystemExit(f"{path}: {answer.status}")
        return answer


def milliseconds(
    url: str, errands: Sequence[Errand], times: int, roots: Sequence[int], *, again: bool = False
) -> list[float]:
    """Processor time of one request in each tree of processes, after as many requests as fill the caches.

    again: each page is asked for by a browser that has it, with the validator that it came with.
    """
    browser = Browser(url)
    warm = max(times // 8, 5)
    tags: dict[str, str] = {}
    for errand in errands[:warm]:
        tags[errand[0]] = browser.ask(errand).getheader("ETag", "")
    asked = errands[:warm] if again else errands[warm:] or errands
    before = [spent(root) for root in roots]
    for n in range(times):
        errand = asked[n % len(asked)]
        browser.ask(errand, tags.get(errand[0], "") if again else "")
    return [(spent(root) - b) * 1000 / times for root, b in zip(roots, before, strict=True)]
