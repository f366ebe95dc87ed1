"""The working group: it advises beside the criteria and never counts."""

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.evaluation.actions import appraisals
from ocop.evaluation.models import Appraisal, ScoreSheet

pytestmark = pytest.mark.django_db

NOTE = "Hợp đồng nguyên liệu chỉ đến tháng 6"


@pytest.fixture
def noted(product, person):
    """The first product with one note of the group, not handed over yet."""
    for field, value in (("a:A.1.1", "L2"), ("n:A.1.1", NOTE)):
        appraisals.save_field(
            actor=person("giupviec"), track=product(), field=field, value=value, was=""
        )
    return product()


def sheet_page(signed_in, sheet_of, track, name="uyvien1"):
    return signed_in(name).get(f"/danh-gia/phieu/{sheet_of(track, name).pk}/").content.decode()


def test_the_group_has_no_sheets_to_score(person):
    assert not ScoreSheet.objects.filter(member__user=person("giupviec")).exists()


def test_the_groups_list_names_what_nobody_has_looked_at_yet(signed_in):
    page = signed_in("giupviec").get("/danh-gia/tham-dinh/").content.decode()

    assert Appraisal.objects.count() == 0
    assert page.count("Chưa làm") == 4


def test_members_see_the_note_beside_the_criterion_once_it_is_handed_over(
    signed_in, sheet_of, noted, person
):
    assert NOTE not in sheet_page(signed_in, sheet_of, noted)

    appraisals.hand_over(actor=person("giupviec"), track=noted)

    page = sheet_page(signed_in, sheet_of, noted)
    criterion = page[page.index('id="A.1.1"') : page.index('id="A.1.2"')]
    assert NOTE in criterion
    assert "minh chứng đủ 2 điểm" in criterion


def test_the_visit_is_read_beside_the_sheet(signed_in, sheet_of, product, person):
    signed_in("giupviec").post(
        f"/danh-gia/tham-dinh/{product().pk}/",
        {"findings": "Lấy hai mẫu", "visited_on": "2026-01-05", "papers": "", "visitors": "Tổ"},
    )
    appraisals.hand_over(actor=person("giupviec"), track=product())

    page = sheet_page(signed_in, sheet_of, product())

    assert "Kiểm tra tại cơ sở 05/01/2026:" in page
    assert "Lấy hai mẫu" in page


def test_what_is_handed_over_changes_only_after_it_is_taken_back(noted, person):
    group = person("giupviec")
    appraisals.hand_over(actor=group, track=noted)

    with pytest.raises(Refused):
        appraisals.save_field(actor=group, track=noted, field="n:A.1.1", value="Khác", was=NOTE)
    appraisals.take_back(actor=group, track=noted)
    appraisals.save_field(actor=group, track=noted, field="n:A.1.1", value="Khác", was=NOTE)

    assert Appraisal.objects.get(track=noted).notes == {"A.1.1": "Khác"}


def test_a_note_that_a_phone_sends_again_does_not_undo_what_was_written_since(
    signed_in, product, person, monkeypatch
):
    monkeypatch.setattr("ocop.core.middleware.PATIENCE_SECONDS", 0)
    group = person("giupviec")
    entry = {"field": "n:A.1.1", "value": NOTE, "was": "", "_once": "ghi-chu-1"}
    headers = {"Field-Person": str(group.pk), "Accept": "application/json"}
    client, address = signed_in("giupviec"), f"/danh-gia/tham-dinh/{product().pk}/luu/"

    first = client.post(address, entry, headers=headers)
    appraisals.save_field(
        actor=group, track=product(), field="n:A.1.1", value="Đã gia hạn", was=NOTE
    )
    again = client.post(address, entry, headers=headers)

    assert first.status_code == 200
    assert (again.status_code, again.json()["done"]) == (409, True)
    assert Appraisal.objects.get(track=product()).notes == {"A.1.1": "Đã gia hạn"}


def test_the_council_does_not_write_for_the_group(noted, person):
    for name in ("uyvien1", "thuky", "huyen"):
        with pytest.raises(NotYours):
            appraisals.save_field(
                actor=person(name), track=noted, field="n:A.1.1", value="x", was=NOTE
            )


def test_two_of_the_group_are_told_when_they_write_the_same_note(signed_in, noted):
    answer = signed_in("giupviec").post(
        f"/danh-gia/tham-dinh/{noted.pk}/luu/",
        {"field": "n:A.1.1", "value": "Bản khác", "was": "Bản cũ hơn"},
    )

    assert (answer.status_code, answer.json()["value"]) == (409, NOTE)


def test_the_page_compares_with_the_producers_own_choice(signed_in, noted):
    page = signed_in("giupviec").get(f"/danh-gia/tham-dinh/{noted.pk}/A/").content.decode()

    assert "Tự chấm:" in page[page.index('id="A.1.1"') : page.index('id="A.1.2"')]


@pytest.mark.parametrize(("name", "status"), [("uyvien1", 404), ("thuky", 200), ("chuthe", 404)])
def test_the_groups_page_is_for_the_group_and_the_office(signed_in, noted, name, status):
    assert signed_in(name).get(f"/danh-gia/tham-dinh/{noted.pk}/").status_code == status


@pytest.mark.parametrize(("name", "is_led"), [("uyvien1", False), ("thuky", True)])
def test_the_scores_lead_to_the_groups_page_only_whom_it_is_for(
    signed_in, noted, person, sign, name, is_led
):
    appraisals.hand_over(actor=person("giupviec"), track=noted)
    for member in ("chutich", "uyvien1"):
        sign(noted, member, 0.7)

    page = signed_in(name).get(f"/danh-gia/san-pham/{noted.pk}/").content.decode()

    assert "mức tổ giúp việc thấy đủ minh chứng" in page
    assert ("xem thẩm định" in page) is is_led


def test_the_group_finds_its_work_on_the_desk(signed_in, noted, person):
    def desk():
        return signed_in("giupviec").get("/ban-lam-viec/").content.decode()

    assert "Thẩm định 3 sản phẩm" in desk()

    appraisals.hand_over(actor=person("giupviec"), track=noted)

    assert "Thẩm định 2 sản phẩm" in desk()


def test_a_visit_noted_after_the_hand_over_is_refused_with_a_sentence(signed_in, noted, person):
    appraisals.hand_over(actor=person("giupviec"), track=noted)

    answer = signed_in("giupviec").post(
        f"/danh-gia/tham-dinh/{noted.pk}/",
        {"papers": "Thiếu", "visited_on": "", "visitors": "", "findings": ""},
    )

    assert answer.status_code == 422
    assert "Rút lại trước khi sửa" in answer.content.decode()


def test_a_visit_in_the_future_is_told_at_its_day(signed_in, product):
    answer = signed_in("giupviec").post(
        f"/danh-gia/tham-dinh/{product().pk}/",
        {"papers": "", "visited_on": "2099-01-01", "visitors": "", "findings": ""},
    )

    assert answer.context["form"].errors.keys() == {"visited_on"}


def test_a_visit_written_on_an_older_version_overwrites_nothing(signed_in, noted):
    """Another of the group noted something since the page was opened, or kept on a phone."""
    version = Appraisal.objects.get(track=noted).version
    path = f"/danh-gia/tham-dinh/{noted.pk}/"
    visit = {"papers": "", "visited_on": "", "visitors": "Tổ", "findings": "Sạch"}

    stale = signed_in("giupviec").post(path, visit | {"version": version - 1})
    fresh = signed_in("giupviec").post(path, visit | {"version": version})

    assert (stale.status_code, fresh.status_code) == (409, 302)
    assert Appraisal.objects.get(track=noted).version == version + 1
