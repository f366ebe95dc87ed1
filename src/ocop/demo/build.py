"""The demo: Bắc Kạn's real units, producers and products as history; beside them an illustrative round.

Facts come from `bac-kan.yaml` with their sources. The people of the round are roles, not persons, and all that is made
up carries the mark “dữ liệu minh hoạ”.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib.resources import files as resource_files
from typing import Any

import yaml
from django.utils import timezone

from ocop.certificates.actions import expiry
from ocop.certificates.enums import CertificateState
from ocop.certificates.models import Certificate, CertificateEvent
from ocop.core import clock, rehearsal
from ocop.core.documents import render_pdf
from ocop.core.files import PDF, store_bytes
from ocop.core.periods import add_months
from ocop.core.search import fold
from ocop.criteria.models import Edition
from ocop.criteria.sets import known_sets
from ocop.evaluation.actions import dossiers, results, rounds, sheets
from ocop.evaluation.enums import CouncilRole, Purpose, RoundState, Verdict
from ocop.evaluation.models import Dossier, Round, ScoreSheet
from ocop.evaluation.queries.dossiers import checklist_of
from ocop.people.actions import appoint, head_office, register_account
from ocop.people.enums import OrganisationKind, Role
from ocop.people.models import Organisation, User
from ocop.places.models import Place
from ocop.producers.enums import ProducerState, ProducerType
from ocop.producers.models import Evidence, Producer, ProducerMember, Product

PASSWORD = "ocop-demo-2026"  # noqa: S105 - printed on purpose, for a demo on one's own machine
DISTRICT, COMMUNE = "066", "02173"
ACCOUNTS = [
    ("quantri@demo.vn", "Quản trị (minh hoạ)", Role.ADMINISTRATOR, "vn"),
    ("tinh@demo.vn", "Cán bộ tỉnh (minh hoạ)", Role.OFFICER, "06"),
    ("huyen@demo.vn", "Cán bộ huyện (minh hoạ)", Role.OFFICER, DISTRICT),
    ("xa@demo.vn", "Cán bộ xã (minh hoạ)", Role.OFFICER, COMMUNE),
    ("lanhdao@demo.vn", "Lãnh đạo tỉnh (minh hoạ)", Role.LEADER, "06"),
    ("giamsat@demo.vn", "Giám sát (minh hoạ)", Role.SUPERVISOR, "06"),
]
COUNCIL = [
    ("chutich@demo.vn", "Chủ tịch hội đồng (minh hoạ)", CouncilRole.CHAIR),
    ("thuky@demo.vn", "Thư ký hội đồng (minh hoạ)", CouncilRole.SECRETARY),
    *[(f"uyvien{n}@demo.vn", f"Ủy viên {n} (minh hoạ)", CouncilRole.MEMBER) for n in range(1, 6)],
    ("giupviec@demo.vn", "Tổ giúp việc (minh hoạ)", CouncilRole.SUPPORT),
]
PRODUCER_LOGIN = "chuthe@demo.vn"
WORDS_OF_SETS = [
    ("miến", "BSP-06"),
    ("bún", "BSP-06"),
    ("bánh", "BSP-06"),
    ("cơm", "BSP-05"),
    ("mật ong", "BSP-04"),
    ("curcumin", "BSP-19"),
    ("tinh nghệ", "BSP-19"),
    ("trà", "BSP-12"),
    ("chè", "BSP-12"),
    ("rượu", "BSP-15"),
    ("gạo", "BSP-03"),
    ("tinh dầu", "BSP-22"),
    ("thịt", "BSP-08"),
    ("lạp sườn", "BSP-08"),
    ("măng", "BSP-07"),
    ("nấm", "BSP-07"),
    ("sấy", "BSP-07"),
    ("bột", "BSP-07"),
]
TYPES = [
    ("công ty", ProducerType.ENTERPRISE),
    ("htx", ProducerType.COOPERATIVE),
    ("tổ hợp tác", ProducerType.COOPERATIVE_GROUP),
]


def build(say: Callable[[str], Any], *, on: date | datetime) -> None:
    """Make the demo once, as a rehearsal that begins on a day; an installation that has people already is left alone."""
    if User.objects.exists():
        say("The installation has people already: nothing was changed.")
    else:
        rehearsal.begin(on)
        with clock.travel(on):
            fill(say)
    say(f"Accounts (password {PASSWORD}):")
    for login, name, *_rest in [
        *ACCOUNTS,
        *COUNCIL[:3],
        COUNCIL[-1],
        (PRODUCER_LOGIN, "Chủ thể (minh hoạ)"),
    ]:
        say(f"  {login:20} {name}")


def fill(say: Callable[[str], Any]) -> None:
    say("Demo: people …")
    for login, name, role, key in ACCOUNTS:
        user = register_account(login=login, full_name=name, password=PASSWORD, is_proven=True)
        place = Place.objects.get(key=key)
        office = head_office(place) if role in (Role.OFFICER, Role.LEADER) else None
        appoint(actor=None, user=user, role=role, place=place, organisation=office)
    for login, name, _role in [*COUNCIL, (PRODUCER_LOGIN, "Đại diện chủ thể (minh hoạ)", "")]:
        register_account(login=login, full_name=name, password=PASSWORD, is_proven=True)
    say("Demo: producers, products and stars of Bắc Kạn …")
    history()
    say("Demo: an illustrative round …")
    illustrate()


def history() -> None:
    """Producers and products of the public record, with the stars and years that the sources give."""
    data = yaml.safe_load(
        (resource_files("ocop.demo") / "bac-kan.yaml").read_text(encoding="utf-8")
    )
    province = Place.objects.get(key="06")
    communes = list(Place.objects.under(province).select_related("parent").order_by("-valid_to"))
    for row in data["products"]:
        place = _place(row["place"], communes)
        if place is None:
            continue
        producer, _made = Producer.objects.get_or_create(
            name=_producer_name(row, place),
            place=place,
            defaults={"type": _type(row["producer"]), "state": ProducerState.ACTIVE},
        )
        product, _made = Product.objects.get_or_create(
            producer=producer, name=row["name"], defaults={"set_code": _set(row["name"])}
        )
        events = [
            e for e in row["events"] if e["status"] in ("recognised", "renewed") and e.get("star")
        ]
        before = None
        for event in events:
            sites = {re.split(r"[/ ]", data["sources"][key])[0] for key in event["source"]}
            before = _certificate(product, event, before, sorted(s for s in sites if "." in s))


def _producer_name(row: dict[str, Any], place: Place) -> str:
    """Household businesses are given without a person's name: the product tells them apart."""
    name = re.sub(r"\s*\(later.*\)", "", row["producer"])
    return f"Hộ kinh doanh {row['name']}" if name == "hộ kinh doanh" else name


def _type(producer: str) -> str:
    return next(
        (kind for word, kind in TYPES if producer.lower().startswith(word)),
        ProducerType.HOUSEHOLD_BUSINESS,
    )


def _set(name: str) -> str:
    return next((code for word, code in WORDS_OF_SETS if word in name.lower()), "BSP-07")


def _place(text: str, communes: list[Place]) -> Place | None:
    """The unit that a text such as "xã Côn Minh, huyện Na Rì" names; None when it names none."""
    parts = [fold(part).replace("tp ", "thanh pho ") for part in text.split(",")]
    fitting = [
        p
        for p in communes
        if fold(p.name) == parts[0]
        or (fold(p.name).endswith(" " + parts[0].split(" ", 1)[-1]) and p.level == "commune")
    ]
    inside = [
        p for p in fitting if len(parts) < 2 or (p.parent and fold(p.parent.name) == parts[1])
    ]
    communes_first = sorted(inside, key=lambda p: p.level != "commune")
    return communes_first[0] if communes_first else None


def _certificate(
    product: Product, event: dict[str, Any], before: Certificate | None, sites: list[str]
) -> Certificate:
    """A certificate of the past, which replaces the one before.

    The sources give years, not days: 31 December, unless a decision's day is known.
    """
    day = (
        date.fromisoformat(event["decision_date"])
        if "decision_date" in event
        else date(event["year"], 12, 31)
    )
    until = date.fromisoformat(event["valid_to"]) if "valid_to" in event else add_months(day, 36)
    office = Place.objects.get(key="vn" if event["star"] == 5 else "06")
    serial = Certificate.objects.filter(year=day.year).count() + 1
    certificate = Certificate.objects.create(
        number=f"LS-06-{day.year}-{serial:04d}",
        product_code=f"LS-06-{serial}-{day.year}-{product.pk}",
        product=product,
        producer=product.producer,
        place=product.producer.place,
        product_name=product.name,
        producer_name=product.producer.name,
        level=office.level,
        office=office,
        issuing_office=head_office(office) or _ministry(office),
        decision_number=event.get("decision", ""),
        decision_date=day if "decision_date" in event else None,
        year=day.year,
        stars=event["star"],
        valid_from=day,
        valid_to=until,
        source_note=f"Theo thông tin công bố{': ' * bool(sites)}{', '.join(sites)}; ngày và thời hạn là ước tính khi nguồn chỉ nêu năm.",
    )
    decision = event.get("decision", "")
    CertificateEvent.objects.create(
        certificate=certificate, state=certificate.state, on=day, decision_number=decision
    )
    if before is not None:
        before.state, before.superseded_by = CertificateState.SUPERSEDED, certificate
        before.save()
        CertificateEvent.objects.create(
            certificate=before,
            state=before.state,
            on=day,
            decision_number=decision,
            reason=f"Được thay bằng giấy {certificate.number}",
        )
    return certificate


def _ministry(country: Place) -> Organisation:
    """The ministry whose minister recognised five stars (Decision 1048)."""
    return Organisation.objects.get_or_create(
        kind=OrganisationKind.DEPARTMENT,
        name="Bộ Nông nghiệp và Phát triển nông thôn",
        place=country,
    )[0]


def _about_to_end(producer: Producer) -> None:
    """A certificate that ends soon, so that its renewal and its office's written notice wait for somebody."""
    day = clock.today() + timedelta(days=40)
    product = Product.objects.create(
        producer=producer,
        name="Tinh bột nghệ Mẫu",
        set_code="BSP-07",
        description="Sản phẩm minh hoạ.",
    )
    certificate = Certificate.objects.create(
        number=f"MH-{DISTRICT}-{day.year - 3}-0001",
        product_code=f"MH-{DISTRICT}-{day.year - 3}-1",
        product=product,
        producer=producer,
        place=producer.place,
        product_name=product.name,
        producer_name=producer.name,
        level="district",
        office=producer.place.district,
        issuing_office=head_office(producer.place.district),
        decision_number="03/QĐ-UBND (minh hoạ)",
        decision_date=add_months(day, -36),
        year=day.year - 3,
        stars=3,
        valid_from=add_months(day, -36),
        valid_to=day,
    )
    CertificateEvent.objects.create(
        certificate=certificate, state=certificate.state, on=certificate.valid_from
    )
    expiry.watch(certificate)


DEMO_PRODUCTS = [
    ("Trà hoa vàng Mẫu", "BSP-12", "published"),
    ("Miến dong Mẫu", "BSP-06", "scoring"),
    ("Mật ong Mẫu", "BSP-04", "scoring"),
    ("Măng khô Mẫu", "BSP-07", "accepted"),
    ("Rượu men lá Mẫu", "BSP-15", "submitted"),
    ("Cơm lam Mẫu", "BSP-05", "returned"),
    ("Bột nghệ Mẫu", "BSP-19", "draft"),
]


def illustrate() -> None:
    """A district's round and the province's above it, with dossiers in every state, so that each role finds work."""
    district, province = Place.objects.get(key=DISTRICT), Place.objects.get(key="06")
    officer, upper_officer = (
        User.objects.get(login="huyen@demo.vn"),
        User.objects.get(login="tinh@demo.vn"),
    )
    owner = User.objects.get(login=PRODUCER_LOGIN)
    producer = Producer.objects.create(
        type=ProducerType.COOPERATIVE,
        name="HTX Minh Hoạ",
        place=Place.objects.get(key=COMMUNE),
        state=ProducerState.ACTIVE,
        is_demo=True,
        representative="Người đại diện (minh hoạ)",
        members_count=12,
        women_percent=58,
        minority_percent=83,
        poor_percent=25,
    )
    ProducerMember.objects.create(producer=producer, user=owner)
    Producer.objects.create(
        type=ProducerType.HOUSEHOLD_BUSINESS,
        name="Hộ kinh doanh Minh Hoạ",
        place=producer.place,
        state=ProducerState.PENDING,
        is_demo=True,
    )
    papers = _library(producer, owner)
    _about_to_end(producer)
    above = _round(upper_officer, province, 1, None)
    _seat_council(upper_officer, above)
    rounds.move_round(actor=upper_officer, round=above, to=RoundState.RECEIVING)
    done, current = _round(officer, district, 1, above), _round(officer, district, 2, above)
    for round in (done, current):
        _seat_council(officer, round)
        rounds.move_round(actor=officer, round=round, to=RoundState.RECEIVING)
    made = {}
    for name, set_code, state in DEMO_PRODUCTS:
        product = Product.objects.create(
            producer=producer, name=name, set_code=set_code, description="Sản phẩm minh hoạ."
        )
        made[name] = _dossier(
            owner, officer, product, done if state == "published" else current, papers, state
        )
    _score(officer, done, finish=True)
    rounds.move_round(actor=officer, round=current, to=RoundState.SCORING)
    _score(officer, current, finish=False)
    _assess_at_commune(owner, upper_officer, producer, papers)
    late = [n for n, _s, state in DEMO_PRODUCTS if state == "submitted"]
    Dossier.objects.filter(pk=made[late[0]].pk).update(due_on=clock.today() + timedelta(days=2))


def _assess_at_commune(
    owner: User, upper_officer: User, producer: Producer, papers: dict[str, Evidence]
) -> None:
    """A product that its commune assesses, as the process has it since July 2025, and the province's round above."""
    officer, province = User.objects.get(login="xa@demo.vn"), producer.place.province
    assert province is not None
    above = _round(upper_officer, province, 2, None, process="qd148-2025")
    rounds.move_round(actor=upper_officer, round=above, to=RoundState.RECEIVING)
    round = _round(officer, producer.place, 1, above, process="qd148-2025")
    rounds.move_round(actor=officer, round=round, to=RoundState.RECEIVING)
    product = Product.objects.create(
        producer=producer,
        name="Chè dây Mẫu",
        set_code="BSP-12",
        description="Sản phẩm minh hoạ.",
    )
    _dossier(owner, officer, product, round, papers, "accepted")


def _round(
    officer: User, place: Place, number: int, upper: Round | None, process: str = "qd1048"
) -> Round:
    today = clock.today()
    return rounds.open_round(
        actor=officer,
        round=Round(
            place=place,
            year=today.year,
            number=number,
            edition=Edition.objects.get(code="qd1048"),
            process_code=process,
            receives_from=today - timedelta(days=30),
            receives_until=today + timedelta(days=30),
            upper=upper,
            is_demo=True,
        ),
    )


def _seat_council(officer: User, round: Round) -> None:
    council = rounds.set_up_council(
        actor=officer,
        round=round,
        decision_number="01/QĐ-UBND (minh hoạ)",
        decision_date=clock.today() - timedelta(days=40),
    )
    for login, _name, role in COUNCIL:
        rounds.seat(
            actor=officer,
            council=council,
            user=User.objects.get(login=login),
            role=role,
            organisation=Organisation(kind=OrganisationKind.OTHER, name="Cơ quan minh hoạ"),
        )
    rounds.plan_session(
        actor=officer,
        council=council,
        starts_at=(timezone.localtime(clock.now()) + timedelta(days=1)).replace(
            hour=8, minute=0, second=0
        ),
        venue="Hội trường UBND (minh hoạ)",
    )


def _library(producer: Producer, owner: User) -> dict[str, Evidence]:
    """A paper of each kind that dossiers need, saying itself that it is an illustration."""
    made = {}
    today = clock.today()
    for code, title, days in (
        ("HS01", "Phiếu đăng ký sản phẩm", None),
        ("HS02", "Phương án sản xuất kinh doanh", None),
        ("HS03", "Giới thiệu bộ máy tổ chức", None),
        ("HS04", "Giấy đăng ký hợp tác xã", None),
        ("HS06", "Giấy chứng nhận an toàn thực phẩm", 25),
        ("HS09", "Phiếu kiểm nghiệm", 200),
        ("HS23", "Báo cáo tự đánh giá theo tiêu chí", None),
    ):
        content = render_pdf(
            "notice",
            {"title": f"{title} – DỮ LIỆU MINH HOẠ", "reason": "Tệp mẫu của bản trình diễn."},
        )
        made[code] = Evidence.objects.create(
            producer=producer,
            item_code=code,
            title=f"{title} (minh hoạ)",
            number=f"{code}/MH",
            issuer="Cơ quan minh hoạ",
            issued_on=today - timedelta(days=200),
            expires_on=today + timedelta(days=days) if days else None,
            file=store_bytes(content, kinds=(PDF,)),
            file_name=f"{code}.pdf",
            added_by=owner,
        )
    return made


def _answers(set_code: str, share: float, shift: int = 0) -> dict[str, str]:
    """Levels at about a share of each scale, moved a little by `shift`, the same each time."""
    chosen = {}
    for number, leaf in enumerate(known_sets()[set_code].leaves):
        levels = leaf.cases[0].levels if leaf.cases else leaf.levels
        at = (
            round(share * (len(levels) - 1))
            + (1 if (number + shift) % 7 == 0 else 0)
            - (1 if (number + shift) % 11 == 0 else 0)
        )
        chosen[leaf.code] = levels[max(0, min(len(levels) - 1, at))].code
    return chosen


def _dossier(
    owner: User,
    officer: User,
    product: Product,
    round: Round,
    papers: dict[str, Evidence],
    state: str,
) -> Dossier:
    """A dossier taken as far as `state` by the same actions that people use."""
    dossier = dossiers.start(actor=owner, product=product, round=round, purpose=Purpose.NEW)
    Dossier.objects.filter(pk=dossier.pk).update(answers=_answers(product.set_code, 0.75))
    dossier = Dossier.objects.get(pk=dossier.pk)
    asked = {item.code for item in checklist_of(dossier)}
    for code, evidence in papers.items():
        if code not in asked:
            continue
        if state != "draft" or code in ("HS01", "HS04"):
            dossiers.attach(actor=owner, dossier=dossier, evidence=evidence, item_code=code)
    first = next(iter(dossier.answers.items()))
    dossier = dossiers.save_field(
        actor=owner, dossier=dossier, field=f"a:{first[0]}", value=first[1], was=first[1]
    )
    if state == "draft":
        return dossier
    dossier = dossiers.submit(actor=owner, dossier=dossier)
    if state == "submitted":
        return dossier
    for item in checklist_of(dossier):
        if item.is_required:
            wrong = state == "returned" and item.code == "HS02"
            dossiers.check_paper(
                actor=officer,
                dossier=dossier,
                item_code=item.code,
                verdict=Verdict.WRONG if wrong else Verdict.FINE,
                reason="Thiếu kế hoạch tiêu thụ (minh hoạ)." if wrong else "",
            )
    act = dossiers.return_for_completion if state == "returned" else dossiers.accept
    return act(actor=officer, dossier=dossier)


def _score(officer: User, round: Round, *, finish: bool) -> None:
    """Members score; a finished round goes on to its decision, an unfinished one leaves work to do."""
    if finish:
        rounds.move_round(actor=officer, round=round, to=RoundState.SCORING)
        for member in round.council.members.all():
            rounds.sign_attendance(actor=member.user, session=round.council.session, member=member)
    all_sheets = ScoreSheet.objects.filter(track__round=round).select_related(
        "member__user", "track__round__place", "track__dossier"
    )
    for number, sheet in enumerate(all_sheets):
        if not finish and sheet.member.user.login in ("chutich@demo.vn", "uyvien1@demo.vn"):
            continue
        sheet.answers = _answers(sheet.track.dossier.set_code, 0.72, number)
        sheets.keep_totals(sheet)
        sheet.save()
        sheets.sign(actor=sheet.member.user, sheet=sheet)
    if not finish:
        return
    for track in round.tracks.select_related("round__place", "dossier"):
        results.conclude(actor=officer, track=track)
    rounds.close_session(
        actor=officer, session=round.council.session, remarks="Phiên họp minh hoạ."
    )
    concluded = rounds.move_round(actor=officer, round=round, to=RoundState.CONCLUDED)
    decision = results.draft_decision(
        actor=officer,
        round=concluded,
        fields={
            "authority": "TM. ỦY BAN NHÂN DÂN",
            "signer_title": "CHỦ TỊCH",
            "signer": "(minh hoạ)",
        },
    )
    results.issue_decision(
        actor=officer,
        decision=decision,
        number="02/QĐ-UBND (minh hoạ)",
        signed_on=clock.today(),
    )
