"""The part of dossiers: the province's round that takes them, with one in every state, and the round of the demo
producer's own place below.

Products of other places are filed with the province at once: what their districts or communes did with them is left out.
"""

from collections.abc import Sequence

from ocop.core import clock
from ocop.people.demo import account
from ocop.people.models import User
from ocop.places.enums import Level
from ocop.places.scenes import Scene
from ocop.producers.demo import OWNER
from ocop.producers.enums import ProducerState
from ocop.producers.models import Product

from ..actions import dossiers
from ..enums import DossierState
from ..models import Round
from .filing import file
from .rounds import Rounds

RECEIVING = 3
"""The number of the province's round; those before it have gone on to their councils."""
OPEN_STATES = (
    DossierState.DRAFT,
    DossierState.SUBMITTED,
    DossierState.CHECKING,
    DossierState.RETURNED,
    DossierState.ACCEPTED,
    DossierState.WITHDRAWN,
)
OWN_STATES = (
    DossierState.ACCEPTED,
    DossierState.ACCEPTED,
    DossierState.SUBMITTED,
    DossierState.RETURNED,
    DossierState.DRAFT,
)


def build(scene: Scene) -> None:
    officer, opens = account("tinh"), Rounds(scene)
    with clock.travel(scene.before(25)):
        receiving = opens.open(officer, scene.place(Level.PROVINCE), RECEIVING, takes=(0, 50))
    _receive(scene, officer, receiving, unfiled()[-len(OPEN_STATES) :])
    _below(scene, opens, receiving)


def unfiled() -> list[Product]:
    """Products without stars and dossier, of producers whom nobody signs in for."""
    found = Product.objects.filter(
        producer__is_demo=True,
        producer__state=ProducerState.ACTIVE,
        producer__members=None,
        certificates=None,
        dossiers=None,
    )
    return list(found.select_related("producer__place").order_by("pk"))


def officer_below(scene: Scene) -> User:
    """Of the demo producer's district, or of its commune where there are no districts any more."""
    return account("huyen" if scene.district else "xa")


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
    """The round of the demo producer's own place, with its products in it."""
    officer = officer_below(scene)
    place = scene.place(Level.DISTRICT if scene.district else Level.COMMUNE)
    with clock.travel(scene.before(20)):
        round = opens.open(officer, place, 1, takes=(0, 40), upper=upper)
    owner = account(OWNER)
    own = Product.objects.filter(producer__members__user=owner, certificates=None).order_by("pk")
    for number, (product, state) in enumerate(zip(own, OWN_STATES, strict=False)):
        with clock.travel(scene.before(8 - number)):
            file(product, round, owner=owner, officer=officer, to=state)
