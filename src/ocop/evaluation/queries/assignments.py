"""Who of the working group prepares which product: as it is, and spread evenly.

Every member of a council scores every product (Decisions 1048 and 148: the mean of the members' totals), so that what
can be shared out is the preparation: checking evidence, visiting, presenting, taking paper sheets in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ocop.dossiers.models import Round

from ..enums import OPEN_TRACKS, CouncilRole
from ..models import CouncilMember, Track
from .conflicts import links


@dataclass(frozen=True, slots=True)
class Assignments:
    """The open products of a round and its working group. barred: (member, product) → why that one may not."""

    tracks: tuple[Track, ...]
    group: tuple[CouncilMember, ...]
    barred: Mapping[tuple[CouncilMember, Track], str]

    @property
    def present(self) -> dict[Track, CouncilMember | None]:
        by_id = {member.pk: member for member in self.group}
        return {track: by_id.get(track.appraiser_id or 0) for track in self.tracks}

    def may_take(self, track: Track) -> list[CouncilMember]:
        return [member for member in self.group if (member, track) not in self.barred]

    def spread(self) -> dict[Track, CouncilMember | None]:
        """Shared out evenly: whoever prepares a product keeps it, the others go to whoever has least, those that few may
        take first. None where nobody may."""
        chosen = {
            track: member if member in self.may_take(track) else None
            for track, member in self.present.items()
        }
        loads = self.loads(chosen)
        left = [track for track, member in chosen.items() if member is None]
        for track in sorted(left, key=lambda t: len(self.may_take(t))):
            if able := self.may_take(track):
                member = min(able, key=lambda m: loads[m])
                chosen[track] = member
                loads[member] += 1
        return chosen

    def loads(self, chosen: Mapping[Track, CouncilMember | None]) -> dict[CouncilMember, int]:
        return {m: sum(taken == m for taken in chosen.values()) for m in self.group}


def assignments(round: Round) -> Assignments:
    """The products still to prepare, in the order of the session, and who may: 3 queries."""
    tracks = tuple(
        round.tracks.filter(state__in=OPEN_TRACKS)
        .select_related("dossier__product", "dossier__producer")
        .defer("dossier__answers", "dossier__notes")
        .order_by("position", "pk")
    )
    members = CouncilMember.objects.filter(council__round=round, role=CouncilRole.SUPPORT)
    group = tuple(members.select_related("user").order_by("order", "pk"))
    return Assignments(tracks, group, links(group, tracks))
