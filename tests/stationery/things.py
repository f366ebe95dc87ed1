"""What the room puts into the world of the contract tests."""

from itertools import count

from ocop.core.files import DOCX, store_bytes
from ocop.documents.kinds import declared
from ocop.stationery.models import OwnTemplate
from ocop.stationery.own_templates.start import start_docx
from tests.contract.sides import Side

KIND = "bien-ban"
_numbers = count(1)


def grow(side: Side) -> None:
    side.things["own_template"] = OwnTemplate.objects.create(
        place=side.commune.province,
        kind=KIND,
        number=next(_numbers),
        file=store_bytes(start_docx(declared()[KIND]), kinds=(DOCX,)),
        name="mau-bien-ban.docx",
        uploaded_by=side.officer,
        is_on=False,
    )
