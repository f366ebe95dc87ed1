"""Files of an evaluation: what was signed on paper, and what the working group saw at the place of production."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ocop.core.attachments import allow
from ocop.core.files import IMAGES

from . import policy
from .enums import DecisionState, SessionState

allow(
    "evaluation.Decision",
    "scan",
    label=_("Quyết định: bản ký"),
    read=policy.reads_decision,
    add=policy.writes_decision,
    page=lambda decision: reverse("evaluation:decision", args=[decision.round_id]),
    is_final=lambda decision: decision.state == DecisionState.ISSUED,
)
allow(
    "evaluation.Session",
    "scan",
    label=_("Biên bản họp: bản ký"),
    read=policy.reads_minutes,
    add=policy.writes_minutes,
    page=lambda session: reverse("evaluation:session", args=[session.council.round_id]),
    is_final=lambda session: session.state == SessionState.CLOSED,
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
