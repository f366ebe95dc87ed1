"""The part of the evaluation: a province's rounds in every state, and the round of the demo producer's own place below.

Products of other places are filed with the province at once: what their districts or communes did with them is left out.
"""

from collections.abc import Sequence
from datetime import timedelta

from ocop.core import clock
from ocop.criteria.models import Edition
from ocop.people.demo import account
from ocop.people.models import User
from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.places.scenes import Scene
from ocop.producers.demo import OWNER
from ocop.producers.enums import ProducerState
from ocop.producers.models import Product

from ..actions import assessments, dossiers, rounds
from ..enums import DossierState, Finding, RoundState
from ..models import Round
from ..rulebook import assessed_criteria
from .councils import add_people, edition_for, open_round, process_of, seat_council
from .filing import file
from .session import decided_session, running_session

MEMBERS = 8
"""Beside the chair: nine score."""
DECIDED, RUNNING = 12, 30
OPEN_STATES = (
    DossierState.DRAFT,
    DossierState.SUBMITTED,
    DossierState.CHECKING,
    DossierState.RETURNED,
    DossierState.ACCEPTED,
    DossierState.WITHDRAWN,
)


class Rounds:
    """Opens rounds under the rules of the scene's day."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.process = scene, process_of(scene.day)
        self.edition: Edition = edition_for(self.process)

    def open(
        self,
        officer: User,
        place: Place,
        number: int,
        *,
        takes: tuple[int, int],
        meets_in: int,
        upper: Round | None = None,
    ) -> Round:
        """A round that receives dossiers. meets_in: days until its council, where it has one, meets."""
        round = open_round(
            officer,
            place,
            number,
            process=self.process.code,
            edition=self.edition,
            takes=takes,
            upper=upper,
        )
        if rounds.has_council(round):
            day = clock.today() + timedelta(days=meets_in)
            seat_council(officer, round, MEMBERS, meets=day)
        return rounds.move_round(actor=officer, round=round, to=RoundState.RECEIVING)


def build(scene: Scene) -> None:
    add_people(MEMBERS)
    officer, opens = account("tinh"), Rounds(scene)
    province = scene.place(Level.PROVINCE)
    waiting = list(
        Product.objects.filter(
            producer__is_demo=True,
            producer__state=ProducerState.ACTIVE,
            producer__members=None,
            certificates=None,
        )
        .select_related("producer__place")
        .order_by("pk")
    )
    first, second, rest = (
        waiting[:DECIDED],
        waiting[DECIDED : DECIDED + RUNNING],
        waiting[DECIDED + RUNNING :],
    )
    with clock.travel(scene.before(95)):
        done = opens.open(officer, province, 1, takes=(0, 25), meets_in=40)
    _file_all(scene, officer, done, first, days_ago=75)
    decided_session(scene, officer, done)
    with clock.travel(scene.before(60)):
        running = opens.open(officer, province, 2, takes=(0, 40), meets_in=60)
    _file_all(scene, officer, running, second[:-1], days_ago=30)
    with clock.travel(scene.before(22)):
        late = file(second[-1], running, owner=officer, officer=officer, to=DossierState.SUBMITTED)
    running_session(scene, officer, running, late=late)
    with clock.travel(scene.before(25)):
        receiving = opens.open(officer, province, 3, takes=(0, 50), meets_in=70)
    _receive(scene, officer, receiving, rest)
    _below(scene, opens, receiving)


def _file_all(
    scene: Scene, officer: User, round: Round, products: Sequence[Product], *, days_ago: int
) -> None:
    for number, product in enumerate(products):
        with clock.travel(scene.before(days_ago - number % 5)):
            file(product, round, owner=officer, officer=officer)


def _receive(scene: Scene, officer: User, round: Round, products: Sequence[Product]) -> None:
    """Dossiers in every state before the council; the first one handed in waits longer than it should."""
    for number, (product, state) in enumerate(zip(products, OPEN_STATES, strict=False)):
        with clock.travel(scene.before(14 - number)):
            if state == DossierState.WITHDRAWN:
                draft = file(product, round, owner=officer, officer=officer, to=DossierState.DRAFT)
                dossiers.withdraw(actor=officer, dossier=draft)
            else:
                file(product, round, owner=officer, officer=officer, to=state)


def _below(scene: Scene, opens: Rounds, upper: Round) -> None:
    """The round of the demo producer's district, or of its commune where there are no districts any more."""
    officer = account("huyen" if scene.district else "xa")
    place = scene.place(Level.DISTRICT if scene.district else Level.COMMUNE)
    with clock.travel(scene.before(20)):
        round = opens.open(officer, place, 1, takes=(0, 40), meets_in=60, upper=upper)
    owner = account(OWNER)
    own = Product.objects.filter(producer__members__user=owner, certificates=None).order_by("pk")
    states = (
        DossierState.ACCEPTED,
        DossierState.ACCEPTED,
        DossierState.SUBMITTED,
        DossierState.RETURNED,
        DossierState.DRAFT,
    )
    for number, (product, state) in enumerate(zip(own, states, strict=False)):
        with clock.travel(scene.before(8 - number)):
            file(product, round, owner=owner, officer=officer, to=state)
    if not rounds.has_council(round):
        _assess(officer, round)


def _assess(officer: User, round: Round) -> None:
    """The commune has assessed its first product and sent it up; the others wait for its meeting."""
    track = round.tracks.select_related("round__place", "dossier__product").earliest("pk")
    findings = {c["code"]: [Finding.MET, "(minh hoạ)"] for c in assessed_criteria(round)}
    fields = {
        "met_on": clock.today(),
        "attendees": "Lãnh đạo UBND xã, công chức phụ trách (minh hoạ)",
        "form": "Hồ sơ đủ theo danh mục (minh hoạ).",
        "opinion": "Đề nghị tỉnh đánh giá (minh hoạ).",
    }
    assessments.assess(actor=officer, track=track, findings=findings, fields=fields)
    closed = assessments.close(actor=officer, track=track)
    assessments.forward(
        actor=officer, track=closed, number="04/BC-UBND (minh hoạ)", signed_on=clock.today()
    )
