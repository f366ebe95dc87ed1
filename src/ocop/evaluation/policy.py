"""Who may do what in an evaluation. Lists, counts, pages and exports all ask here."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ocop.core.compiled import Select
from ocop.core.rights import right
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.kept_roles import kept_until_changed
from ocop.producers import policy as producers

from .enums import SETTLED_TRACKS, CouncilRole, RoundState, SheetState, TrackState
from .models import CouncilMember, Dossier, Round, ScoreSheet, Track


@kept_until_changed("evaluation.CouncilMember")
def seats(person_id: int) -> Mapping[int, str]:
    """Rounds in whose councils a person sits, with the role there."""
    held = CouncilMember.objects.filter(user_id=person_id)
    return MappingProxyType(dict(held.values_list("council__round_id", "role")))


def rounds_as_secretary(user: Any) -> list[int]:
    return [pk for pk, role in seats(user).items() if role == CouncilRole.SECRETARY]


def rounds_visible_to(user: Any) -> QuerySet[Round]:
    """Rounds of my area, of my councils, and open rounds above the places of my producers."""
    in_area = people.within(Round.objects.all(), people.paths(user, *people.READERS))
    mine = Dossier.objects.filter(producer__in=producers.own(user))
    return Round.objects.filter(
        Q(pk__in=in_area.values("pk")) | Q(pk__in=seats(user)) | Q(pk__in=mine.values("round"))
    )


def dossiers_visible_to(user: Any) -> QuerySet[Dossier]:
    """My producers' dossiers; those of my area's producers, drafts only for the officers who may help; those passed up
    to rounds of my area; those of my councils. A draft is the producer's own until it is handed in."""
    handed_in = Dossier.objects.filter(submission__gt=0)
    area = people.paths(user, *people.READERS)
    filed = people.within(handed_in, area, "producer__place__path")
    helped = people.within(
        Dossier.objects.all(), people.paths(user, Role.OFFICER), "producer__place__path"
    )
    in_rounds = people.within(Track.objects.all(), area, "round__place__path")
    in_councils = Track.objects.filter(round__in=seats(user))
    return Dossier.objects.filter(
        Q(producer__in=producers.own(user))
        | Q(pk__in=filed.values("pk"))
        | Q(pk__in=helped.values("pk"))
        | Q(pk__in=in_rounds.values("dossier"))
        | Q(pk__in=in_councils.values("dossier"))
        | Q(round__in=rounds_as_secretary(user), submission__gt=0)
    )


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


@right
def reads_evaluation(person: Any, thing: Any = None) -> bool:
    """Whoever has an area, a producer or a seat."""
    return person.is_authenticated and (producers.reads_producers(person) or bool(seats(person)))


@right
def is_council_person(person: Any, thing: Any = None) -> bool:
    """In some council, its working group included."""
    return person.is_authenticated and bool(seats(person))


@right
def runs_round(person: Any, round: Any) -> bool:
    """The round's secretary, or an officer of its place or above."""
    if not person.is_authenticated:
        return False
    return people.is_officer_over(person, round.place) or is_secretary_of(person, round)


@right
def is_round_officer(person: Any, thing: Any = None) -> bool:
    """An officer somewhere, or the secretary of some council."""
    return people.is_officer(person) or (
        person.is_authenticated and CouncilRole.SECRETARY in seats(person).values()
    )


@right
def leads_round(person: Any, round: Any) -> bool:
    """The chair of the round's council, and whoever runs the round."""
    return seats(person).get(round.pk) == CouncilRole.CHAIR or runs_round(person, round)


@right
def is_secretary_of(person: Any, round: Any) -> bool:
    return seats(person).get(round.pk) == CouncilRole.SECRETARY


@right
def types_paper(person: Any, sheet: Any) -> bool:
    """The round's secretary; one who scores the product too signs the own sheet before reading others'."""
    if not is_secretary_of(person, sheet.track.round):
        return False
    own = own_scoring(person, sheet.track.dossier_id)
    return owns_sheet(person, sheet) or not is_blind(own, sheet.track_id)


@right
def edits_dossier(person: Any, dossier: Any) -> bool:
    """A member of the producer, or an officer helping in its commune, while it is theirs to edit."""
    return dossier.is_editable and producers.can_edit(person, dossier.producer)


@right
def takes_back(person: Any, dossier: Any) -> bool:
    """A member of the producer, or an officer helping it; not the office that received the dossier, which returns it."""
    return producers.acts_for(person, dossier.producer) or (
        producers.is_officer_of(person, dossier.producer) and not receives_dossier(person, dossier)
    )


@right
def receives_dossier(person: Any, dossier: Any) -> bool:
    """The office of the round that the dossier was filed in."""
    return runs_round(person, dossier.round)


@right
def keeps_sheet(person: Any, sheet: Any) -> bool:
    """The round's secretary reopens a sheet and lets a product go on without it."""
    return is_secretary_of(person, sheet.track.round)


@right
def prints_sheet(person: Any, sheet: Any) -> bool:
    """The secretary and the working group print a sheet that is not signed yet."""
    round = sheet.track.round
    return not sheet.is_signed and (is_secretary_of(person, round) or appraises(person, round))


@right
def owns_sheet(person: Any, sheet: Any) -> bool:
    return sheet.member.user_id == person.pk


@right
def scores_sheet(person: Any, sheet: Any) -> bool:
    """The member whose sheet it is, while the round is being scored."""
    return owns_sheet(person, sheet) and sheet.track.round.state == RoundState.SCORING


@right
def rescores(person: Any, sheet: Any) -> bool:
    """The member who signed the sheet, while the council talks its product over."""
    return (
        sheet.track.state == TrackState.RECONCILING
        and sheet.is_signed
        and scores_sheet(person, sheet)
    )


def own_scorings(
    person: Any, dossiers: Iterable[int] | QuerySet[Any]
) -> dict[int, dict[int, bool]]:
    """Of each dossier the tracks in whose councils the person scores, and whether that is done: 1 query for who sits in
    a council, else none."""
    if not seats(person):
        return {}
    return _by_dossier(_own_tracks(person.pk).filter(dossier__in=dossiers))


def own_scoring(person: Any, dossier_id: int) -> dict[int, bool]:
    """`own_scorings` of one dossier."""
    if not seats(person):
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
        is_done = track.own_is_signed or track.concluded_at is not None
        found.setdefault(track.dossier_id, {})[track.pk] = is_done
    return found


def is_blind(own: Mapping[int, bool], track_id: int) -> bool:
    """Whether the person of an `own_scoring` may not know others' scores of a track yet: the own sheet there is not
    signed, or the product is still to be scored in another council, which is not to follow this one."""
    return not own.get(track_id, all(own.values()))


@right
def sees_council(person: Any, round: Any) -> bool:
    """Names and progress of a council: its members, and whoever reads the area of its place. No producer."""
    return round.pk in seats(person) or people.may_read_place(person, round.place)


@right
def appraises(person: Any, round: Any) -> bool:
    """Of the working group of the round's council."""
    return seats(person).get(round.pk) == CouncilRole.SUPPORT


@right
def prepares(person: Any, track: Any) -> bool:
    """Of the working group of the council that a product is before."""
    return appraises(person, track.round)


@right
def assesses(person: Any, track: Any) -> bool:
    """The office of a round in which the place itself assesses."""
    return runs_round(person, track.round)


@right
def is_support(person: Any, thing: Any = None) -> bool:
    """In the working group of some council."""
    return person.is_authenticated and CouncilRole.SUPPORT in seats(person).values()


@right
def is_scorer(person: Any, thing: Any = None) -> bool:
    """Of some council proper, not only of a working group."""
    return person.is_authenticated and any(
        role != CouncilRole.SUPPORT for role in seats(person).values()
    )


@right
def sees_appraisal(person: Any, track: Any) -> bool:
    """The group and the office, before it is handed over to the members' sheets too."""
    return appraises(person, track.round) or runs_round(person, track.round)


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
def discusses(person: Any, track: Any) -> bool:
    """The council and its office add to the minutes, from when they see the scores until the conclusion."""
    takes_part = track.round_id in seats(person) or runs_round(person, track.round)
    return track.concluded_at is None and takes_part and sees_scores(person, track)


@right
def sees_result(person: Any, track: Any) -> bool:
    """The result with its reasons and the means of criteria, without who gave what: for the producer too, once it is
    decided."""
    return track.state in SETTLED_TRACKS


@right
def sees_assessment(person: Any, track: Any) -> bool:
    """A place's report is for its office, and for others once it has gone up."""
    return assesses(person, track) or sees_result(person, track)
