"""The small scene that the suite lives in, built by the same parts as the demo's.

A district's round and the province's above it, with a few dossiers in every state. It is set on a day after the districts
had gone: who works at one goes on there, as offices do that wind up.
"""

from datetime import date, timedelta

from ocop.certificates.demo import about_to_end
from ocop.certificates.demo import history as certificates_of_record
from ocop.core import clock, rehearsal
from ocop.core.periods import add_months
from ocop.criteria.models import Edition
from ocop.demo.scenes import record
from ocop.dossiers.actions import rounds
from ocop.dossiers.demo import filing
from ocop.dossiers.demo.answers import at_share
from ocop.dossiers.demo.rounds import open_round
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.rulebook import rulebook
from ocop.evaluation.actions import results, sheets
from ocop.evaluation.demo.councils import add_people, attend, decide, seat_council
from ocop.evaluation.models import ScoreSheet
from ocop.people import demo as people
from ocop.people.demo import account
from ocop.people.models import User
from ocop.places.models import Place
from ocop.places.scenes import Scene
from ocop.producers.demo import demo_producer, demo_product
from ocop.producers.demo import history as record_of_producers
from ocop.producers.models import Producer

DISTRICT, COMMUNE = "066", "02173"
MEMBERS = 5
DEMO_PRODUCTS = [
    ("Trà hoa vàng Mẫu", "BSP-12", "published"),
    ("Miến dong Mẫu", "BSP-06", "scoring"),
    ("Mật ong Mẫu", "BSP-04", "scoring"),
    ("Măng khô Mẫu", "BSP-07", DossierState.ACCEPTED),
    ("Rượu men lá Mẫu", "BSP-15", DossierState.SUBMITTED),
    ("Cơm lam Mẫu", "BSP-05", DossierState.RETURNED),
    ("Bột nghệ Mẫu", "BSP-19", DossierState.DRAFT),
]
NOT_SIGNED = ("chutich@demo.vn", "uyvien1@demo.vn")


def build(on: date) -> None:
    """Within a journey to the day that the suite lives on."""
    scene = Scene(
        name="small",
        title="",
        day=on,
        province="06",
        district=DISTRICT,
        commune=COMMUNE,
        facts=record(),
    )
    rehearsal.begin(clock.now())
    people.build(scene)
    add_people(MEMBERS)
    record_of_producers.build(scene, moved=False)
    certificates_of_record(scene)
    producer = demo_producer(Place.objects.get(key=COMMUNE), account("tinh"), papers_from=on)
    _about_to_end(producer)
    _rounds(producer)


def _about_to_end(producer: Producer) -> None:
    district = Place.objects.get(key=DISTRICT)
    begun = add_months(clock.today() + timedelta(days=40), -36)
    about_to_end(producer, district, begun=begun, stars=3)


def _rounds(producer: Producer) -> None:
    officer, upper_officer, owner = account("huyen"), account("tinh"), account("chuthe")
    above = _receiving(upper_officer, Place.objects.get(key="06"), 1, None)
    district = Place.objects.get(key=DISTRICT)
    done, current = (_receiving(officer, district, number, above) for number in (1, 2))
    made: dict[str, Dossier] = {}
    for name, set_code, state in DEMO_PRODUCTS:
        made[name] = filing.file(
            demo_product(producer, name, set_code),
            done if state == "published" else current,
            owner=owner,
            officer=officer,
            to=state if state in DossierState.values else DossierState.ACCEPTED,
        )
    _finish(officer, done)
    rounds.move_round(actor=officer, round=current, to=RoundState.SCORING)
    _score(current, not_by=NOT_SIGNED)
    _assess_at_commune(owner, upper_officer, producer)
    late = made["Rượu men lá Mẫu"]
    Dossier.objects.filter(pk=late.pk).update(due_on=clock.today() + timedelta(days=2))


def _receiving(
    officer: User, place: Place, number: int, upper: Round | None, *, process: str = "qd1048"
) -> Round:
    round = open_round(
        officer,
        place,
        number,
        process=process,
        edition=Edition.objects.get(code="qd1048"),
        takes=(30, 30),
        upper=upper,
    )
    if process == "qd1048":
        tomorrow = clock.today() + timedelta(days=1)
        seat_council(officer, round, MEMBERS, meets=tomorrow)
    return rounds.move_round(actor=officer, round=round, to=RoundState.RECEIVING)


def _assess_at_commune(owner: User, upper_officer: User, producer: Producer) -> None:
    """A product that its commune assesses, as the process has it since July 2025, and the province's round above."""
    officer, process = account("xa"), "qd148-2025"
    above = _receiving(upper_officer, Place.objects.get(key="06"), 2, None, process=process)
    round = _receiving(officer, producer.place, 1, above, process=process)
    filing.file(
        demo_product(producer, "Chè dây Mẫu", "BSP-12"), round, owner=owner, officer=officer
    )


def _score(round: Round, *, not_by: tuple[str, ...] = ()) -> None:
    """Members score and sign, all but some."""
    found = ScoreSheet.objects.filter(track__round=round).select_related(
        "member__user", "track__round__place", "track__dossier"
    )
    for number, sheet in enumerate(found):
        if sheet.member.user.login in not_by:
            continue
        leaves = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code).leaves
        sheet.answers = at_share(leaves, 0.72, number)
        sheets.keep_totals(sheet)
        sheet.save()
        sheets.sign(actor=sheet.member.user, sheet=sheet)


def _finish(officer: User, round: Round) -> None:
    rounds.move_round(actor=officer, round=round, to=RoundState.SCORING)
    attend(round)
    _score(round)
    for track in round.tracks.select_related("round__place", "dossier"):
        results.conclude(actor=officer, track=track)
    decide(officer, round, number="02/QĐ-UBND (minh hoạ)")
