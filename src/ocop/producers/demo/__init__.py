"""The part of the producers: those of the public record, and illustrative ones with their products, papers and pictures."""

from datetime import date

from ocop.core import clock
from ocop.core.files import IMAGES, store_bytes
from ocop.core.uploads import Upload
from ocop.criteria.sets import catalogue
from ocop.people.demo import account, add_account
from ocop.people.models import User
from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.places.scenes import Scene

from ..actions import producers, products
from ..enums import ProducerState, ProducerType
from ..models import Producer, ProducerMember, Product
from . import history
from .library import fill_library
from .pictures import still_life

OWNER = "chuthe"
ENTERED_DAYS = 110
OWN_PRODUCTS = [
    ("Trà hoa vàng Mẫu", "BSP-12"),
    ("Miến dong Mẫu", "BSP-06"),
    ("Măng khô Mẫu", "BSP-07"),
    ("Rượu men lá Mẫu", "BSP-15"),
    ("Cơm lam Mẫu", "BSP-05"),
    ("Bột nghệ Mẫu", "BSP-19"),
]
KINDS = [
    ("Miến dong", "BSP-06"),
    ("Mật ong rừng", "BSP-04"),
    ("Chè Shan tuyết", "BSP-12"),
    ("Măng khô", "BSP-07"),
    ("Rượu men lá", "BSP-15"),
    ("Tinh bột nghệ", "BSP-19"),
    ("Cơm lam", "BSP-05"),
    ("Trà mướp đắng", "BSP-13"),
    ("Lạp sườn gác bếp", "BSP-08"),
    ("Bánh gio", "BSP-06"),
    ("Tinh dầu sả", "BSP-22"),
    ("Mộc nhĩ khô", "BSP-07"),
]
CHOSEN = {
    "BSP-04": "Mật ong, mật khác và nông sản thực phẩm khác",
    "BSP-13": "Trà từ thực vật khác",
}
"""Sets of Decision 1048 that went into several or none: what a person chooses for these products under later ones."""
COOPERATIVES, PRODUCTS_EACH, KINDS_APART = 16, 3, 5
DRAWN = "Hình vẽ minh hoạ"


def build(scene: Scene) -> None:
    history.build(scene)
    with clock.travel(scene.before(ENTERED_DAYS)):
        _own(scene)
        _many(scene)
        officer = account("tinh")
        for product in Product.objects.select_related("producer"):
            draw(product, officer)


def _own(scene: Scene) -> None:
    """The demo's producer, whose person signs in; beside it one that waits to be confirmed."""
    producer = demo_producer(scene.place(Level.COMMUNE), account("tinh"), papers_from=scene.day)
    for name, set_code in OWN_PRODUCTS:
        demo_product(producer, name, set_of_today(set_code))


def demo_producer(place: Place, officer: User, *, papers_from: date) -> Producer:
    """HTX Minh Hoạ with its person and its papers, and a household business that its commune has not confirmed yet."""
    owner = add_account(OWNER, "Đại diện chủ thể (minh hoạ)")
    producer = producers.create(
        actor=officer,
        producer=Producer(
            type=ProducerType.COOPERATIVE,
            name="HTX Minh Hoạ",
            place=place,
            is_demo=True,
            representative="Người đại diện (minh hoạ)",
            members_count=12,
            women_percent=58,
            minority_percent=83,
            poor_percent=25,
        ),
    )
    ProducerMember.objects.create(producer=producer, user=owner)
    Producer.objects.create(
        type=ProducerType.HOUSEHOLD_BUSINESS,
        name="Hộ kinh doanh Minh Hoạ",
        place=place,
        state=ProducerState.PENDING,
        is_demo=True,
    )
    fill_library(producer, owner, lasts_from=papers_from)
    return producer


def _many(scene: Scene) -> None:
    """Cooperatives all over the province with three products each, entered by turns: any few of them lie far apart."""
    officer, communes = account("tinh"), scene.communes()
    homes = [communes[n * len(communes) // COOPERATIVES] for n in range(COOPERATIVES)]
    entered = [_cooperative(officer, place, number, scene) for number, place in enumerate(homes)]
    for turn in range(PRODUCTS_EACH):
        for number, producer in enumerate(entered):
            kind, set_code = KINDS[(number + turn * KINDS_APART) % len(KINDS)]
            name = f"{kind} Mẫu {producer.place.short_name}"
            demo_product(producer, name, set_of_today(set_code))


def _cooperative(officer: User, place: Place, number: int, scene: Scene) -> Producer:
    producer = producers.create(
        actor=officer,
        producer=Producer(
            type=ProducerType.COOPERATIVE,
            name=f"HTX Minh Hoạ {place.short_name}",
            place=place,
            is_demo=True,
            representative="Người đại diện (minh hoạ)",
            members_count=7 + number % 9,
            women_percent=40 + 3 * number % 30,
            minority_percent=60 + 7 * number % 40,
            poor_percent=10 + 5 * number % 30,
        ),
    )
    fill_library(producer, officer, lasts_from=scene.day)
    return producer


def set_of_today(code: str) -> str:
    """The set of the scene's day for a product of a set of Decision 1048, which is itself where none was in force yet."""
    found = catalogue()
    today = found.current(clock.today())
    if code in today or not today:
        return code
    name = CHOSEN.get(code, found.sheets[code].name)
    sheets = {key: found.sheets[key] for key in today}
    return next(k for k, sheet in sheets.items() if name in (sheet.name, *sheet.former_names))


def demo_product(producer: Producer, name: str, set_code: str) -> Product:
    """A product that says itself that it is made up."""
    return products.save(
        actor=account("tinh"),
        product=Product(
            producer=producer, name=name, set_code=set_code, description="Sản phẩm minh hoạ."
        ),
    )


def draw(product: Product, officer: User) -> None:
    """A picture drawn by the project, which says that it is no photograph."""
    picture = still_life(product.name, product.set_code, product.pk)
    upload = Upload(store_bytes(picture, kinds=IMAGES), f"{product.set_code.replace(':', '-')}.png")
    products.add_picture(actor=officer, product=product, upload=upload, caption=DRAWN)
