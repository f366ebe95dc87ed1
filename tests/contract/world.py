"""The world that rights, blindness and statements are tried in: two districts alike, and somebody in every role.

`here` belongs to the demo's people, `elsewhere` to others. Rows are put straight into the states that are wanted; what
actions do is tested where they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from ocop.certificates.actions import expiry
from ocop.certificates.models import Certificate, CertificateEvent
from ocop.core import clock
from ocop.core.documents import render_pdf
from ocop.core.documents.kinds import declared
from ocop.core.documents.own_templates.start import start_docx
from ocop.core.files import DOCX, IMAGES, PDF, store_bytes
from ocop.core.models import Job, StoredFile
from ocop.criteria.actions import processes
from ocop.criteria.models import Edition
from ocop.criteria.sets import known_sets
from ocop.demo.build import COMMUNE, DISTRICT
from ocop.evaluation.actions import sheets
from ocop.evaluation.enums import (
    ConflictSource,
    CouncilRole,
    DossierState,
    Finding,
    RoundState,
    SessionState,
    SheetState,
    TrackState,
)
from ocop.evaluation.models import (
    Appraisal,
    Assessment,
    Attendance,
    Conflict,
    Council,
    CouncilMember,
    Decision,
    Discussion,
    Dossier,
    DossierPaper,
    PaperCheck,
    PaperEntry,
    Round,
    ScoreSheet,
    Session,
    SheetRevision,
    Track,
)
from ocop.evaluation.rulebook import assessed_criteria
from ocop.people.actions import digest
from ocop.people.enums import OrganisationKind, Role
from ocop.people.models import Appointment, Invitation, Notification, Organisation, User
from ocop.places.models import CalendarDay, Place
from ocop.producers.enums import ProducerState, ProducerType
from ocop.producers.models import (
    Evidence,
    Linkage,
    Producer,
    ProducerMember,
    ProducerYear,
    Product,
    ProductPicture,
)
from ocop.stationery.models import OwnTemplate

SET = "BSP-06"
DEMO = {
    "administrator": "quantri",
    "province": "tinh",
    "district": "huyen",
    "commune": "xa",
    "leader": "lanhdao",
    "supervisor": "giamsat",
    "chair": "chutich",
    "secretary": "thuky",
    "member": "uyvien1",
    "producer": "chuthe",
}
OTHERS = (
    "stranger",
    "other_district",
    "other_province",
    "support",
    "upper_member",
    "other_member",
    "rival",
    "other_producer",
)
ROLES = ("anonymous", *DEMO, *OTHERS)

_numbers = count(1)


def answers(share: float) -> dict[str, str]:
    """A whole sheet at about a share of each scale."""
    chosen = {}
    for leaf in known_sets()[SET].leaves:
        levels = leaf.cases[0].levels if leaf.cases else leaf.levels
        chosen[leaf.code] = levels[round(share * (len(levels) - 1))].code
    return chosen


@dataclass
class Side:
    """Everything of one district; `things` are what an address can name."""

    commune: Place
    officer: User
    seats: Sequence[tuple[User, str]]
    owner: User
    rival: User
    upper_member: User
    clerk: User
    file: StoredFile
    things: dict[str, Any] = field(default_factory=dict)

    def build(self) -> "Side":
        things = self.things
        things["home"] = self.commune
        things["province_unit"] = self.commune.province
        things["producer"] = self.producer(ProducerState.ACTIVE, self.owner)
        things["pending"] = self.producer(ProducerState.PENDING, self.owner)
        things["rival"] = self.producer(ProducerState.ACTIVE, self.rival)
        things["receiving"] = self.round(RoundState.RECEIVING, SessionState.PLANNED)
        things["scoring"] = self.round(RoundState.SCORING, SessionState.OPEN)
        things["concluded"] = self.round(RoundState.CONCLUDED, SessionState.CLOSED)
        things["upper"] = self.round(
            RoundState.SCORING,
            SessionState.OPEN,
            place=self.commune.province,
            seats=[(self.upper_member, CouncilRole.MEMBER)],
        )
        things["communes"] = self.round(
            RoundState.RECEIVING,
            SessionState.PLANNED,
            place=self.commune,
            seats=(),
            process="qd148-2025",
        )
        things["decision"] = Decision.objects.create(round=things["concluded"])
        self.grow()
        for round in ("receiving", "scoring", "concluded"):
            self.dossier(things[round], DossierState.DRAFT, of="rival")
        things["seat"] = things["receiving"].council.members.get(user=self.seats[0][0])
        things["attending"] = things["scoring"].council.members.get(user=self.seats[0][0])
        things["clerk"] = self.clerk
        things["appointment"] = Appointment.objects.create(
            user=self.clerk,
            role=Role.OFFICER,
            place=self.commune,
            organisation=things["organisation"],
        )
        token = things["token"] = f"loi-moi-{next(_numbers)}"
        things["invitation"] = Invitation.objects.create(
            token_hash=digest(token),
            full_name="Người được mời",
            login="moi@example.vn",
            invited_by=self.officer,
            expires_at=clock.now() + timedelta(days=3),
        )
        things["membership"] = things["producer"].members.get()
        things["joining"] = Invitation.objects.create(
            token_hash=digest(f"{token}-vao"),
            full_name="Kế toán",
            login="kt@example.vn",
            grant={"kind": "producers.member", "id": things["producer"].pk, "role": "editor"},
            invited_by=self.owner,
            expires_at=clock.now() + timedelta(days=3),
        )
        things["year"] = ProducerYear.objects.create(producer=things["producer"], year=2017)
        things["notice"] = Notification.objects.create(user=self.owner, kind="test", title="Tin")
        things["organisations_job"] = Job.objects.create(
            kind="people.organisations",
            title="Nhập",
            asked_by=self.officer,
            state=Job.State.DONE,
            arguments={"file": self.file.pk},
            result={"good": 1, "kept": 0, "wrong": 0, "problems": [], "problems_count": 0},
        )
        things["job"] = Job.objects.create(
            kind="producers.import",
            title="Nhập",
            asked_by=self.officer,
            state=Job.State.DONE,
            arguments={"file": self.file.pk},
            output=self.file,
            output_name="ket-qua.pdf",
            result={"good": 1, "wrong": 0, "problems": [], "problems_count": 0},
        )
        return self

    def organisation(self) -> Organisation:
        """A body of the district."""
        name, district = f"Phòng {next(_numbers)}", self.commune.parent
        return Organisation.objects.create(kind=OrganisationKind.OFFICE, name=name, place=district)

    def grow(self) -> None:
        """One more of everything that pages list; addresses name the last one."""
        things = self.things
        things["organisation"] = self.organisation()
        things["calendar_day"] = CalendarDay.objects.create(
            day=date(2030, 1, 1) + timedelta(days=next(_numbers)), works=True, act="Thông báo"
        )
        things["own_template"] = OwnTemplate.objects.create(
            place=things["province_unit"],
            kind="bien-ban",
            number=next(_numbers),
            file=template_file(),
            name="mau-bien-ban.docx",
            uploaded_by=self.officer,
            is_on=False,
        )
        product = things["product"] = self.product()
        things["picture"] = ProductPicture.objects.create(product=product, file=image())
        things["link"] = Linkage.objects.create(
            product=product, kind="supplier", partner="Hộ trồng", what="Dong riềng"
        )
        things["paper"] = self.paper()
        things["draft"] = self.dossier(things["receiving"], DossierState.DRAFT)
        things["used"] = things["draft"].papers.get()
        handed_in = things["handed_in"] = self.dossier(things["receiving"], DossierState.SUBMITTED)
        PaperCheck.objects.create(
            dossier=handed_in,
            submission=1,
            item_code="HS02",
            verdict="fine",
            checked_by=self.officer,
        )
        in_scoring = self.dossier(things["scoring"], DossierState.ACCEPTED)
        track = things["track"] = self.track(in_scoring, TrackState.SCORING)
        things["accepted"] = in_scoring
        for number, seat in enumerate(things["scoring"].council.members.filter(votes=True)):
            is_last = number == track.sheets_expected - 1
            things["open" if is_last else "signed"] = self.sheet(
                track, seat, None if is_last else 0.4 + number / 10
            )
        open_sheet = things["open"]
        for number in (1, 2):
            PaperEntry.objects.create(
                sheet=open_sheet,
                number=number,
                answers=answers(0.2 * number),
                is_done=True,
                typed_by=self.officer,
            )
        things["conflict"] = Conflict.objects.create(
            member=things["scoring"].council.members.last(),
            track=track,
            source=ConflictSource.FOUND,
            reason="Trùng số điện thoại với chủ thể",
        )
        things["appraisal"] = Appraisal.objects.create(
            track=track, answers={"A.1.1": "L1"}, notes={"A.1.1": "Đủ hoá đơn"}, papers="Đủ"
        )
        for name, state in (
            ("assessing", TrackState.WAITING),
            ("assessed", TrackState.PASSED_UP),
        ):
            received = self.dossier(things["communes"], DossierState.ACCEPTED)
            things[name] = self.track(received, state)
            self.assessment(things[name])
        known = self.dossier(things["concluded"], DossierState.ACCEPTED)
        settled = things["settled"] = self.track(known, TrackState.NOT_RANKED)
        for seat in things["concluded"].council.members.filter(votes=True):
            self.sheet(settled, seat, 0.1)
        settled.concluded_at = clock.now()
        settled.save()
        done = self.dossier(things["concluded"], DossierState.ACCEPTED)
        result = things["result"] = self.track(done, TrackState.CONCLUDED)
        for number, seat in enumerate(things["concluded"].council.members.filter(votes=True)):
            self.sheet(result, seat, 0.6 + number / 20)
        totals = [sheet.total for sheet in result.sheets.all()]
        result.points_sum, result.sheets_counted = sum(totals), len(totals)
        result.mean_total = sum(totals) / len(totals)
        result.stars, result.spread = 3, max(totals) - min(totals)
        result.concluded_at = clock.now()
        result.save()
        things["above"] = self.track(done, TrackState.SCORING, round=things["upper"])
        self.sheet(things["above"], things["upper"].council.members.get(), None)
        for discussed in (track, result):
            Discussion.objects.create(track=discussed, by=self.officer, text="Bao bì cần sửa.")
        things["certificate"] = self.certificate(product)
        expiry.watch(things["certificate"])

    def producer(self, state: str, owner: User) -> Producer:
        made = Producer.objects.create(
            type=ProducerType.COOPERATIVE,
            name=f"HTX {next(_numbers)}",
            place=self.commune,
            state=state,
        )
        ProducerMember.objects.create(producer=made, user=owner)
        return made

    def product(self, of: str = "producer") -> Product:
        return Product.objects.create(
            producer=self.things[of], name=f"Miến {next(_numbers)}", set_code=SET
        )

    def paper(self) -> Evidence:
        return Evidence.objects.create(
            producer=self.things["producer"],
            item_code="HS02",
            title="Phương án",
            expires_on=clock.today() + timedelta(days=20),
            file=self.file,
            file_name="HS02.pdf",
            added_by=self.owner,
        )

    def round(
        self,
        state: str,
        session: str,
        *,
        place: Place | None = None,
        seats: Sequence[tuple[User, str]] | None = None,
        process: str = "qd1048",
    ) -> Round:
        """seats: of its council, the side's own unless others are given; none for a place without a council."""
        edition = Edition.objects.get(code="qd1048")
        place = place or self.commune.district
        made = Round.objects.create(
            place=place,
            level=place.level,
            year=2019,
            number=next(_numbers),
            edition=edition,
            edition_digest=edition.digest,
            process_code=process,
            state=state,
            receives_from=clock.today(),
            receives_until=clock.today(),
        )
        if seats == ():
            return made
        council = Council.objects.create(
            round=made, decision_number="1/QĐ", decision_date=date(2019, 1, 1)
        )
        for order, (user, role) in enumerate(seats or self.seats):
            CouncilMember.objects.create(
                council=council,
                user=user,
                role=role,
                votes=role in (CouncilRole.CHAIR, CouncilRole.MEMBER),
                order=order,
            )
        meeting = Session.objects.create(
            council=council, starts_at=clock.now(), venue="Hội trường", state=session
        )
        if session != SessionState.PLANNED:
            for seat in council.members.all():
                Attendance.objects.create(session=meeting, member=seat, recorded_by=seat.user)
        return made

    def dossier(self, round: Round, state: str, *, of: str = "producer") -> Dossier:
        product = self.product(of)
        made = Dossier.objects.create(
            product=product,
            producer=product.producer,
            round=round,
            set_code=SET,
            state=state,
            submission=int(state != DossierState.DRAFT),
        )
        DossierPaper.objects.create(
            dossier=made, evidence=self.things["paper"], item_code="HS02", criterion=""
        )
        return made

    def track(self, dossier: Dossier, state: str, *, round: Round | None = None) -> Track:
        round = round or dossier.round
        return Track.objects.create(
            dossier=dossier,
            round=round,
            level=round.level,
            state=state,
            sheets_expected=CouncilMember.objects.filter(council__round=round, votes=True).count(),
        )

    def sheet(self, track: Track, seat: CouncilMember, share: float | None) -> ScoreSheet:
        """A member's sheet, signed at a share of the points, or open and empty."""
        made = ScoreSheet(track=track, member=seat)
        if share is not None:
            score(made, share)
            made.state, made.signed_at = SheetState.SIGNED, clock.now()
            track.sheets_signed += 1
            track.save()
        made.save()
        if made.is_signed:
            SheetRevision.objects.create(
                sheet=made, kind="signed", answers=made.answers, total=made.total, by=seat.user
            )
        return made

    def assessment(self, track: Track) -> Assessment:
        met = {c["code"]: [Finding.MET, "Có căn cứ"] for c in assessed_criteria(track.round)}
        return Assessment.objects.create(track=track, findings=met, assessed_by=self.officer)

    def certificate(self, product: Product) -> Certificate:
        today = clock.today()
        number = next(_numbers)
        made = Certificate.objects.create(
            number=f"T-{number}",
            product_code=f"T-{number}",
            product=product,
            producer=product.producer,
            place=self.commune,
            product_name=product.name,
            producer_name=product.producer.name,
            level="district",
            office=self.commune.district,
            decision_number="2/QĐ",
            year=today.year,
            stars=3,
            valid_from=today,
            valid_to=today + timedelta(days=100),
        )
        CertificateEvent.objects.create(certificate=made, state=made.state, on=today)
        return made


def image() -> StoredFile:
    drawn = BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    return store_bytes(drawn.getvalue(), kinds=IMAGES)


def template_file() -> StoredFile:
    return store_bytes(start_docx(declared()["bien-ban"]), kinds=(DOCX,))


def score(sheet: ScoreSheet, share: float) -> None:
    sheet.answers = answers(share)
    sheets.keep_totals(sheet)


@dataclass
class World:
    people: dict[str, User]
    here: Side
    elsewhere: Side


def new_person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.vn", full_name=name, proven_at=clock.now())


def build() -> World:
    people = {role: User.objects.get(login=f"{name}@demo.vn") for role, name in DEMO.items()}
    for role in OTHERS:
        people[role] = new_person(role)
    clerk, other_clerk = (new_person(f"clerk{n}") for n in (1, 2))
    other_chair = new_person("other_chair")
    far_commune = (
        Place.objects.filter(level="commune", province__key="06", district__isnull=False)
        .exclude(district__key=DISTRICT)
        .select_related("district", "province")
        .first()
    )
    far_province = Place.objects.filter(level="province").exclude(key="06").first()
    for role, place in (("other_district", far_commune.district), ("other_province", far_province)):
        Appointment.objects.create(user=people[role], role=Role.OFFICER, place=place)
    file = store_bytes(render_pdf("notice", {"title": "Mẫu", "reason": ""}), kinds=(PDF,))
    chair_and_others = [
        (people["chair"], CouncilRole.CHAIR),
        (people["secretary"], CouncilRole.SECRETARY),
        (people["member"], CouncilRole.MEMBER),
        (people["support"], CouncilRole.SUPPORT),
    ]
    here = Side(
        Place.objects.select_related("district", "province").get(key=COMMUNE),
        people["district"],
        chair_and_others,
        people["producer"],
        people["rival"],
        people["upper_member"],
        clerk,
        file,
    )
    elsewhere = Side(
        far_commune,
        people["other_district"],
        [(other_chair, CouncilRole.CHAIR), (people["other_member"], CouncilRole.MEMBER)],
        people["other_producer"],
        people["other_producer"],
        other_chair,
        other_clerk,
        file,
    )
    qd1048 = Edition.objects.get(code="qd1048")
    draft = Edition.objects.create(code="nhap", name="Bản nháp", files=qd1048.files)
    here.things["edition"] = elsewhere.things["edition"] = draft
    process = processes.draft(
        actor=people["administrator"], code="quy-trinh-nhap", based_on="qd148-2025"
    )
    here.things["process"] = elsewhere.things["process"] = process
    return World(people, here.build(), elsewhere.build())
