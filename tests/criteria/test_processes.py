"""An administrator writes a process edition by forms, publishes it, and a round goes by it."""

import re
from copy import deepcopy
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from ocop.core.doctor import examine as findings
from ocop.core.models import AuditEntry
from ocop.criteria.enums import EditionState
from ocop.criteria.forms.processes import ProcessEditor
from ocop.criteria.models import Edition, ProcessEdition
from ocop.criteria.rulebook import processes
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.places.fields import place_label
from ocop.rules.process_checks import KINDS
from ocop.rules.processes import builtin_contents, process_in_force
from tests.people.factories import client_of, make_officer
from tests.places.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
URL = "/bo-tieu-chi/quy-trinh/"


@pytest.fixture
def draft(admin):
    admin.post(f"{URL}moi/", {"code": "qd2030", "based_on": "qd148-2025"})
    return ProcessEdition.objects.get(code="qd2030")


def filled(draft, **changes):
    """What the forms of a draft would send, with changes."""
    editor = ProcessEditor(draft.content)
    data = {"version": draft.version, "in_force_from": "2030-01-01"}
    for form in (editor.head, *editor.levels, *editor.values):
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data.setdefault(bound.html_name, value)
    data.pop("in_force_to", None)
    return {key: value for key, value in (data | changes).items() if value is not None}


def save(admin, draft, **changes):
    draft.refresh_from_db()
    answer = admin.post(f"{URL}{draft.pk}/", filled(draft, **changes))
    draft.refresh_from_db()
    return answer


def publish(admin, draft):
    answer = admin.post(f"{URL}{draft.pk}/ban-hanh/")
    draft.refresh_from_db()
    return answer


def test_a_draft_copies_another_but_for_its_days(draft):
    assert draft.content["levels"][1]["recognises"] == [3, 4]
    assert (draft.content["code"], draft.content["in_force_from"]) == ("qd2030", "")


def test_forms_sent_as_they_stand_change_nothing_but_what_was_typed(admin, draft):
    before = dict(draft.content)

    assert save(admin, draft).status_code == 302

    assert draft.content == before | {"in_force_from": "2030-01-01"}


def test_a_process_written_by_forms_is_published_and_a_round_goes_by_it(admin, draft):
    save(
        admin,
        draft,
        **{
            "name": "Quy trình 2030",
            "quorum_share-value": "0.8",
            "council_min-value": "7",
            "receipt_check_days-value": "3",
            "receipt_check_days-certainty": "law",
            "receipt_check_days-least": None,
            "receipt_check_days-most": None,
        },
    )
    assert publish(admin, draft).status_code == 302

    province = make_place("province")
    answer = client_of(make_officer(province)).post(
        "/danh-gia/dot/moi/",
        {
            "place": place_label(province),
            "year": 2031,
            "number": 1,
            "edition": Edition.objects.get(code="qd1048").pk,
            "process_code": "qd2030",
            "receives_from": "2031-01-01",
            "receives_until": "2031-12-31",
            "s_council_min": "9",
        },
    )

    assert answer.status_code == 302, answer.context["form"].errors
    held = rulebook(Round.objects.get(year=2031)).process
    assert (held.name, str(held.quorum_share), held.value("council_min")) == (
        "Quy trình 2030",
        "0.8",
        9,
    )
    assert held.days("receipt_check") == 3
    assert not held.values["receipt_check_days"].is_open


def test_from_its_first_day_it_decides_in_place_of_the_one_before(admin, draft):
    save(admin, draft)
    publish(admin, draft)

    assert process_in_force(date(2029, 12, 31), processes()).code == "qd26"
    assert process_in_force(date(2030, 1, 1), processes()).code == "qd2030"


def test_what_is_not_law_is_shown_as_a_setting(admin, draft):
    save(admin, draft, name="Quy trình 2030")
    publish(admin, draft)

    html = admin.get(URL).content.decode()

    card = html[html.index("Quy trình 2030") :]
    row = re.search(r"Kiểm tra khi tiếp nhận.*?</tr>", card, re.DOTALL).group()
    assert "cấu hình" in row
    assert "theo Quyết định" not in row


def test_days_that_another_process_has_keep_it_from_being_published(admin, draft):
    save(admin, draft, in_force_from="2024-05-01", in_force_to="2024-06-01")

    answer = publish(admin, draft)

    assert answer.status_code == 422
    assert "Hiệu lực trùng" in answer.content.decode()
    assert draft.state == "draft"
    assert "Hiệu lực trùng" in admin.get(f"{URL}{draft.pk}/").content.decode()


def test_a_star_that_nobody_recognises_is_named_and_keeps_it_from_being_published(admin, draft):
    save(admin, draft, **{"province-recognises": [3]})

    html = admin.get(f"{URL}{draft.pk}/").content.decode()

    assert "không cấp nào công nhận 4 sao" in html
    assert publish(admin, draft).status_code == 422


def test_bounds_that_do_not_hold_the_value_are_refused_at_their_field(admin, draft):
    answer = save(admin, draft, **{"council_days-value": "100"})

    assert answer.status_code == 200
    form = next(f for f in answer.context["editor"].values if f.name == "council_days")
    assert form.errors == {"least": ["Khoảng phải chứa giá trị đang dùng."]}


def test_a_level_left_out_is_gone_and_one_added_is_there(admin, draft):
    save(
        admin,
        draft,
        **{
            "commune-takes_part": None,
            "district-takes_part": "on",
            "district-assesses_by": "council",
            "district-passes_up_from": "50",
            "district-certainty": "setting",
            "district-source": "của tỉnh",
            "district-source_en": "the province's own",
        },
    )

    assert [row["level"] for row in draft.content["levels"]] == ["district", "province", "centre"]


def test_what_a_commune_assesses_keeps_the_codes_of_the_names_that_stay(admin, draft):
    lines = "Bản sắc, trí tuệ địa phương | Local identity\nMôi trường | Environment"

    save(admin, draft, **{"assessed_criteria-value": lines})

    assert [r["code"] for r in draft.content["values"]["assessed_criteria"]["value"]] == [
        "identity",
        "c1",
    ]


def test_a_code_is_used_once(admin, draft):
    for code in ("qd2030", "qd148"):
        answer = admin.post(f"{URL}moi/", {"code": code, "based_on": "qd148"})

        assert answer.context["form"].errors == {"code": ["Mã này đã có."]}


def test_a_stale_page_does_not_overwrite(admin, draft):
    data = filled(draft)
    save(admin, draft, name="Người thứ nhất")

    answer = admin.post(f"{URL}{draft.pk}/", data | {"name": "Người thứ hai"})

    draft.refresh_from_db()
    assert answer.status_code == 409
    assert draft.content["name"] == "Người thứ nhất"


def test_a_published_process_never_changes_nor_goes_whatever_writes_to_it(admin, draft):
    save(admin, draft)
    publish(admin, draft)

    assert admin.post(f"{URL}{draft.pk}/", filled(draft)).status_code == 404
    assert admin.post(f"{URL}{draft.pk}/bo-nhap/").status_code == 422
    table = ProcessEdition._meta.db_table
    for statement in (f"UPDATE {table} SET content = '{{}}'", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_draft_that_nobody_needs_is_thrown_away(admin, draft):
    admin.post(f"{URL}{draft.pk}/bo-nhap/")

    assert not ProcessEdition.objects.exists()
    assert AuditEntry.objects.first().action == "criteria.process.discarded"


def test_only_administrators_see_drafts_and_the_way_to_a_new_one(draft):
    officer = client_of(make_officer(make_place()))

    html = officer.get(URL).content.decode()

    assert "qd2030" not in html
    assert "Tạo quy trình mới" not in html
    assert officer.get(f"{URL}{draft.pk}/").status_code == 404


def group(html, place):
    """A folded group of the page of a draft: its tag, its summary, what is inside."""
    found = re.search(
        rf'(<details[^>]*id="o-{place}"[^>]*>)\s*<summary>(.*?)</summary>(.*?)</details>',
        html,
        re.DOTALL,
    )
    return tuple(
        " ".join(re.sub(r"<[^>]+>", " ", part).split()) if number else part
        for number, part in enumerate(found.groups())
    )


def test_each_group_says_what_stands_there_whether_it_was_changed_and_where_it_was_read(
    admin, draft
):
    save(
        admin,
        draft,
        **{"sessions-value": "2", "province-recognises": ["3"], "centre-recognises": ["4", "5"]},
    )

    html = admin.get(f"{URL}{draft.pk}/").content.decode()

    assert group(html, "sessions")[1] == "Số phiên họp 2 đã đổi"
    assert group(html, "council_min")[1] == "Số người chấm tối thiểu 5 như quy trình gốc"
    assert (
        "chưa thấy văn bản quy định" in group(html, "council_min")[2].split("Đợt được chọn từ")[0]
    )
    assert "công nhận 3 sao" in group(html, "province")[1]
    assert "đã đổi" in group(html, "province")[1]
    assert " open" not in group(html, "sessions")[0]


def test_the_contents_lead_to_every_group_and_a_faulty_one_lies_open(admin, draft):
    draft.refresh_from_db()
    answer = admin.post(f"{URL}{draft.pk}/", filled(draft, **{"sessions-value": "99"}))

    html = answer.content.decode()
    contents = re.search(r'<nav class="form-contents".*?</nav>', html, re.DOTALL).group()
    targets = set(re.findall(r'href="#([^"]+)"', contents))

    assert targets == set(re.findall(r'id="(o-[^"]+)"', html))
    assert len(targets) == 1 + 6 + 4 + len(KINDS)
    assert " open" in group(html, "sessions")[0]
    assert "Có lỗi" in group(html, "sessions")[1]


def stored(content):
    """A process that an older release let be published."""
    return ProcessEdition.objects.create(
        code=content["code"], state=EditionState.PUBLISHED, content=content
    )


def without_commune():
    content = deepcopy(dict(builtin_contents()["qd148-2025"]))
    content |= {"code": "cu2031", "in_force_from": "2031-01-01", "in_force_to": None}
    content["values"]["product_code"] |= {"value": "{province}-{serial}-{year}"}
    return content


def test_a_stored_process_whose_code_lacks_the_commune_is_shown_as_faulty_and_still_read(
    admin, administrator
):
    made = stored(without_commune())
    ProcessEdition.objects.filter(pk=made.pk).update(published_by=administrator)

    html = " ".join(admin.get(URL).content.decode().split())

    assert "có lỗi, hãy lập quy trình mới thay" in html
    assert "mã phải có {commune} (mã xã), {serial} (số thứ tự) và {year} (năm)" in html
    assert process_in_force(date(2031, 2, 1), processes()).code == "cu2031"
    assert [line for line in findings() if line.startswith("process cu2031: product_code value:")]


def test_a_stored_process_that_cannot_be_read_is_named_and_stops_nothing(admin, administrator):
    made = stored({"code": "hong", "name": "Quy trình hỏng"})
    ProcessEdition.objects.filter(pk=made.pk).update(published_by=administrator)

    assert "hong" not in {found.code for found in processes()}
    assert "Quy trình hỏng" in admin.get(URL).content.decode()
    assert [line for line in findings() if line.startswith("process hong:")]


@pytest.mark.parametrize(
    "pattern", ["{province}-{serial}-{year}", "{commune}{year}", "x", "{commune"]
)
def test_a_code_without_what_tells_products_apart_is_not_published(admin, draft, pattern):
    save(admin, draft, **{"product_code-value": pattern})

    publish(admin, draft)
    html = admin.get(f"{URL}{draft.pk}/").content.decode()

    assert draft.state == EditionState.DRAFT
    assert f"đang là {pattern}" in html
    assert " open" in group(html, "product_code")[0]
