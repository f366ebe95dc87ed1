"""Who may do what in an evaluation. Lists, counts, pages and exports all ask here."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ocop.core.compiled import Select
from ocop.core.rights import right
from ocop.dossiers.enums import RoundState
from ocop.dossiers.policy import rounds_visible_to as rounds_visible_to
from ocop.dossiers.policy import runs_round as runs_round
from ocop.people import policy as people
from ocop.people.kept_roles import kept_until_changed
from ocop.producers import policy as producers

from .enums import OPEN_TRACKS, SETTLED_TRACKS, CouncilRole, DecisionState, SheetState, TrackState
from .models import CouncilMember, ScoreSheet, Track


@kept_until_changed("evaluation.CouncilMember")
def seats(person_id: int) -> Mapping[int, str]:
    """Rounds in whose councils a person sits, with the role there."""
    held = CouncilMember.objects.filter(user_id=person_id)
    return MappingProxyType(dict(held.values_list("council__round_id", "role")))


@kept_until_changed("evaluation.CouncilMember")
def scores_somewhere(person_id: int) -> bool:
    """Whether a person has a vote in any council."""
    return CouncilMember.objects.filter(user_id=person_id, votes=True).exists()


def rounds_as_secretary(user: Any) -> list[int]:
    return [pk for pk, role in seats(user).items() if role == CouncilRole.SECRETARY]


def tracks_visible_to(user: Any) -> QuerySet[Track]:
    """Products in rounds of my area and my councils, and my own and my area's products at every level."""
    area = people.paths(user, *people.READERS)
    in_rounds = people.within(Track.objects.all(), area, "round__place__path")
    of_area = people.within(Track.objects.all(), area, "dossier__producer__place__path")
    return Track.objects.filter(
        Q(dossier__producer__in=producers.own(user))
        | Q(pk__in=in_rounds.values("pk"))
        | Q(pk__in=of_area.values("pk"))
        | Q(round__in=seats(user))
    )


def own_scorings(
    person: Any, dossiers: Iterable[int] | QuerySet[Any]
) -> dict[int, dict[int, bool]]:
    """Of each dossier the tracks in whose councils the person scores, and whether that is done: 1 query for who votes in
    a council, else none."""
    if not scores_somewhere(person):
        return {}
    return _by_dossier(_own_tracks(person.pk).filter(dossier__in=dossiers))


def own_scoring(person: Any, dossier_id: int) -> dict[int, bool]:
    """`own_scorings` of one dossier."""
    if not scores_somewhere(person):
        return {}
    found = _of_dossier.rows(person=person.pk, dossier=dossier_id)
    return _by_dossier(found).get(dossier_id, {})


def _own_tracks(person: Any) -> QuerySet[Track]:
    """Products in whose councils a person scores, and whether the own sheet is signed."""
    signed = ScoreSheet.objects.filter(
        track=OuterRef("pk"), member__user_id=person, state=SheetState.SIGNED
    )
    scoring = CouncilMember.objects.filter(user_id=person, votes=True).values("council__round")
    return (
        Track.objects.filter(round__in=scoring)
        .annotate(own_is_signed=Exists(signed))
        .only("dossier_id", "concluded_at")
        .order_by()
    )


_of_dossier = Select(
    lambda person, dossier: _own_tracks(person).filter(dossier=dossier),
    person=CouncilMember._meta.get_field("user"),
    dossier=Track._meta.get_field("dossier"),
)


def _by_dossier(tracks: Iterable[Track]) -> dict[int, dict[int, bool]]:
    found: dict[int, dict[int, bool]] = {}
    for track in tracks:
        is_signed: bool = track.own_is_signed  # type: ignore[attr-defined]  # of _own_tracks
        is_done = is_signed or track.concluded_at is not None
        found.setdefault(track.dossier_id, {})[track.pk] = is_done
    return found


def is_blind(own: Mapping[int, bool], track_id: int) -> bool:
    """Whether the person of an `own_scoring` may not know others' scores of a track yet: the own sheet there is not
    signed, or the product is still to be scored in another council, which is not to follow this one."""
    return not own.get(track_id, all(own.values()))


# ---- What is asked of a person and a round


@right
def reads_area_of(person: Any, round: Any) -> bool:
    return people.may_read_place(person, round.place)


@right
def sits_in(person: Any, round: Any) -> bool:
    return round.pk in seats(person)


@right
def is_chair_of(person: Any, round: Any) -> bool:
    return seats(person).get(round.pk) == CouncilRole.CHAIR


@right
def is_secretary_of(person: Any, round: Any) -> bool:
    return seats(person).get(round.pk) == CouncilRole.SECRETARY


@right
def is_support_of(person: Any, round: Any) -> bool:
    """Of the working group of the round's council."""
    return seats(person).get(round.pk) == CouncilRole.SUPPORT


# ---- What is asked of a product before a council, of a sheet


@right
def is_before_own_council(person: Any, track: Any) -> bool:
    return track.round_id in seats(person)


@right
def is_concluded(person: Any, track: Any) -> bool:
    return track.concluded_at is not None


@right
def is_settled(person: Any, track: Any) -> bool:
    return track.state in SETTLED_TRACKS


@right
def sees_scores(person: Any, track: Any) -> bool:
    """Members' scores of a product by name: for a member after the own sheet is signed, for the secretary and the
    office once any is, for the council and whoever reads the area once it is concluded. Never for the producer."""
    return sees_scores_of(person, track, own_scoring(person, track.dossier_id))


def sees_scores_of(person: Any, track: Any, own: Mapping[int, bool]) -> bool:
    """`sees_scores`, asked with what is known of the person's own scoring of the product."""
    if producers.acts_for(person, track.dossier.producer) or is_blind(own, track.pk):
        return False
    if track.pk in own or runs_round(person, track.round):
        return True
    return track.concluded_at is not None and sees_council(person, track.round)


@right
def owns_sheet(person: Any, sheet: Any) -> bool:
    return bool(sheet.member.user_id == person.pk)


@right
def is_blind_to(person: Any, sheet: Any) -> bool:
    """Not before the own sheet of the product is signed."""
    return is_blind(own_scoring(person, sheet.track.dossier_id), sheet.track_id)


@right
def is_signed(person: Any, sheet: Any) -> bool:
    return bool(sheet.is_signed)


@right
def is_scored_now(person: Any, sheet: Any) -> bool:
    """While the round is being scored."""
    return bool(sheet.track.round.state == RoundState.SCORING)


@right
def is_talked_over(person: Any, sheet: Any) -> bool:
    """While the council talks its product over."""
    return bool(sheet.track.state == TrackState.RECONCILING)


# ---- Who finds a page of this room at all


@right
def is_council_person(person: Any, thing: Any = None) -> bool:
    """In some council, its working group included."""
    return person.is_authenticated and bool(seats(person))


@right
def is_scorer(person: Any, thing: Any = None) -> bool:
    """Of some council proper, not only of a working group."""
    return person.is_authenticated and any(
        role != CouncilRole.SUPPORT for role in seats(person).values()
    )


@right
def is_support(person: Any, thing: Any = None) -> bool:
    """In the working group of some council."""
    return person.is_authenticated and CouncilRole.SUPPORT in seats(person).values()


# ---- Who may do what, thing by thing

# A round. No producer sees names and progress of its council.
leads_round = is_chair_of | runs_round
sees_council = sits_in | reads_area_of
appraises = is_support_of

# A product before a council. Its report is its office's and its appraisal the working group's, until they are handed on;
# the result, without who gave what, is the producer's too once it is decided; scores by name: `sees_scores`.
prepares = appraises.of("round")
assesses = runs_round.of("round")
sees_appraisal = prepares | assesses
sees_result = is_settled
sees_assessment = assesses | sees_result
discusses = ~is_concluded & (is_before_own_council | assesses) & sees_scores

# A sheet. A secretary who scores too signs the own one before typing others' in.
keeps_sheet = is_secretary_of.of("track.round")
types_paper = keeps_sheet & (owns_sheet | ~is_blind_to)
prints_sheet = ~is_signed & (keeps_sheet | appraises.of("track.round"))
scores_sheet = owns_sheet & is_scored_now
rescores = is_talked_over & is_signed & scores_sheet


# ---- Who attaches what, and who reads it


def _follows_nobody(person: Any, round: Any) -> bool:
    """Whether nothing that a round came to is to be kept from the person, who still scores one of its products elsewhere."""
    own = own_scorings(person, round.tracks.values("dossier"))
    return all(all(scored.values()) for scored in own.values())


@right
def writes_decision(person: Any, decision: Any) -> bool:
    return runs_round(person, decision.round)


@right
def reads_decision(person: Any, decision: Any) -> bool:
    """The round's office; once it is issued whoever sees the round, who scores a product of it above only after that."""
    if writes_decision(person, decision):
        return True
    return (
        decision.state == DecisionState.ISSUED
        and rounds_visible_to(person).filter(pk=decision.round_id).exists()
        and _follows_nobody(person, decision.round)
    )


@right
def writes_minutes(person: Any, session: Any) -> bool:
    return runs_round(person, session.council.round)


@right
def reads_minutes(person: Any, session: Any) -> bool:
    """The round's office and chair; the council and whoever reads the area once the results are published."""
    round = session.council.round
    if leads_round(person, round):
        return True
    is_out = round.state == RoundState.PUBLISHED
    return is_out and sees_council(person, round) and _follows_nobody(person, round)


@right
def writes_visit(person: Any, track: Any) -> bool:
    """The working group, until it hands its findings over."""
    return prepares(person, track) and track.state in OPEN_TRACKS and not _is_handed_over(track)


@right
def reads_visit(person: Any, track: Any) -> bool:
    """What the working group saw at the place: the group and the office, then the council too."""
    return sees_appraisal(person, track) or (
        track.round_id in seats(person) and _is_handed_over(track)
    )


def _is_handed_over(track: Any) -> bool:
    appraisal = getattr(track, "appraisal", None)
    return appraisal is not None and appraisal.is_handed_over
