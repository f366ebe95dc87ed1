"""Rows of the world that rights are tried in, put straight into the states that are wanted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from ocop.certificates.models import Certificate, CertificateEvent
from ocop.core import clock
from ocop.core.documents.kinds import declared
from ocop.core.documents.own_templates.start import start_docx
from ocop.core.files import DOCX, IMAGES, store_bytes
from ocop.core.models import StoredFile
from ocop.criteria.models import Edition
from ocop.criteria.sets import known_sets
from ocop.evaluation.actions import sheets
from ocop.evaluation.enums import (
    CouncilRole,
    DossierState,
    Finding,
    SessionState,
    SheetState,
)
from ocop.evaluation.models import (
    Assessment,
    Attendance,
    Council,
    CouncilMember,
    Dossier,
    DossierPaper,
    Round,
    ScoreSheet,
    Session,
    SheetRevision,
    Track,
)
from ocop.evaluation.rulebook import assessed_criteria
from ocop.people.enums import OrganisationKind
from ocop.people.models import Organisation, User
from ocop.places.models import Place
from ocop.producers.enums import ProducerType
from ocop.producers.models import (
    Evidence,
    Producer,
    ProducerMember,
    Product,
)

SET = "BSP-06"

numbers = count(1)


def answers(share: float) -> dict[str, str]:
    """A whole sheet at about a share of each scale."""
    chosen = {}
    for leaf in known_sets()[SET].leaves:
        levels = leaf.cases[0].levels if leaf.cases else leaf.levels
        chosen[leaf.code] = levels[round(share * (len(levels) - 1))].code
    return chosen


@dataclass
class Rows:
    """What is put into one district; `things` are what an address can name."""

    commune: Place
    officer: User
    seats: Sequence[tuple[User, str]]
    owner: User
    rival: User
    upper_member: User
    clerk: User
    file: StoredFile
    things: dict[str, Any] = field(default_factory=dict)

    def organisation(self) -> Organisation:
        """A body of the district."""
        name, district = f"Phòng {next(numbers)}", self.commune.parent
        return Organisation.objects.create(kind=OrganisationKind.OFFICE, name=name, place=district)

    def producer(self, state: str, owner: User) -> Producer:
        made = Producer.objects.create(
            type=ProducerType.COOPERATIVE,
            name=f"HTX {next(numbers)}",
            place=self.commune,
            state=state,
        )
        ProducerMember.objects.create(producer=made, user=owner)
        return made

    def product(self, of: str = "producer") -> Product:
        return Product.objects.create(
            producer=self.things[of], name=f"Miến {next(numbers)}", set_code=SET
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
            number=next(numbers),
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
        number = next(numbers)
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
