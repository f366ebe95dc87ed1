"""What councils add to the pages of rounds, dossiers and certificates, and to desks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.certificates import policy as certificates
from ocop.certificates.models import Certificate
from ocop.core.attachment_pages import shown
from ocop.core.panels import register
from ocop.dossiers.enums import BEFORE_SCORING
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.rulebook import has_council
from ocop.people.models import User

from . import desk, policy
from .actions.councils import council_faults
from .forms.councils import upper_form
from .models import Track
from .queries import boards

MOST = 10


def round_panel(round: Round, person: Any) -> dict[str, Any]:
    """How far a round's council is, with the ways to its pages: 1 query, 1 for who sees its members, 1 to 3 for who runs it."""
    runs, is_council = policy.runs_round(person, round), has_council(round)
    sees_council = is_council and policy.sees_council(person, round)
    return {
        "links": list(_links(round, runs=runs, has_council=is_council, sees_council=sees_council)),
        "runs": runs,
        "has_council": is_council,
        "sees_council": sees_council,
        "counts": boards.track_counts(round),
        "members": boards.member_progress(round) if sees_council else [],
        "faults": council_faults(round)
        if runs and is_council and round.state in BEFORE_SCORING
        else [],
        "tracks": boards.ranking(round)[:MOST] if runs else [],
        "upper_form": upper_form(round) if runs and not is_council else None,
    }


@dataclass(frozen=True, slots=True)
class Link:
    """A way from the head of a page."""

    url: str
    icon: str
    label: str


def _links(round: Round, *, runs: bool, has_council: bool, sees_council: bool) -> Iterator[Link]:
    def to(page: str, icon: str, label: str) -> Link:
        return Link(reverse(f"evaluation:{page}", args=[round.pk]), icon, label)

    if has_council:
        yield to("ranking", "bar-chart", _("Xếp hạng"))
    if sees_council:
        yield to("session", "calendar-event", _("Phiên họp"))
    if runs and has_council:
        yield to("board", "hourglass-split", _("Tiến độ chấm"))
        yield to("council", "people", _("Hội đồng"))
        yield to("assign", "diagram-3", _("Phân công"))
        yield to("decision", "file-earmark-text", _("Quyết định, văn bản"))


def dossier_panel(dossier: Dossier, person: Any) -> dict[str, Any] | None:
    """What came of a dossier at each level, as far as the person sees it: 1 query and those of `sees_scores`."""
    tracks = list(dossier.tracks.select_related("round__place", "decision").order_by("pk"))
    for track in tracks:
        track.dossier = dossier
    if not tracks:
        return None
    return {"tracks": [(track, _is_shown(track, person)) for track in tracks]}


def _is_shown(track: Track, person: Any) -> bool:
    return policy.sees_result(person, track) or (
        track.concluded_at is not None and policy.sees_scores(person, track)
    )


def signed_panel(certificate: Certificate, person: Any) -> dict[str, Any] | None:
    """The decision behind a certificate as it was signed, for the office that issued it: 2 queries."""
    if not certificates.issues_for(person, certificate):
        return None
    track = Track.objects.select_related("decision__round__place").filter(certificate=certificate)
    decision = next((t.decision for t in track), None)
    held = shown(decision, person, "scan") if decision else None
    return {"held": held} if held and held.files else None


def desk_panel(user: User, person: Any) -> dict[str, Any] | None:
    return desk.councils_work(user)


register("people.User", "evaluation/partials/desk_panel.html", desk_panel)
register("dossiers.Round", "evaluation/partials/round_panel.html", round_panel)
register("dossiers.Dossier", "evaluation/partials/dossier_panel.html", dossier_panel)
register(
    "certificates.Certificate", "evaluation/partials/signed_panel.html", signed_panel, is_below=True
)
