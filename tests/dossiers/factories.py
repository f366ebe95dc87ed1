"""The smallest rounds and dossiers, for tests that show their own world.

Rows are put straight into the state that is wanted; what actions do is tested where they are.
"""

from datetime import date, datetime
from itertools import count
from typing import Any

from ocop.core import clock
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.places.models import Place
from ocop.producers.models import Product
from tests.criteria.factories import builtin
from tests.places.factories import make_place
from tests.producers.factories import make_producer, make_product

_numbers = count(1)


def make_round(
    place: Place | None = None, state: str = RoundState.RECEIVING, **fields: Any
) -> Round:
    """A round under the criteria of 2019, of a province unless said, that receives dossiers today; without a council."""
    place, edition = place or make_place("province"), fields.pop("edition", None) or builtin()
    fields = {
        "level": place.level,
        "year": 2019,
        "number": next(_numbers),
        "process_code": "qd1048",
        "receives_from": clock.today(),
        "receives_until": clock.today(),
        **fields,
    }
    return Round.objects.create(
        place=place, state=state, edition=edition, edition_digest=edition.digest, **fields
    )


def make_dossier(
    round: Round, product: Product | None = None, state: str = DossierState.DRAFT, **fields: Any
) -> Dossier:
    """A dossier without papers, handed in once unless it is a draft."""
    product = product or make_product()
    fields = {"submission": int(state != DossierState.DRAFT), **fields}
    return Dossier.objects.create(
        product=product,
        producer=product.producer,
        round=round,
        set_code=product.set_code,
        state=state,
        **fields,
    )


def held(at: Place, level: str = "province") -> Round:
    """The round of a place that receives through the year 2019."""
    edition = builtin()
    return Round.objects.create(
        place=at,
        level=level,
        year=2019,
        edition=edition,
        edition_digest=edition.digest,
        process_code="qd1048",
        receives_from=date(2019, 1, 1),
        receives_until=date(2019, 12, 31),
    )


def filed(at: Place, round: Round, when: datetime | None, **fields: Any) -> Dossier:
    """A dossier of a new producer of a place, first handed in at a moment; a draft without one."""
    one = make_product(make_producer(at))
    return Dossier.objects.create(
        product=one,
        producer=one.producer,
        round=round,
        set_code=one.set_code,
        submission=int(when is not None),
        submitted_at=when,
        **fields,
    )
