"""A server is killed while a whole council saves: what it acknowledged is there, and the chain is whole."""

import json
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException

import pytest

from tests.faults.conftest import Caller
from tests.sites import PATIENCE_SECONDS, Site

# The copied world needs a test database, though the tests themselves never look into it.
pytestmark = pytest.mark.django_db
MEMBERS = 16
CRITERIA = ("A.1.1", "A.1.2", "A.2.1")


class Member(threading.Thread):
    """A member at work: chooses level after level and notes what the server has acknowledged."""

    def __init__(self, caller: Caller, sheet: int, choices: Iterator[tuple[str, str]]) -> None:
        super().__init__(daemon=True)
        self.caller, self.sheet, self.choices = caller, sheet, choices
        self.acknowledged: dict[str, str] = {}
        self.sent: dict[str, str] = {}
        self.refusals: list[tuple[int, str]] = []
        self.count = 0

    def run(self) -> None:
        for criterion, level in self.choices:
            self.sent[criterion] = level
            try:
                status, body = self.caller.post(
                    f"/danh-gia/phieu/{self.sheet}/luu/",
                    accept="application/json",
                    field=f"a:{criterion}",
                    value=level,
                )
            except (HTTPException, OSError):  # the server died, before its answer or within it
                return
            if status != 200:
                self.refusals.append((status, body))
                continue
            self.acknowledged[criterion] = level
            self.count += 1


@pytest.fixture(scope="module")
def seats(breakable) -> list[tuple[Caller, int, list[tuple[str, str]]]]:
    """Sixteen sessions with a sheet each, and what may be chosen on it."""
    rows = breakable.sql(
        "SELECT u.login, s.id, d.set_code FROM evaluation_scoresheet s"
        " JOIN evaluation_councilmember m ON m.id = s.member_id JOIN people_user u ON u.id = m.user_id"
        " JOIN evaluation_track t ON t.id = s.track_id JOIN dossiers_round r ON r.id = t.round_id"
        " JOIN dossiers_dossier d ON d.id = t.dossier_id WHERE r.state = 'scoring' ORDER BY s.id"
    )[:MEMBERS]
    assert len(rows) == MEMBERS
    return [
        (
            Caller(breakable, login.partition("@")[0]),
            sheet,
            [(criterion, level) for level in ("L1", "L2") for criterion in CRITERIA],
        )
        for login, sheet, _set_code in rows
    ]


def stored(site: Site) -> dict[int, dict[str, str]]:
    rows = site.sql("SELECT id, answers FROM evaluation_scoresheet")
    return {
        key: json.loads(answers) if isinstance(answers, str) else answers for key, answers in rows
    }


def test_sixteen_members_save_at_once_and_nothing_fails_or_is_lost(breakable, seats):
    members = [Member(caller, sheet, iter(choices)) for caller, sheet, choices in seats]

    for member in members:
        member.start()
    for member in members:
        member.join(timeout=PATIENCE_SECONDS)

    assert [member.refusals for member in members] == [[]] * MEMBERS
    kept = stored(breakable)
    for member in members:
        assert member.acknowledged.items() <= kept[member.sheet].items()
        assert member.count == len(CRITERIA) * 2


def test_every_choice_acknowledged_before_a_kill_is_there_after_it(breakable, seats):
    def endless(choices):
        while True:
            yield from choices

    members = [Member(caller, sheet, endless(choices)) for caller, sheet, choices in seats]
    for member in members:
        member.start()
    given_up = time.monotonic() + PATIENCE_SECONDS
    while sum(m.count for m in members) < 4 * MEMBERS and time.monotonic() < given_up:
        time.sleep(0.05)

    breakable.kill()
    for member in members:
        member.join(timeout=PATIENCE_SECONDS)
    breakable.start()

    assert sum(member.count for member in members) >= 4 * MEMBERS
    kept = stored(breakable)
    for member in members:
        for criterion, level in member.acknowledged.items():
            # The choice on its way when the server died may have been kept without being acknowledged.
            assert kept[member.sheet][criterion] in (level, member.sent[criterion])
    assert breakable.ocop("audit", "verify").returncode == 0
    doctor = breakable.ocop("doctor")
    assert (doctor.returncode, doctor.stderr) == (0, "")
    status, _page = seats[0][0].call("GET", f"/danh-gia/phieu/{seats[0][1]}/")
    assert status == 200
