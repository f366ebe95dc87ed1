"""What holds for a whole edition: its facts, its star bands, its sectors."""

import pytest

from ocop.rules.loading import parse_edition

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
