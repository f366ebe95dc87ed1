"""Members too far apart: several scores changed with one reason, the old ones kept."""

import pytest

from ocop.core.errors import Refused
from ocop.evaluation.actions import results, sheets
from ocop.evaluation.models import SheetRevision
from ocop.evaluation.papers.rounds import round_of
from ocop.evaluation.queries.matrix import matrix
from ocop.people.models import Notification

from .conftest import levels_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def apart(product, person, sign, everybody_present):
    """The first product, all signed, one member far below the others, opened for discussion."""
    sign(product(), "chutich", 0.7)
    sign(product(), "uyvien1", 0.2)
    return sheets.start_reconciling(actor=person("thuky"), track=product())


def test_a_product_with_members_too_far_apart_is_not_concluded(product, person, apart):
    with pytest.raises(Refused, match="thống nhất lại"):
        results.conclude(actor=person("thuky"), track=product())


def test_who_opens_the_discussion_is_told_that_it_is_open(
    product, sign, everybody_present, signed_in
):
    sign(product(), "chutich", 0.7)
    sign(product(), "uyvien1", 0.2)

    opened = f"/danh-gia/san-pham/{product().pk}/thong-nhat/"
    page = signed_in("thuky").post(opened, follow=True).content.decode()

    assert "Đã mở thống nhất lại và báo cho các thành viên." in page


def test_each_member_who_signed_is_told_of_the_discussion_once(product, apart):
    address = f"/danh-gia/san-pham/{product().pk}/"

    told = Notification.objects.filter(kind="evaluation.reconciling", url=address)

    members = product().sheets.values_list("member__user", flat=True)
    assert sorted(told.values_list("user", flat=True)) == sorted(members)


def test_the_desk_and_the_signed_sheet_lead_to_the_discussion_while_it_is_open(
    product, person, apart, sheet_of, signed_in
):
    address = f"/danh-gia/san-pham/{product().pk}/"
    member, outsider = signed_in("uyvien1"), signed_in("giupviec")
    sheet = f"/danh-gia/phieu/{sheet_of(product(), 'uyvien1').pk}/"

    def leads(client, page):
        return f'href="{address}' in client.get(page).content.decode()

    assert leads(member, "/ban-lam-viec/")
    assert not leads(outsider, "/ban-lam-viec/")
    assert f'href="{address}#rescore"' in member.get(sheet).content.decode()

    results.send_back(actor=person("thuky"), track=product(), reason="Thiếu giấy tờ")

    assert not leads(member, "/ban-lam-viec/")
    assert "#rescore" not in member.get(sheet).content.decode()


def test_several_scores_change_with_one_reason_and_the_old_ones_are_kept(
    product, person, apart, sheet_of
):
    sheet = sheet_of(product(), "uyvien1")
    before, old = sheet.total, dict(sheet.answers)
    wanted = {
        row.leaf.code: row.leaf.choices[-1].code
        for row in matrix(product(), person("uyvien1"))["apart"][:3]
    }

    sheets.rescore(
        actor=person("uyvien1"), sheet=sheet, levels={**old, **wanted}, reason="Sau thảo luận"
    )

    sheet = sheet_of(product(), "uyvien1")
    revision = SheetRevision.objects.filter(sheet=sheet).last()
    assert sheet.answers == {**old, **wanted}
    assert sheet.total > before
    assert revision.changes == {code: [old[code], level] for code, level in wanted.items()}
    assert revision.reason == "Sau thảo luận"
    assert [r.total for r in sheet.revisions.all()] == [before, sheet.total]


@pytest.mark.parametrize(
    ("levels", "reason"), [({}, "Có lý do"), ({"A.1.1": "L3"}, " "), ({"A.1.1": "L9"}, "Lý do")]
)
def test_a_change_needs_a_reason_and_a_known_level(
    product, person, apart, sheet_of, levels, reason
):
    sheet = sheet_of(product(), "uyvien1")
    answers = dict(sheet.answers)

    with pytest.raises(Refused):
        sheets.rescore(actor=person("uyvien1"), sheet=sheet, levels=levels, reason=reason)
    assert sheet_of(product(), "uyvien1").answers == answers


def test_scores_are_not_changed_before_the_discussion_is_opened(product, person, sheet_of):
    with pytest.raises(Refused):
        sheets.rescore(
            actor=person("uyvien2"),
            sheet=sheet_of(product(), "uyvien2"),
            levels={"A.1.1": "none"},
            reason="Xem lại",
        )


def test_what_a_member_differs_in_most_comes_first(product, person, apart):
    rows = matrix(product(), person("uyvien1"))["apart"]

    assert [r.my_distance for r in rows] == sorted((r.my_distance for r in rows), reverse=True)
    assert all(r.my_distance for r in rows)


def test_the_page_offers_the_change_only_to_the_member(signed_in, product, apart):
    url = f"/danh-gia/san-pham/{product().pk}/"

    assert 'id="rescore"' in signed_in("uyvien1").get(url).content.decode()
    assert 'id="rescore"' not in signed_in("thuky").get(url).content.decode()


def test_the_minutes_say_who_changed_what_and_why(product, person, apart, sheet_of, sign):
    sheet = sheet_of(product(), "uyvien1")
    before = sheet.total
    near = levels_at(product(), 0.7)
    sheets.rescore(actor=person("uyvien1"), sheet=sheet, levels=near, reason="Xem lại mẫu")
    after = sheet_of(product(), "uyvien1").total

    results.conclude(actor=person("thuky"), track=product())

    [row] = round_of(product().round).products
    assert row.discussion == f"Ủy viên 1 (minh hoạ) sửa từ {before} thành {after} điểm: Xem lại mẫu"


def test_the_history_shows_each_change_in_points(signed_in, product, person, apart, sheet_of):
    sheet = sheet_of(product(), "uyvien1")
    client = signed_in("uyvien1")

    client.post(f"/danh-gia/phieu/{sheet.pk}/sua/", {"a:A.1.1": "L3", "reason": "Có thêm hợp đồng"})

    page = client.get(f"/danh-gia/san-pham/{product().pk}/").content.decode()
    assert "Có thêm hợp đồng" in page
    assert "→ 3 điểm" in page
