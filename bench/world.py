"""The world of the bench: a district's round of 1,000 products, 5 members, a sheet of about 33 criteria each."""

import random
from datetime import date, timedelta
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from ocop.certificates.models import Certificate, CertificateEvent
from ocop.criteria.actions.editions import load_builtin
from ocop.criteria.autosave import mark_of
from ocop.criteria.models import Edition
from ocop.criteria.rulebook import usable_sets
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.rulebook import rulebook
from ocop.evaluation.actions.sheets import scored
from ocop.evaluation.enums import CouncilRole, SheetState, TrackState
from ocop.evaluation.models import Council, CouncilMember, ScoreSheet, Track
from ocop.people.actions import appoint, register_account
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.places import actions as places
from ocop.places.models import Place
from ocop.producers.enums import ProducerState, ProducerType
from ocop.producers.models import Producer, Product

PRODUCTS = 1000
MEMBERS = 5
SEED = 21
PAPER_EACH = 5
"""Of every so many products still to be scored one is scored on paper."""


def fill() -> None:
    """An empty, migrated database becomes the world; the same one each time."""
    chance = random.Random(SEED)
    places.load()
    load_builtin()
    today = timezone.localdate()
    district = Place.objects.filter(key__startswith="06", level="district").order_by("key")[0]
    communes = list(Place.objects.under(district).filter(level="commune").order_by("key"))
    officer = register_account(
        login="can-bo@bench.vn", full_name="Cán bộ", password="x" * 12, is_proven=True
    )
    appoint(actor=None, user=officer, role=Role.OFFICER, place=district)
    edition = Edition.objects.get(code="qd1048")
    round = Round.objects.create(
        place=district,
        level=district.level,
        year=today.year,
        edition=edition,
        edition_digest=edition.digest,
        process_code="qd1048",
        state=RoundState.SCORING,
        receives_from=today - timedelta(days=60),
        receives_until=today - timedelta(days=1),
    )
    council = Council.objects.create(round=round, decision_number="1", decision_date=today)
    members = [
        CouncilMember.objects.create(
            council=council,
            user=register_account(
                login=f"tv{n}@bench.vn",
                full_name=f"Thành viên {n}",
                password="x" * 12,
                is_proven=True,
            ),
            role=CouncilRole.MEMBER,
            order=n,
        )
        for n in range(MEMBERS)
    ]
    secretary = register_account(
        login="thu-ky@bench.vn", full_name="Thư ký", password="x" * 12, is_proven=True
    )
    CouncilMember.objects.create(
        council=council, user=secretary, role=CouncilRole.SECRETARY, order=MEMBERS, votes=False
    )
    producers = Producer.objects.bulk_create(
        [
            Producer(
                type=ProducerType.COOPERATIVE,
                name=f"Hợp tác xã số {n}",
                place=communes[n % len(communes)],
                state=ProducerState.ACTIVE,
                search=f"hop tac xa so {n}",
                sort_key=f"hop tac xa so {n:04}",
            )
            for n in range(PRODUCTS // 4)
        ]
    )
    sets = sorted(usable_sets(edition))
    products = Product.objects.bulk_create(
        [
            Product(
                producer=producers[n % len(producers)],
                name=f"Sản phẩm số {n}",
                set_code=sets[n % len(sets)],
                search=f"san pham so {n}",
                sort_key=f"san pham so {n:04}",
            )
            for n in range(PRODUCTS)
        ]
    )
    book = rulebook(round)

    def answers(set_code: str) -> dict[str, str]:
        return {c.code: chance.choice(c.choices).code for c in book.sheet(set_code).leaves}

    dossiers = []
    for product in products:
        given = answers(product.set_code)
        found = book.score(product.set_code, given)
        dossiers.append(
            Dossier(
                product=product,
                producer=product.producer,
                round=round,
                set_code=product.set_code,
                state=DossierState.ACCEPTED,
                answers=given,
                self_total=found.total,
                self_stars=found.stars,
            )
        )
    Dossier.objects.bulk_create(dossiers)
    tracks = Track.objects.bulk_create(
        [
            Track(
                dossier=dossier,
                round=round,
                level=round.level,
                position=n,
                state=TrackState.SCORING if n % 2 else TrackState.CONCLUDED,
                rules_digest=round.edition_digest,
            )
            for n, dossier in enumerate(dossiers, start=1)
        ]
    )
    sheets = []
    for track in tracks:
        mine = []
        for member in members:
            given = answers(track.dossier.set_code)
            found = book.score(track.dossier.set_code, given)
            mine.append(
                ScoreSheet(
                    track=track,
                    member=member,
                    state=SheetState.OPEN
                    if track.state == TrackState.SCORING
                    else SheetState.SIGNED,
                    answers=given,
                    comments=dict.fromkeys(list(given)[::5], "Đã xem minh chứng."),
                    total=found.total,
                    parts=dict(found.parts),
                    answered=len(given),
                )
            )
        totals = [sheet.total for sheet in mine]
        track.points_sum, track.sheets_counted = sum(totals), len(totals)
        track.mean_total, track.spread = sum(totals) / len(totals), max(totals) - min(totals)
        track.stars, track.sheets_expected = 3, MEMBERS
        if track.state == TrackState.CONCLUDED:
            track.concluded_at, track.sheets_signed = timezone.now(), MEMBERS
        sheets += mine
    Track.objects.bulk_update(
        tracks,
        [
            "points_sum",
            "sheets_counted",
            "mean_total",
            "spread",
            "stars",
            "sheets_expected",
            "sheets_signed",
            "concluded_at",
        ],
        batch_size=200,
    )
    ScoreSheet.objects.bulk_create(sheets, batch_size=500)
    made = Certificate.objects.bulk_create(
        [
            Certificate(
                number=f"H-{n:05}",
                product_code=f"06-{n}",
                product=product,
                producer=product.producer,
                place=product.producer.place,
                product_name=product.name,
                producer_name=product.producer.name,
                level="district",
                office=district,
                decision_number="1/QĐ-UBND",
                decision_date=date(today.year, 1, 1),
                year=today.year,
                stars=3,
                valid_from=date(today.year, 1, 1),
                valid_to=date(today.year + 3, 1, 1),
            )
            for n, product in enumerate(products)
        ]
    )
    CertificateEvent.objects.bulk_create(
        [CertificateEvent(certificate=c, state=c.state, on=c.valid_from) for c in made]
    )


def cookie_of(login: str) -> str:
    """The Cookie header of a signed-in browser, with the token that its forms send back."""
    client = Client()
    user = User.objects.get(login=login)
    client.force_login(user, backend="ocop.people.backends.Accounts")
    client.cookies["csrftoken"] = "b" * 32
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def errands() -> dict[str, list[dict[str, str]]]:
    """What the clients ask for, by kind of page: requests with path, cookie and body, in random order."""
    chance = random.Random(SEED)
    officer = cookie_of("can-bo@bench.vn")
    cookies = {n: cookie_of(f"tv{n}@bench.vn") for n in range(MEMBERS)}
    round = Round.objects.get()
    ranking = f"/danh-gia/dot/{round.pk}/xep-hang/"
    open_sheets = list(
        ScoreSheet.objects.filter(state=SheetState.OPEN).select_related(
            "member", "track__dossier", "track__round"
        )
    )
    on_paper = [sheet for sheet in open_sheets if sheet.track_id % PAPER_EACH == 1]
    open_sheets = [sheet for sheet in open_sheets if sheet.track_id % PAPER_EACH != 1]
    saves = []
    for sheet in open_sheets:
        score = scored(sheet)
        shown = [
            ("has", f"sheet-doubts:{mark_of(score.warnings)}"),
            ("has", f"sheet-end:{mark_of(score.unanswered)}"),
        ]
        leaves = rulebook(round).sheet(sheet.track.dossier.set_code).leaves
        for leaf in chance.sample(leaves, 6):
            level = chance.choice(leaf.choices).code
            saves.append(
                {
                    "path": f"/danh-gia/phieu/{sheet.pk}/luu/",
                    "cookie": cookies[sheet.member.order],
                    "body": urlencode([("field", f"a:{leaf.code}"), ("value", level), *shown]),
                }
            )
    found = {
        "open": [
            {"path": f"/danh-gia/phieu/{s.pk}/", "cookie": cookies[s.member.order], "body": ""}
            for s in open_sheets
        ],
        "save": saves,
        "paper": paper_errands(on_paper, chance),
        "ranking": [{"path": ranking, "cookie": officer, "body": ""}],
        "sorted": [
            {"path": f"{ranking}?sap={sort}", "cookie": officer, "body": ""}
            for sort in ("-mean_total", "dossier__product__sort_key", "-spread")
        ],
        "rows": [{"path": f"{ranking}?moi-trang=100", "cookie": officer, "body": ""}],
        "xlsx": [{"path": f"{ranking}?xuat=xlsx", "cookie": officer, "body": ""}],
        "public": [
            {"path": f"/c/{number}/", "cookie": "", "body": ""}
            for number in Certificate.objects.values_list("number", flat=True)
        ],
    }
    for kind, asked in found.items():
        if kind != "paper":
            chance.shuffle(asked)
    return found


def paper_errands(sheets: list[ScoreSheet], chance: random.Random) -> list[dict[str, str]]:
    """Whole sheets typed from paper as its form sends them, each twice, so that the second typing makes it the sheet."""
    cookie = cookie_of("thu-ky@bench.vn")
    found = []
    for sheet in sheets:
        leaves = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code).leaves
        typed = {leaf.code: chance.randint(1, len(leaf.choices)) for leaf in leaves}
        for number in (1, 2):
            found.append(
                {
                    "path": f"/danh-gia/phieu/{sheet.pk}/nhap-giay/{number}/",
                    "cookie": cookie,
                    "body": urlencode({**typed, "_once": f"{chance.getrandbits(128):x}"}),
                }
            )
    return found
