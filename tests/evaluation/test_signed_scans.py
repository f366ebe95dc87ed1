"""A signed paper that comes back as a digital file is compared with what the system knows; it warns and never refuses."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ocop.core.models import Attachment
from ocop.documents import paper_pdf
from ocop.evaluation.enums import DecisionState
from ocop.evaluation.models import Decision, Session
from ocop.evaluation.papers.rounds import decision_of, round_of
from ocop.official.papers import KINDS

from ..faults.papers import png

pytestmark = pytest.mark.django_db

WARNING, MATCHES, MUTE = "Khác với hệ thống", "Khớp với hệ thống", "không có chữ để máy đối chiếu"


@pytest.fixture
def decision(db) -> Decision:
    return Decision.objects.select_related("round__place").get(state=DecisionState.ISSUED)


@pytest.fixture
def drawn(decision):
    """The decision as the system draws it."""
    return KINDS["quyet-dinh"](round_of(decision.round), decision_of(decision))


def page_with(client, thing, content: bytes, name: str) -> str:
    """The page of a thing with that file attached."""
    address = reverse("core:attachments", args=[thing._meta.label_lower, thing.pk, "scan"])
    answer = client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert Attachment.objects.count() == 1
    return answer.content.decode()


def lacking(page: str) -> list[str]:
    if WARNING not in page:
        return []
    listed = page[page.index(WARNING) :]
    listed = listed[listed.index("<ul") : listed.index("</ul>")]
    return [line.split("</li>")[0] for line in listed.split("<li>")[1:]]


def test_the_decision_that_was_drafted_matches(signed_in, decision, drawn):
    page = page_with(signed_in("huyen"), decision, paper_pdf(drawn.paper()), "ban-ky.pdf")

    assert MATCHES in page
    assert lacking(page) == []


def test_number_day_and_stars_that_differ_are_told_beside_the_file(signed_in, decision, drawn):
    first, *others = drawn.results
    changed = replace(
        drawn,
        number="99/QĐ-KHAC",
        place_and_date="Ba Bể, ngày 01 tháng 01 năm 2018",
        results=(replace(first, stars=first.stars - 1), *others),
    )

    page = page_with(signed_in("huyen"), decision, paper_pdf(changed.paper()), "ban-ky.pdf")

    assert lacking(page) == [
        f"Số {decision.number}",
        f"Ngày {decision.signed_on:%d/%m/%Y}",
        f"{first.product}: {first.stars} sao",
    ]


def test_a_product_that_the_decision_leaves_out_is_told(signed_in, decision, drawn):
    left_out = drawn.results[0].product
    changed = replace(drawn, results=drawn.results[1:])

    page = page_with(signed_in("huyen"), decision, paper_pdf(changed.paper()), "ban-ky.pdf")

    assert lacking(page) == [f"Sản phẩm {left_out}"]


def test_a_scan_without_text_says_that_it_was_not_compared(signed_in, decision):
    page = page_with(signed_in("huyen"), decision, png(), "chup.png")

    assert MUTE in page
    assert WARNING not in page


def test_minutes_are_compared_by_the_day_of_the_meeting_and_the_products(signed_in, decision):
    session = Session.objects.get(council__round=decision.round)
    told = round_of(decision.round)
    minutes = KINDS["bien-ban"](told, decision_of(decision))
    client = signed_in("huyen")

    assert MATCHES in page_with(client, session, paper_pdf(minutes.paper()), "bien-ban.pdf")
    Attachment.objects.all().delete()
    other = replace(minutes, opened="ngày 01 tháng 01 năm 2018", place_and_date="", products=())
    page = page_with(client, session, paper_pdf(other.paper()), "khac.pdf")
    assert lacking(page)[0] == f"Ngày {told.opened:%d/%m/%Y}"


def test_who_only_reads_the_decision_reads_no_warning(signed_in, decision):
    page_with(signed_in("huyen"), decision, png(), "chup.png")

    address = reverse("core:attachments", args=["evaluation.decision", decision.pk, "scan"])
    page = signed_in("lanhdao").get(address).content.decode()

    assert "chup.png" in page
    assert MUTE not in page
