"""The part of the certificates: those of the public record up to the scene's day, and one of an illustrative product that
ends soon."""

from datetime import date, timedelta

from ocop.core import clock
from ocop.core.periods import add_months
from ocop.people.actions import head_office
from ocop.people.demo import account
from ocop.people.enums import OrganisationKind
from ocop.people.models import Organisation
from ocop.places.models import Place
from ocop.places.queries import unit_of
from ocop.places.scenes import HISTORY, Scene
from ocop.producers.demo import demo_product, draw
from ocop.producers.demo.history import Event, Known, known
from ocop.producers.models import Producer, Product

from .actions import expiry
from .enums import CertificateState
from .models import Certificate, CertificateEvent

ENDS_IN_DAYS = 40
MONTHS_LONG = 36


def build(scene: Scene) -> None:
    history(scene)
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    day = scene.day + timedelta(days=ENDS_IN_DAYS)
    begun = max(add_months(day, -MONTHS_LONG), date(2018, 10, 1))
    ending = about_to_end(producer, Place.objects.get(key=HISTORY), begun=begun, stars=4)
    draw(ending.product, account("tinh"))


def history(scene: Scene) -> None:
    """Certificates of the past, each replacing the one before; those that have ended by now stay as they were."""
    for item in known(scene):
        product = Product.objects.select_related("producer").get(
            name=item.row["name"], producer__name=item.producer_name
        )
        before = None
        for event in item.events:
            before = _certificate(product, item, event, before)


def _certificate(
    product: Product, item: Known, event: Event, before: Certificate | None
) -> Certificate:
    day, until = event.day, event.valid_to or add_months(event.day, MONTHS_LONG)
    office = Place.objects.get(key="vn" if event.stars == 5 else HISTORY)
    serial = Certificate.objects.filter(year=day.year).count() + 1
    read_at = ": " * bool(event.sites) + ", ".join(event.sites)
    certificate = Certificate.objects.create(
        number=f"LS-{HISTORY}-{day.year}-{serial:04d}",
        product_code=f"LS-{HISTORY}-{serial}-{day.year}-{product.pk}",
        product=product,
        producer=product.producer,
        place=unit_of(item.place, day),
        product_name=product.name,
        producer_name=product.producer.name,
        level=office.level,
        office=office,
        issuing_office=head_office(office) or _ministry(office),
        decision_number=event.decision,
        decision_date=event.decided_on,
        year=day.year,
        stars=event.stars,
        valid_from=day,
        valid_to=until,
        source_note=f"Theo thông tin công bố{read_at}; ngày và thời hạn là ước tính khi nguồn chỉ nêu năm.",
    )
    _happened(certificate, day, event.decision)
    if before is not None:
        before.state, before.superseded_by = CertificateState.SUPERSEDED, certificate
        before.save()
        _happened(before, day, event.decision, f"Được thay bằng giấy {certificate.number}")
    return certificate


def _happened(certificate: Certificate, on: date, decision: str = "", reason: str = "") -> None:
    CertificateEvent.objects.create(
        certificate=certificate,
        state=certificate.state,
        on=on,
        decision_number=decision,
        reason=reason,
    )


def _ministry(country: Place) -> Organisation:
    """The ministry whose minister recognised five stars (Decision 1048)."""
    return Organisation.objects.get_or_create(
        kind=OrganisationKind.DEPARTMENT,
        name="Bộ Nông nghiệp và Phát triển nông thôn",
        place=country,
    )[0]


def about_to_end(producer: Producer, office: Place, *, begun: date, stars: int) -> Certificate:
    """A certificate that ends soon, so that its renewal and its office's written notice wait for somebody."""
    day = clock.today() + timedelta(days=ENDS_IN_DAYS)
    product = demo_product(producer, "Tinh bột nghệ Mẫu", "BSP-07")
    certificate = Certificate.objects.create(
        number=f"MH-{office.code}-{begun.year}-0001",
        product_code=f"MH-{office.code}-{begun.year}-1",
        product=product,
        producer=producer,
        place=producer.place,
        product_name=product.name,
        producer_name=producer.name,
        level=office.level,
        office=office,
        issuing_office=head_office(office),
        decision_number="03/QĐ-UBND (minh hoạ)",
        decision_date=begun,
        year=begun.year,
        stars=stars,
        valid_from=begun,
        valid_to=day,
    )
    _happened(certificate, begun)
    expiry.watch(certificate)
    return certificate
