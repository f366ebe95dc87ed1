"""Files of an evaluation: what was signed on paper, and what the working group saw at the place of production."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocop.core.attachments import allow
from ocop.core.file_text import Statement, day_spellings, number_spellings
from ocop.core.files import IMAGES
from ocop.dossiers.models import Round
from ocop.official.facts import approved_stars
from ocop.official.frame import stars_text
from ocop.rules.reasons import Reason

from . import policy
from .enums import DecisionState, SessionState
from .models import Decision, Session, Track
from .papers.rounds import began


def what_a_decision_says(decision: Decision) -> Iterator[Statement]:
    """Its number and day, and each product with the stars that this level gives: 1 query, and 1 for the round."""
    if decision.number:
        label = gettext("Số %(number)s") % {"number": decision.number}
        yield Statement(label, number_spellings(decision.number))
    if decision.signed_on:
        yield of_day(decision.signed_on)
    for track in concluded(decision.round):
        reasons = map(Reason.from_data, track.reasons)
        yield from of_product(track, approved_stars(track.stars or 0, reasons))


def what_minutes_say(session: Session) -> Iterator[Statement]:
    """The day of the meeting, and each product with the stars that the council gives: 1 query, and 2 for the round."""
    yield of_day(timezone.localtime(began(session)).date())
    for track in concluded(session.council.round):
        yield from of_product(track, track.stars or 0)


def concluded(round: Round) -> QuerySet[Track]:
    tracks = round.tracks.filter(concluded_at__isnull=False)
    return tracks.select_related("dossier__product", "dossier__producer")


def of_day(day: date) -> Statement:
    return Statement(gettext("Ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"}, day_spellings(day))


def of_product(track: Track, stars: int) -> Iterator[Statement]:
    name, _producer = track.dossier.names
    yield Statement(gettext("Sản phẩm %(name)s") % {"name": name}, (name,))
    said = stars_text(stars)
    label = gettext("%(name)s: %(n)d sao") if stars else gettext("%(name)s: không xếp hạng")
    spellings = (said, f"0{said}") if stars else (said,)
    yield Statement(label % {"name": name, "n": stars}, spellings, of=name)


allow(
    "evaluation.Decision",
    "scan",
    label=_("Quyết định: bản ký"),
    read=policy.reads_decision,
    add=policy.writes_decision,
    page=lambda decision: reverse("evaluation:decision", args=[decision.round_id]),
    is_final=lambda decision: decision.state == DecisionState.ISSUED,
    says=what_a_decision_says,
)
allow(
    "evaluation.Session",
    "scan",
    label=_("Biên bản họp: bản ký"),
    read=policy.reads_minutes,
    add=policy.writes_minutes,
    page=lambda session: reverse("evaluation:session", args=[session.council.round_id]),
    is_final=lambda session: session.state == SessionState.CLOSED,
    says=what_minutes_say,
)
# Of the product and not of its appraisal, which begins with the first thing noted: photographs are taken before that.
allow(
    "evaluation.Track",
    "visit",
    label=_("Ảnh kiểm tra tại cơ sở"),
    read=policy.reads_visit,
    add=policy.writes_visit,
    page=lambda track: reverse("evaluation:appraisal", args=[track.pk]),
    types=IMAGES,
    are_pages=False,
)
