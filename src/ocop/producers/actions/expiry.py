"""Producers are told before a paper of their library expires, with what leans on it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from ocop.core import clock
from ocop.core.words import fill
from ocop.people import reminding
from ocop.people.actions import notify

from .. import followers
from ..models import WARN_DAYS, Evidence
from ..queries import people_of

PAPER = "producers.paper_expires"
MOST_NAMED = 3


def plan(evidence: Evidence) -> None:
    """Set the days of the warnings anew: at each change of a paper's last day."""
    reminding.plan(PAPER, evidence.pk, _warnings(evidence))


def _warnings(evidence: Evidence) -> dict[int, date]:
    if evidence.expires_on is None:
        return {}
    return {days: evidence.expires_on - timedelta(days=days) for days in WARN_DAYS}


def remind_of_paper(pk: int, days: int) -> None:
    """Tell the producer that a paper of its library expires, and what leans on it."""
    paper = Evidence.objects.current().filter(pk=pk).select_related("producer__place").first()
    if paper is None or paper.expires_on is None:
        return
    notify(
        people_of(paper.producer),
        kind=PAPER,
        title=fill(
            gettext_lazy("Giấy tờ hết hạn ngày %(day)s: %(title)s"),
            day=f"{paper.expires_on:%d/%m/%Y}",
            title=paper.title,
        ),
        body=_advice([use.title for use in followers.uses_of(paper) if use.is_open]),
        url=f"/chu-the/giay-to/{pk}/chi-tiet/",
        once_key=f"paper-{pk}-{days}-{paper.expires_on}",
    )


def _advice(leaning: Sequence[Any]) -> list[Any]:
    """What to do about a paper that expires, and what leans on it."""
    advice: list[Any] = [gettext_lazy("Xin cấp lại rồi tải bản mới vào kho minh chứng.")]
    if not leaning:
        return advice
    some = {f"use{n}": use for n, use in enumerate(leaning[:MOST_NAMED])}
    shown = fill("; ".join(f"%({name})s" for name in some), **some)
    if len(leaning) > MOST_NAMED:
        more = len(leaning) - MOST_NAMED
        shown = fill(gettext_lazy("%(some)s và %(n)d hồ sơ nữa"), some=shown, n=more)
    return [*advice, fill(gettext_lazy("Đang dùng trong: %(what)s."), what=shown)]


def papers_unplanned() -> Iterator[tuple[int, dict[int, date]]]:
    """Papers in force that no warnings are planned for, with theirs: those of before there were any."""
    running = Evidence.objects.current().filter(expires_on__gte=clock.today())
    for paper in reminding.without(PAPER, running):
        yield paper.pk, _warnings(paper)
