"""The part of the evaluation: the councils of the province's rounds, one decided, one in session, and of those that still
take dossiers; the commune that assesses, where no council sits there."""

from collections.abc import Sequence
from datetime import timedelta

from ocop.core import clock
from ocop.dossiers.demo import officer_below, unfiled
from ocop.dossiers.demo.filing import file
from ocop.dossiers.demo.rounds import Rounds
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import assessed_criteria, has_council
from ocop.people.demo import account
from ocop.people.models import User
from ocop.places.enums import Level
from ocop.places.scenes import Scene
from ocop.producers.models import Product

from ..actions import assessments
from ..enums import Finding
from .councils import add_people, seat_council
from .session import decided_session, running_session

MEMBERS = 8
"""Beside the chair: nine score."""
DECIDED, RUNNING = 12, 30


def build(scene: Scene) -> None:
    add_people(MEMBERS)
    officer, opens, products = account("tinh"), Rounds(scene), unfiled()
    province = scene.place(Level.PROVINCE)
    first, second = products[:DECIDED], products[DECIDED : DECIDED + RUNNING]
    _prepare(scene)
    with clock.travel(scene.before(95)):
        done = opens.open(officer, province, 1, takes=(0, 25))
        _seat(officer, done, meets_in=40)
    _file_all(scene, officer, done, first, days_ago=75)
    decided_session(scene, officer, done)
    with clock.travel(scene.before(60)):
        running = opens.open(officer, province, 2, takes=(0, 40))
        _seat(officer, running, meets_in=60)
    _file_all(scene, officer, running, second[:-1], days_ago=30)
    with clock.travel(scene.before(22)):
        late = file(second[-1], running, owner=officer, officer=officer, to=DossierState.SUBMITTED)
    running_session(scene, officer, running, late=late)


def _seat(officer: User, round: Round, *, meets_in: int) -> None:
    """meets_in: days until the council meets."""
    seat_council(officer, round, MEMBERS, meets=clock.today() + timedelta(days=meets_in))


def _prepare(scene: Scene) -> None:
    """Rounds that still take dossiers have their council; where none sits, the commune assesses."""
    for round in Round.objects.filter(is_demo=True, state=RoundState.RECEIVING).order_by("pk"):
        if has_council(round):
            with clock.travel(scene.before(20)):
                _seat(account("tinh"), round, meets_in=65)
        else:
            _assess(officer_below(scene), round)


def _file_all(
    scene: Scene, officer: User, round: Round, products: Sequence[Product], *, days_ago: int
) -> None:
    for number, product in enumerate(products):
        with clock.travel(scene.before(days_ago - number % 5)):
            file(product, round, owner=officer, officer=officer)


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
