"""A province's own Word templates: uploaded, checked, used for the papers of its units, switched off."""

import io
from dataclasses import replace

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ocop.core.errors import Refused
from ocop.core.files import DOCX, store_bytes
from ocop.core.models import AuditEntry
from ocop.core.uploads import Upload
from ocop.documents.kinds import declared
from ocop.official import sample
from ocop.official.minutes import minutes
from ocop.people.enums import Role
from ocop.places.models import Place
from ocop.stationery import actions
from ocop.stationery.models import OwnTemplate
from ocop.stationery.own_templates import check
from ocop.stationery.own_templates.start import start_docx
from ocop.stationery.printing import word_file
from tests.people.factories import client_of, make_holder
from tests.places.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]

KIND = "bien-ban"


@pytest.fixture
def province():
    return make_place("province", under=make_place("country"))


@pytest.fixture
def district(province):
    return make_place("district", under=province)


@pytest.fixture
def administrator(province):
    """Who administers the province, and nothing else."""
    return make_holder(Role.ADMINISTRATOR, province)


@pytest.fixture
def browser(administrator):
    return client_of(administrator)


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def kept(administrator, place: Place, *paragraphs: str) -> OwnTemplate:
    file = store_bytes(word(*paragraphs), kinds=(DOCX,))
    template = Upload(file, "mẫu.docx")
    return actions.upload(actor=administrator, place=place, kind=KIND, template=template)


def printed(place: Place) -> list[str]:
    content = word_file(KIND, minutes(sample.ROUND, sample.DECISION), place)
    return [p.text for p in docx.Document(io.BytesIO(content)).paragraphs if p.text]


def page(place: Place) -> str:
    return reverse("stationery:kind", args=[place.pk, KIND])


def sent(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"template": SimpleUploadedFile("mẫu.docx", content, DOCX)}


def test_an_uploaded_template_makes_the_word_files_of_every_unit_below(browser, province, district):
    answer = browser.post(page(province), sent(word("Biên bản riêng: {{ subject }}")))

    assert answer.status_code == 302
    assert printed(district) == [
        "Biên bản riêng: Họp Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện Ví Dụ đợt 1 năm 2019"
    ]
    other = make_place("province")
    assert "Biên bản riêng" not in " ".join(printed(other))


def test_the_nearest_template_above_a_unit_is_used(administrator, province, district):
    country = province.parent
    kept(make_holder(Role.ADMINISTRATOR, country), country, "Mẫu chung")
    assert printed(district) == ["Mẫu chung"]

    kept(administrator, province, "Mẫu tỉnh")

    assert printed(district) == ["Mẫu tỉnh"]


def test_a_wrong_template_is_told_with_place_and_fields_and_is_not_kept(browser, province):
    answer = browser.post(page(province), sent(word("Số {{ so }}", "{{ subjct }}")))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Đoạn 1, phần thân (“Số {{ so }}”): Không có trường “so”." in text
    assert "Không có trường “subjct”. Có phải là “subject”?" in text
    assert not OwnTemplate.objects.exists()


def test_versions_are_kept_and_one_can_be_used_again(administrator, browser, province, district):
    first = kept(administrator, province, "Bản đầu")
    kept(administrator, province, "Bản sau")
    assert printed(district) == ["Bản sau"]

    browser.post(reverse("stationery:switch", args=[first.pk]), {"on": "1"})

    assert printed(district) == ["Bản đầu"]
    assert [(t.number, t.is_on) for t in OwnTemplate.objects.all()] == [(2, False), (1, True)]


def test_switched_off_papers_follow_our_layout_again(administrator, browser, province, district):
    template = kept(administrator, province, "Mẫu tỉnh")

    browser.post(reverse("stationery:switch", args=[template.pk]))

    assert "Họp Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện Ví Dụ đợt 1 năm 2019" in printed(
        district
    )
    actions_told = AuditEntry.objects.filter(actor=administrator).values_list("action", flat=True)
    assert list(actions_told) == [
        "stationery.template.switched_off",
        "stationery.template.uploaded",
    ]


def test_an_administrator_keeps_no_templates_of_another_province(browser, province):
    other = make_place("province")

    assert browser.get(page(other)).status_code == 404
    assert browser.post(page(other), sent(word("a"))).status_code == 404
    assert not OwnTemplate.objects.exists()


def test_a_template_that_fails_with_a_papers_facts_says_so_instead_of_printing(
    administrator, province, district
):
    template = kept(administrator, province, "{{ attendees[0].name }}")
    empty = replace(minutes(sample.ROUND, sample.DECISION), attendees=())

    with pytest.raises(Refused, match=r"mẫu\.docx"):
        word_file(KIND, empty, district)
    assert template.is_on


def test_every_kind_has_a_sample_and_a_template_to_start_from():
    assert len(declared()) == 6

    for kind in declared().values():
        assert kind.sample().paper().subject
        made = docx.Document(io.BytesIO(check(start_docx(kind), kind)))
        assert "{" not in " ".join(p.text for p in made.paragraphs)


def test_the_list_names_what_is_in_use(administrator, browser, province):
    kept(administrator, province, "Mẫu tỉnh")

    text = browser.get(reverse("stationery:kinds")).content.decode()

    assert "Mẫu riêng, bản 1: mẫu.docx" in text
    assert text.count("Mẫu của hệ thống") == 5
