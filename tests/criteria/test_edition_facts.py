"""What holds for a whole edition: its facts, its star bands, its sectors."""

import re

import pytest

from ocop.criteria.models import Edition
from ocop.criteria.queries.inferences import inferences
from ocop.criteria.sheet_html import part_html
from ocop.rules.loading import builtin_edition, builtin_files, parse_edition

from .editing import RICE, bands, head_of, page, post

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


def test_facts_of_an_edition_sent_as_they_stand_change_nothing(admin, draft):
    before = parse_edition(draft.files)

    assert post(admin, draft, "thong-tin/", **head_of(admin, draft)).status_code == 302

    draft.refresh_from_db()
    after = parse_edition(draft.files)
    for facts in ("bands", "parts", "sectors", "sheets", "decision", "in_force_to"):
        assert getattr(after, facts) == getattr(before, facts)


def test_star_bands_are_set_in_the_browser(admin, draft):
    post(admin, draft, "thong-tin/", **head_of(admin, draft) | bands(0, 30, 55, 75, 92))

    draft.refresh_from_db()
    edition = parse_edition(draft.files)
    assert [band.floor for band in edition.bands] == [0, 30, 55, 75, 92]
    assert (edition.bands[4].note, edition.bands[4].note_en) == ("Đạt", "Met")


@pytest.mark.parametrize("lows", [(0, 30, 30, 70, 90), (0, 30, 50, 70, 100), (5, 30, 50, 70, 90)])
def test_bands_that_do_not_rise_from_0_to_the_end_are_refused_at_their_field(admin, draft, lows):
    answer = post(admin, draft, "thong-tin/", **head_of(admin, draft) | bands(*lows))

    assert answer.status_code == 200
    assert any(form.errors.get("min") for form in answer.context["editor"].bands)


def test_a_sector_that_is_renamed_takes_its_sheets_along(admin, draft):
    data = head_of(admin, draft) | {"sectors-0-name": "Đồ ăn", "sectors-0-name_en": "Eatables"}

    post(admin, draft, "thong-tin/", **data)

    draft.refresh_from_db()
    edition = parse_edition(draft.files)
    assert edition.sectors[0].name == "Đồ ăn"
    rice = next(s for s in edition.sheets.values() if s.slug == RICE)
    assert (rice.sector, rice.sector_en, rice.papers) == ("Đồ ăn", "Eatables", "food")


def test_a_sector_that_is_taken_out_while_sheets_stand_in_it_is_a_fault(admin, draft):
    post(admin, draft, "thong-tin/", **head_of(admin, draft) | {"sectors-0-name": ""})

    assert "ngành Thực phẩm không có trong bộ tiêu chí" in admin.get(page(draft)).content.decode()


def test_what_was_inferred_or_corrected_stands_on_the_page_with_what_is_printed(admin):
    edition = Edition.objects.get(code="qd26")

    html = " ".join(admin.get(page(edition)).content.decode().split())

    card = html[html.index("Chỗ suy ra hoặc sửa so với văn bản") :]
    assert "chưa đối chiếu Công báo" in card
    assert "C.6.1.1 L2 (trong nguồn 11 điểm, dùng 1)" in card
    assert f"/bo-tieu-chi/{edition.pk}/phieu/che-tuoi-che-bien/" in card
    assert "Mức 1 in lời về đơn đăng ký nhãn hiệu" in card


def test_corrected_values_come_first_and_every_place_is_told():
    found = inferences(builtin_files("qd26"))

    corrected = [row.is_corrected for row in found]
    assert corrected == sorted(corrected, reverse=True)
    assert sum(corrected) == 4
    label = next(row for row in found if row.note.startswith("Không in mức điểm"))
    assert (label.sets, label.confidence) == (22, "high")


def test_an_edition_without_inferences_says_nothing_of_them(admin):
    admin.post("/bo-tieu-chi/", {"code": "rong", "name": "Bộ rỗng", "based_on": ""})

    html = admin.get(page(Edition.objects.get(code="rong"))).content.decode()

    assert "Chỗ suy ra" not in html


def test_a_sheet_marks_the_least_level_of_each_star_and_none_that_was_inferred():
    edition = builtin_edition("qd26")
    shown = part_html(edition, "S11", "A", "vi", answers={}, texts={})
    label = shown[shown.index('id="A.2.3"') : shown.index('id="A.2.4"')]

    assert re.findall(r"mức phải đạt của (\d) sao", label) == ["3", "4"]
    old = part_html(builtin_edition("qd1048"), "BSP-12", "C", "vi", answers={}, texts={})
    assert "mức phải đạt" not in old
