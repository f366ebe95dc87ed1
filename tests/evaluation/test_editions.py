"""An administrator completes and adds editions in the browser, without code."""

import io
import zipfile

import openpyxl
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ocop.core import doctor, guards
from ocop.core.models import AuditEntry
from ocop.criteria.actions import editions
from ocop.criteria.enums import EditionState
from ocop.criteria.imports import table_columns, table_reading
from ocop.criteria.models import Edition
from ocop.evaluation.actions import dossiers
from ocop.evaluation.enums import RoundState
from ocop.evaluation.models import Dossier, Round
from ocop.evaluation.rulebook import rulebook
from ocop.people.models import User
from ocop.places.fields import place_label
from ocop.producers.models import Product
from ocop.rules.facts import source_note_in
from ocop.rules.loading import builtin_files, digest_of, parse_edition

pytestmark = pytest.mark.django_db
RICE = "gao-ngu-coc"
C6 = "parts.2.sections.0"


@pytest.fixture
def admin(signed_in):
    return signed_in("quantri")


@pytest.fixture
def draft(admin):
    """A draft made from the edition that is in use."""
    base = Edition.objects.get(code="qd1048")
    admin.post("/bo-tieu-chi/", {"code": "tinh2026", "name": "Bộ của tỉnh", "based_on": base.pk})
    return Edition.objects.get(code="tinh2026")


def page(draft, rest=""):
    return f"/bo-tieu-chi/{draft.pk}/{rest}"


def post(admin, draft, rest, **data):
    draft.refresh_from_db()
    return admin.post(page(draft, rest), {"version": draft.version, **data})


def sheet_of(draft, slug=RICE):
    draft.refresh_from_db()
    return yaml.safe_load(draft.files[f"{slug}.yaml"])


def levels(rows, prefix="levels", initial=0):
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, (code, points, label) in enumerate(rows):
        data |= {
            f"{prefix}-{number}-code": code,
            f"{prefix}-{number}-points": str(points),
            f"{prefix}-{number}-label": label,
            f"{prefix}-{number}-label_en": f"{label} (en)" if label else "",
        }
    return data


WORDS = {"number": "6.1", "name": "Màu sắc", "name_en": "Colour", "note": "", "note_en": ""}
NINE = [("", 0, "Kém"), ("", 5, "Khá"), ("", 9, "Tốt")]


def complete_rice(admin, draft):
    """Two criteria of nine points each make the 18 points that the section lacks."""
    for number in (1, 2):
        answer = post(
            admin,
            draft,
            f"phieu/{RICE}/sua/?trong={C6}&kieu=single",
            **WORDS | {"number": f"6.{number}", "name": f"Tiêu chí {number}"},
            **levels(NINE),
        )
        assert answer.status_code == 302, answer.context["form"].errors


def upload(admin, draft, *files):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return admin.post(page(draft, "nhap/tep/"), {"files": sent}, follow=True)


# The whole way.


def test_an_administrator_completes_rice_publishes_and_a_rice_product_is_scored(
    admin, draft, person
):
    complete_rice(admin, draft)
    answer = admin.post(page(draft, "ban-hanh/"), follow=True)
    draft.refresh_from_db()
    assert draft.state == EditionState.PUBLISHED, answer.content.decode()
    assert draft.published_by == person("quantri")
    old = Round.objects.filter(level="district", state=RoundState.RECEIVING).first() or (
        Round.objects.filter(level="district").first()
    )

    opened = Client()
    opened.force_login(person("huyen"), backend="ocop.people.backends.Accounts")
    answer = opened.post(
        "/danh-gia/dot/moi/",
        {
            "place": place_label(old.place),
            "year": 2027,
            "number": 1,
            "edition": draft.pk,
            "process_code": "qd1048",
            "receives_from": "2027-01-01",
            "receives_until": "2027-12-31",
            "s_max_spread": "8",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    round = Round.objects.get(year=2027, edition=draft)
    assert round.settings == {"max_spread": 8}
    Round.objects.filter(pk=round.pk).update(state=RoundState.RECEIVING)
    round.refresh_from_db()
    product = Product.objects.filter(producer__members__user=person("chuthe")).first()
    Product.objects.filter(pk=product.pk).update(set_code="BSP-03")
    product.refresh_from_db()

    dossier = dossiers.start(actor=person("chuthe"), product=product, round=round, purpose="new")
    book = rulebook(dossier.round)
    best = {
        leaf.code: max(leaf.points, key=leaf.points.get) for leaf in book.sheet("BSP-03").leaves
    }
    owner = Client()
    owner.force_login(person("chuthe"), backend="ocop.people.backends.Accounts")
    for code in ("C.6.1", "C.6.2"):
        answer = owner.post(
            f"/danh-gia/ho-so/{dossier.pk}/luu/",
            {"field": f"a:{code}", "value": best[code], "was": ""},
        )
        assert answer.status_code == 200

    kept = Dossier.objects.get(pk=dossier.pk)
    assert book.score("BSP-03", kept.answers).total == 18
    assert book.score("BSP-03", best).total == 100


def test_who_publishes_has_read_until_when_it_holds_and_which_sets_stay_unusable(admin, draft):
    page = admin.get(f"/bo-tieu-chi/{draft.pk}/")

    said = page.context["publishing"]
    assert "Hiệu lực chỉ đến ngày 23/02/2023" in said
    assert "chưa dùng được trong đợt: Gạo, ngũ cốc." in said
    assert f'data-confirm="{said}"' in page.content.decode()


def test_an_incomplete_set_of_a_published_edition_is_still_refused(person):
    round = Round.objects.filter(edition__code="qd1048", state=RoundState.RECEIVING).first()

    assert not rulebook(round).edition.usable("BSP-03")


def test_an_edition_marked_as_not_usable_opens_no_round_until_the_mark_is_taken_away(admin, draft):
    text = draft.files["index.yaml"] + "usable_for_scoring: false\n"
    edition = parse_edition({**draft.files, "index.yaml": text})

    assert edition.sheets["BSP-12"].complete
    assert not edition.usable("BSP-12")


# Forms.


def test_a_draft_says_what_it_still_lacks_and_where(admin, draft):
    html = admin.get(page(draft, f"phieu/{RICE}/")).content.decode()

    assert "Mục này chưa có tiêu chí" in html
    assert "22/40" in html


def test_each_save_is_checked_and_the_fault_stands_at_the_section(admin, draft):
    post(admin, draft, f"phieu/{RICE}/sua/?trong={C6}&kieu=single", **WORDS, **levels(NINE))

    html = admin.get(page(draft, f"phieu/{RICE}/")).content.decode()

    at_section = html[html.index('id="m-C.6"') :]
    assert "các tiêu chí của mục C.6 cộng lại 9 điểm, cần 18" in at_section[:600]
    assert "disabled" in admin.get(page(draft)).content.decode()


def test_levels_are_changed_added_removed_and_put_in_order(admin, draft):
    path = "parts.0.sections.0.criteria.0"
    assert [
        lv["code"] for lv in sheet_of(draft)["parts"][0]["sections"][0]["criteria"][0]["levels"]
    ] == ["L1", "L2", "L3"]
    rows = [("L1", 2, "Vừa"), ("L2", "", ""), ("L3", 3, "Nhiều"), ("", 0, "Không có")]

    answer = post(admin, draft, f"phieu/{RICE}/sua/?o={path}", **WORDS, **levels(rows, initial=3))

    assert answer.status_code == 302
    criterion = sheet_of(draft)["parts"][0]["sections"][0]["criteria"][0]
    assert [(lv["code"], lv["points"], lv["label"]) for lv in criterion["levels"]] == [
        ("L4", 0, "Không có"),
        ("L1", 2, "Vừa"),
        ("L3", 3, "Nhiều"),
    ]
    assert len({lv["code"] for lv in criterion["levels"]}) == 3
    assert "none_points" not in criterion
    assert criterion["rules"][0]["type"] == "disqualify"  # what the form does not know is kept


def test_half_a_level_and_equal_points_are_refused_with_a_sentence(admin, draft):
    url = f"phieu/{RICE}/sua/?trong={C6}&kieu=single"
    half = levels(NINE) | {"levels-1-label_en": ""}
    equal = levels([("", 0, "Kém"), ("", 5, "Khá"), ("", 5, "Tốt")])

    first = post(admin, draft, url, **WORDS, **half)
    second = post(admin, draft, url, **WORDS, **equal)

    assert "Điền cả điểm và lời" in first.content.decode()
    assert "Hai mức không thể cùng số điểm" in second.content.decode()
    assert sheet_of(draft)["parts"][2]["sections"][0]["criteria"] == []


def test_a_criterion_of_cases_and_one_of_sub_criteria_are_made_by_forms(admin, draft):
    cases = {
        "case0-label": "Nhiều người",
        "case0-label_en": "Many",
        "case1-label": "Một người",
        "case1-label_en": "One",
        **levels([("", 1, "Ít"), ("", 9, "Đủ")], "levels0"),
        **levels([("", 0, "Không"), ("", 6, "Có")], "levels1"),
    }
    post(admin, draft, f"phieu/{RICE}/sua/?trong={C6}&kieu=alternative", **WORDS, **cases)
    post(admin, draft, f"phieu/{RICE}/sua/?trong={C6}&kieu=sum", **WORDS | {"number": "6.2"})
    for points in (4, 5):
        post(
            admin,
            draft,
            f"phieu/{RICE}/sua/?trong={C6}.criteria.1&kieu=single",
            **WORDS,
            **levels([("", 0, "Không"), ("", points, "Có")]),
        )

    draft.refresh_from_db()
    edition = parse_edition(draft.files)
    alternative, *subs = [
        leaf for leaf in edition.sheets["BSP-03"].leaves if leaf.code.startswith("C.6")
    ]
    assert (alternative.kind, alternative.max_points, alternative.case_of("b2").max_points) == (
        "alternative",
        9,
        6,
    )
    assert [(sub.code, sub.max_points) for sub in subs] == [("C.6.2.1", 4), ("C.6.2.2", 5)]
    assert edition.usable("BSP-03")


def test_criteria_and_sections_move_and_go(admin, draft):
    complete_rice(admin, draft)
    post(admin, draft, f"phieu/{RICE}/", verb="up", path=f"{C6}.criteria.1")
    assert [c["name"] for c in sheet_of(draft)["parts"][2]["sections"][0]["criteria"]] == [
        "Tiêu chí 2",
        "Tiêu chí 1",
    ]

    post(admin, draft, f"phieu/{RICE}/", verb="remove", path=f"{C6}.criteria.0")

    assert [c["code"] for c in sheet_of(draft)["parts"][2]["sections"][0]["criteria"]] == ["C.6.1"]


def test_rules_are_added_in_words_and_taken_out(admin, draft):
    url = "phieu/che-tuoi-che-bien/quy-tac/"
    before = len(sheet_of(draft, "che-tuoi-che-bien")["rules"])
    post(
        admin,
        draft,
        url,
        kind="requires_for_stars",
        criterion="A.1.1",
        min_points="2",
        stars="5",
        what="Nguyên liệu trong tỉnh",
        what_en="Local materials",
    )
    post(
        admin,
        draft,
        f"{url}?o=parts.0.sections.0.criteria.1",
        kind="gate",
        what="Cơ sở ngừng hoạt động",
        what_en="Closed",
    )

    draft.refresh_from_db()
    sheet = parse_edition(draft.files).sheets["BSP-12"]
    rule = next(r for r in sheet.requirements if r.stars == 5)
    gate = next(r for r in sheet.facts if r.what == "Cơ sở ngừng hoạt động")
    assert (rule.criteria, rule.min_points, rule.is_inferred) == (("A.1.1",), 2, False)
    assert gate.owner == "A.1.2"
    assert (
        "Từ 5 sao: Nguyên liệu trong tỉnh"
        in admin.get(page(draft, "phieu/che-tuoi-che-bien/")).content.decode()
    )

    post(admin, draft, "phieu/che-tuoi-che-bien/", verb="remove", path=f"rules.{before}")
    assert len(sheet_of(draft, "che-tuoi-che-bien")["rules"]) == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kind": "requires_for_stars", "criterion": "A.1.1"}, "Quy tắc này cần điền ô này"),
        ({"kind": "gate"}, "Quy tắc này cần điền ô này"),
        (
            {"kind": "requires_for_stars", "criterion": "A.1.1", "min_points": "9", "stars": "4", "what": "x", "what_en": "x"},
            "Tiêu chí này có các mức: 1, 2, 3 điểm",
        ),
        ({"kind": "gate", "what": "x", "what_en": "x", "inferred": "on"}, "Ghi nơi đã đọc điều kiện này"),
    ],
)  # fmt: skip
def test_an_unfinished_rule_is_refused_with_a_sentence(admin, draft, data, words):
    answer = post(admin, draft, f"phieu/{RICE}/quy-tac/", **data)

    assert (answer.status_code, words in answer.content.decode()) == (200, True)


def test_two_people_editing_are_told(admin, draft):
    version = draft.version
    post(
        admin,
        draft,
        f"phieu/{RICE}/sua/?o={C6}",
        number="6",
        name="Cảm quan",
        name_en="Senses",
        max_points="18",
    )

    answer = admin.post(
        page(draft, f"phieu/{RICE}/sua/?o={C6}"),
        {"version": version, "number": "6", "name": "Khác", "name_en": "Other", "max_points": "18"},
    )

    assert answer.status_code == 409
    assert sheet_of(draft)["parts"][2]["sections"][0]["name"] == "Cảm quan"


def test_a_published_edition_offers_no_forms(admin):
    edition = Edition.objects.get(code="qd1048")

    assert admin.get(page(edition, f"phieu/{RICE}/")).status_code == 200
    assert admin.get(page(edition, f"phieu/{RICE}/sua/?o={C6}")).status_code == 404
    assert (
        admin.post(page(edition, f"phieu/{RICE}/"), {"verb": "remove", "path": C6}).status_code
        == 404
    )


@pytest.mark.parametrize("path", ["parts.9", "parts.0.sections.x", "rules.0.name", "parts.2"])
def test_an_address_that_leads_nowhere_is_not_found(admin, draft, path):
    assert admin.get(page(draft, f"phieu/{RICE}/sua/?o={path}")).status_code == 404


def test_a_broken_file_leaves_the_experts_way_and_its_line(admin, draft):
    post(admin, draft, f"tep/{RICE}.yaml/", text="code: [BSP-03\nname: x\n")

    html = admin.get(page(draft, f"tep/{RICE}.yaml/")).content.decode()

    assert "Dòng 2: không phải YAML đúng" in html
    assert admin.get(page(draft, f"phieu/{RICE}/")).status_code == 422
    assert admin.get(page(draft)).status_code == 200


# New editions.


def bands(*lows, note="Đạt"):
    data = {}
    for stars, low in enumerate(lows, start=1):
        data |= {f"band{stars}-min": low, f"band{stars}-note": note, f"band{stars}-note_en": "Met"}
    return data


def sectors(*rows):
    data = {"sectors-TOTAL_FORMS": len(rows), "sectors-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        for key, value in zip(("old", "name", "name_en", "papers"), row, strict=True):
            data[f"sectors-{number}-{key}"] = value
    return data


def head_of(admin, draft):
    """What the page of an edition's own facts would send as it stands."""
    editor = admin.get(page(draft, "thong-tin/")).context["editor"]
    held = (editor.form, *(form for _part, form in editor.parts), *editor.bands, *editor.sectors)
    given = {bound.html_name: bound.value() for form in held for bound in form}
    management = {bound.html_name: bound.value() for bound in editor.sectors.management_form}
    return {key: value for key, value in given.items() if value is not None} | management


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


def test_a_new_edition_from_nothing_is_filled_published_and_used(admin, person):
    admin.post("/bo-tieu-chi/", {"code": "moi", "name": "Bộ mới", "based_on": ""})
    draft = Edition.objects.get(code="moi")
    head = {
        "name": "Bộ mới",
        "name_en": "New",
        "decision": "9/QĐ-TTg",
        "decision_date": "2026-12-01",
    }
    dates = {"in_force_from": "2027-01-01", "usable_for_scoring": "on"}
    parts = {}
    for number, points in enumerate((40, 25, 35)):
        parts |= {
            f"part{number}-name": "P",
            f"part{number}-name_en": "P",
            f"part{number}-max_points": points,
        }
    answer = post(
        admin,
        draft,
        "thong-tin/",
        **head,
        **dates,
        **parts,
        **bands(0, 35, 50, 70, 85),
        **sectors(("", "Hoa kiểng", "Plants", "ornamental")),
    )
    assert answer.status_code == 302
    words = {"name": "Hoa tươi", "name_en": "Flowers", "sector": "Hoa kiểng"}
    admin.post(page(draft, "bo-moi/"), {"code": "S23", "slug": "hoa-tuoi", **words})
    for number, points in enumerate((40, 25, 35)):
        section = {"number": str(number), "name": "Mục", "name_en": "S", "max_points": points}
        post(admin, draft, f"phieu/hoa-tuoi/sua/?trong=parts.{number}&kieu=section", **section)
        rows = levels([("", 0, "Kém"), ("", points, "Tốt")])
        at = f"parts.{number}.sections.0"
        post(admin, draft, f"phieu/hoa-tuoi/sua/?trong={at}&kieu=single", **WORDS, **rows)

    published = editions.publish(actor=person("quantri"), edition=draft)

    edition = parse_edition(published.files)
    assert (edition.code, edition.decision, edition.in_force_from) == (
        "moi",
        "9/QĐ-TTg",
        "2027-01-01",
    )
    assert edition.usable("S23")
    assert [(b.floor, b.ceiling) for b in edition.bands] == [
        (0, 35),
        (35, 50),
        (50, 70),
        (70, 85),
        (85, 100),
    ]
    sheet = edition.sheets["S23"]
    assert (sheet.sector, sheet.sector_en, sheet.papers) == ("Hoa kiểng", "Plants", "ornamental")
    listing = admin.get("/bo-tieu-chi/").content.decode()
    assert "từ 01/01/2027" in listing
    assert published.digest[:12] in listing
    assert str(person("quantri")) in listing


def test_a_draft_whose_file_names_another_code_is_not_published(admin, draft):
    text = draft.files["index.yaml"].replace("code: tinh2026", "code: qd1048", 1)
    post(admin, draft, "tep/index.yaml/", text=text)

    answer = admin.post(page(draft, "ban-hanh/"))

    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (422, EditionState.DRAFT)
    assert "mã trong tệp là qd1048" in admin.get(page(draft)).content.decode()


def test_a_set_and_a_draft_can_be_dropped_and_that_is_audited(admin, draft):
    admin.post(page(draft, f"phieu/{RICE}/bo/"))
    draft.refresh_from_db()
    assert f"{RICE}.yaml" not in draft.files
    assert "BSP-03" not in parse_edition(draft.files).sheets

    admin.post(page(draft, "bo-nhap/"))

    assert not Edition.objects.filter(code="tinh2026").exists()
    assert AuditEntry.objects.order_by("-number").first().action == "criteria.edition.discarded"


# Spreadsheets.


def saved_by_another_tool(content, change=lambda book: None):
    """The same workbook after openpyxl has read and written it: styles and comments of ours do not matter."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def rice_sheet(book):
    return book["BSP-03"]


def add_two_criteria(book):
    sheet = rice_sheet(book)
    at = next(r[0].row for r in sheet.iter_rows() if r[1].value == "C.6")
    rows = []
    for number in (1, 2):
        rows.append(["Tiêu chí", f"C.6.{number}", f"6.{number}", 9, "Màu", "Colour"])
        rows += [["Mức điểm", f"L{n}", None, p, "mức", "level"] for n, p in ((1, 0), (2, 9))]
    sheet.insert_rows(at + 1, len(rows))
    for offset, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(at + offset, column, value)


def test_a_spreadsheet_that_nobody_changed_changes_nothing(admin, draft):
    content = admin.get(page(draft, "bang-tinh/")).content

    found = table_reading.read(io.BytesIO(saved_by_another_tool(content)), draft.files)

    assert (found.files, found.problems) == ({}, [])


def test_rice_is_completed_in_a_spreadsheet_seen_and_applied(admin, draft):
    content = admin.get(page(draft, f"phieu/{RICE}/bang-tinh/")).content

    answer = upload(admin, draft, ("gao.xlsx", saved_by_another_tool(content, add_two_criteria)))

    html = answer.content.decode()
    assert "Đưa vào bản nháp" in html
    assert "C.6.1 L2" in html
    assert sheet_of(draft)["complete"] is False
    post(admin, draft, "nhap/", apply="1")
    draft.refresh_from_db()
    assert parse_edition(draft.files).usable("BSP-03")
    assert draft.pending == {}
    assert AuditEntry.objects.order_by("-number").first().action == "criteria.edition.imported"


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (lambda s, at: s.cell(at["C.7.1"], 4, "hai"), "D{C.7.1} · Điểm", "phải là số nguyên"),
        (lambda s, at: s.cell(at["C.7.1"], 1, "Hàng"), "A{C.7.1} · Dòng", "phải là một trong"),
        (lambda s, at: s.cell(at["C.7.1"], 4, 3), "D{C.7.1} · Điểm", "nhưng mức cao nhất là 2"),
        (
            lambda s, at: setattr(s.cell(at["C.7.1"], 6), "value", None),
            "F{C.7.1} · Nội dung (tiếng Anh)",
            "phải là chữ",
        ),
        (lambda s, at: s.cell(at["C.8"], 4, 6), "D{C.8} · Điểm", "cộng lại 5 điểm, cần 6"),
        (lambda s, at: s.cell(at["C.7.1"], 1, "Mức điểm"), "A{C.7.1} · Dòng", "phải nằm dưới"),
        (lambda s, at: s.cell(at["C.8.1"], 2, "C.7.1"), "B{C.8.1} · Mã", "không thuộc"),
    ],
)
def test_a_wrong_cell_is_named_with_sheet_row_column_and_what_was_expected(
    admin, draft, change, place, words
):
    content = admin.get(page(draft, f"phieu/{RICE}/bang-tinh/")).content
    rows = {}

    def spoil(book):
        sheet = rice_sheet(book)
        rows.update({str(r[1].value): r[0].row for r in sheet.iter_rows()})
        change(sheet, rows)

    html = upload(
        admin, draft, ("gao.xlsx", saved_by_another_tool(content, spoil))
    ).content.decode()

    assert "BSP-03" in html
    for code in ("C.7.1", "C.8", "C.8.1"):
        place = place.replace(f"{{{code}}}", str(rows[code]))
    assert place in html
    assert words in html
    draft.refresh_from_db()
    assert sheet_of(draft) == yaml.safe_load(builtin_files("qd1048")[f"{RICE}.yaml"])


def test_a_new_set_comes_with_a_new_worksheet(admin, draft):
    def add_set(book):
        sheet = book.create_sheet("S99")
        for row in (
            [column.label for column in table_columns.COLUMNS],
            ["Bộ sản phẩm", "S99", None, None, "Hoa", "Flowers", "Thực phẩm", "Food"],
            *(
                ["Phần", code, None, points, "P", "P"]
                for code, points in (("A", 35), ("B", 25), ("C", 40))
            ),
        ):
            sheet.append(row)
        for at, code in ((4, "A"), (6, "B"), (8, "C")):
            sheet.insert_rows(at)
            points = sheet.cell(at - 1, 4).value
            for column, value in enumerate(["Đề mục", f"{code}.1", "1", points, "M", "S"], start=1):
                sheet.cell(at, column, value)

    content = admin.get(page(draft, "bang-tinh/")).content
    upload(admin, draft, ("ca-bo.xlsx", saved_by_another_tool(content, add_set)))
    post(admin, draft, "nhap/", apply="1")

    draft.refresh_from_db()
    edition = parse_edition(draft.files)
    assert edition.sheets["S99"].name == "Hoa"
    assert not edition.usable("S99")


def ods(rows):
    """The smallest OpenDocument spreadsheet, one table named BSP-03."""

    def cell(value):
        if value in (None, ""):
            return "<table:table-cell/>"
        kind = (
            f'office:value-type="float" office:value="{value}"'
            if isinstance(value, int)
            else 'office:value-type="string"'
        )
        return f"<table:table-cell {kind}><text:p>{str(value).replace('&', '&amp;').replace('<', '&lt;')}</text:p></table:table-cell>"

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
            f'<office:spreadsheet><table:table table:name="BSP-03">{body}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return output.getvalue()


def test_an_opendocument_spreadsheet_is_read_as_well(admin, draft):
    content = saved_by_another_tool(
        admin.get(page(draft, f"phieu/{RICE}/bang-tinh/")).content, add_two_criteria
    )
    rows = [list(row) for row in rice_sheet(openpyxl.load_workbook(io.BytesIO(content))).values]

    upload(admin, draft, ("gao.ods", ods(rows)))

    draft.refresh_from_db()
    assert draft.pending["problems"] == []
    assert yaml.safe_load(draft.pending["files"][f"{RICE}.yaml"])["complete"] is True


# Folders and archives.


def zipped(files):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()


def test_a_whole_edition_comes_from_an_archive_of_a_folder(admin, draft):
    files = dict(draft.files)
    gone = files.pop("ruou-trang.yaml")
    index = yaml.safe_load(files["index.yaml"])
    index["sets"] = [e for e in index["sets"] if e["file"] != "ruou-trang.yaml"]
    files["index.yaml"] = yaml.safe_dump(index, allow_unicode=True)
    archive = zipped({f"bo/{name}": text for name, text in files.items()} | {"bo/README.md": "đọc"})

    html = upload(admin, draft, ("bo.zip", archive)).content.decode()

    assert "ruou-trang.yaml" in html
    assert gone
    post(admin, draft, "nhap/", apply="1")
    draft.refresh_from_db()
    assert "BSP-15" not in parse_edition(draft.files).sheets


def test_faults_of_an_import_are_shown_before_it_is_applied(admin, draft):
    text = draft.files[f"{RICE}.yaml"].replace("kind: single", "kind: double", 1)

    html = upload(
        admin, draft, (f"{RICE}.yaml", text.encode()), ("ghi-chu.yml", b"a: 1")
    ).content.decode()

    assert "kiểu của A.1.1 phải là một trong" in html
    assert "ghi-chu.yaml, dòng 1: không có trong danh sách bộ sản phẩm" in html
    post(admin, draft, "nhap/", apply="0")
    draft.refresh_from_db()
    assert (draft.pending, "ghi-chu.yaml" in draft.files) == ({}, False)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bo.zip", zipped({"../index.yaml": "a: 1"}), "đường dẫn không an toàn"),
        ("bo.zip", zipped({"/etc/x.yaml": "a: 1"}), "đường dẫn không an toàn"),
        ("bo.zip", zipped({"C:/x.yaml": "a: 1"}), "đường dẫn không an toàn"),
        ("bo.zip", zipped({"a.yaml": "0" * 30_000_000}), "không an toàn để mở"),
        ("bo.zip", zipped({f"a{n}.yaml": "a" for n in range(400)}), "quá nhiều tệp"),
        ("bo.zip", zipped({"a.yaml": "0" * 600_000}), "quá lớn"),
        ("bo.zip", zipped({"x/a.yaml": "a: 1", "y/a.yaml": "a: 1"}), "hai tệp cùng tên"),
        ("bo.zip", zipped({"a.txt": "a"}), "không có tệp .yaml nào"),
        ("bo.zip", b"PK\x03\x04hong", "bị hỏng"),
        ("bo.xlsx", b"PK\x03\x04hong", "bị hỏng"),
        ("bo.xlsx", b"khong phai", "không phải bảng tính"),
        ("a.exe", b"MZ", "Tệp a.exe không nhập được. Chỉ nhận .xlsx"),
        ("bo.csv", b"a,b", "Tệp bo.csv không nhập được. Chỉ nhận .xlsx"),
        ("bộ mới.yaml", b"a: 1", "phải không dấu, không khoảng trắng: bộ mới.yaml"),
        ("a.yaml", b"a: 1\nb: \xff\xfe", "Tệp a.yaml, dòng 2: không phải văn bản UTF-8"),
        ("a.yaml", "a: 1".encode("utf-16"), "Tệp a.yaml, dòng 1: không phải văn bản UTF-8"),
    ],
)
def test_a_dangerous_or_broken_upload_is_refused_with_a_sentence(
    admin, draft, name, content, words
):
    answer = admin.post(page(draft, "nhap/tep/"), {"files": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    draft.refresh_from_db()
    assert draft.pending == {}


def test_nobody_but_an_administrator_reaches_editions(signed_in, draft):
    for role in ("tinh", "huyen", "chuthe", "thuky"):
        for rest in ("", f"phieu/{RICE}/", "nhap/", "bang-tinh/", "thong-tin/"):
            assert signed_in(role).get(page(draft, rest)).status_code == 404


# In the language of the page.


def test_editions_sectors_and_what_is_missing_are_in_the_language_of_the_page(admin, person):
    User.objects.filter(pk=person("quantri").pk).update(language="en")
    qd148 = Edition.objects.get(code="qd148")

    listing = admin.get("/bo-tieu-chi/").content.decode()
    page_of_148 = admin.get(page(qd148)).content.decode()
    sheet = admin.get(page(Edition.objects.get(code="qd1048"), f"phieu/{RICE}/")).content.decode()

    assert "Decision 1048/QĐ-TTg: Criteria for assessing" in listing
    assert "Quyết định 1048" not in listing
    assert "appendix III" in page_of_148
    assert "Phụ lục III" not in page_of_148
    assert "BSP-03 · Food" in sheet


def test_what_148_lacks_is_said_in_vietnamese(admin):
    html = admin.get(page(Edition.objects.get(code="qd148"))).content.decode()

    assert "Phụ lục III" in html
    assert "appendix III" not in html


def test_evidence_is_shown_in_words_and_a_rule_of_the_form_asks_for_both_languages(admin, draft):
    html = admin.get(page(draft, "phieu/do-an-nhanh/")).content.decode()
    assert "Phải có minh chứng: phiếu kiểm nghiệm an toàn thực phẩm" in html
    assert "food_safety_test_report" not in html

    rule = {"kind": "evidence", "what": "sổ theo dõi"}
    at = "phieu/do-an-nhanh/quy-tac/?o=parts.0.sections.0.criteria.0"
    assert post(admin, draft, at, **rule).context["form"].errors["what_en"]
    assert post(admin, draft, at, **rule, what_en="a log book").status_code == 302

    assert (
        "Phải có minh chứng: sổ theo dõi"
        in admin.get(page(draft, "phieu/do-an-nhanh/")).content.decode()
    )
    assert editions.faults(draft) == ()


def test_a_draft_says_which_comments_a_form_would_drop(admin, draft):
    text = draft.files[f"{RICE}.yaml"]
    assert "không giữ ghi chú" not in admin.get(page(draft)).content.decode()

    commented = "# đầu tệp\n" + text.replace("rules:", "# ở dưới\nrules:", 1)
    post(admin, draft, f"tep/{RICE}.yaml/", text=commented)

    assert f"không giữ ghi chú ở dưới: {RICE}.yaml" in admin.get(page(draft)).content.decode()


# Newer releases of the system.


@pytest.fixture
def installed_long_ago(db):
    """The edition that came with an older release, words and all, and a round that was held under it."""
    files = dict(builtin_files("qd1048"))
    files["ca-phe-ca-cao.yaml"] = files["ca-phe-ca-cao.yaml"].replace(
        "required: food_safety_test_report", "required: a_word_that_no_check_knew"
    )
    old = Edition.objects.get(code="qd1048")
    guards.remove()
    Edition.objects.filter(pk=old.pk).update(
        files=files, digest=digest_of(files), confirmed_requirements=["x"]
    )
    guards.install()
    Round.objects.filter(edition=old).update(edition_digest=digest_of(files))
    old.refresh_from_db()
    return old


def test_a_newer_release_brings_its_content_beside_what_rounds_were_held_under(installed_long_ago):
    before = installed_long_ago

    made = editions.load_builtin()

    assert [(e.based_on, e.confirmed_requirements) for e in made] == [(before, ["x"])]
    assert made[0].code == f"qd1048-{made[0].digest[:6]}"
    assert parse_edition(made[0].files) == parse_edition(builtin_files("qd1048"))
    assert editions.load_builtin() == []
    before.refresh_from_db()
    assert before.digest == installed_long_ago.digest


def test_a_round_of_an_older_release_is_read_for_ever_though_checks_are_stricter_now(
    installed_long_ago,
):
    round = Round.objects.filter(edition=installed_long_ago).first()

    book = rulebook(round)

    assert editions.faults(installed_long_ago)
    assert book.edition.digest == round.edition_digest
    assert book.edition.usable("BSP-13")
    assert [line for line in doctor.examine() if "edition" in line or "round" in line] == []


def test_the_doctor_names_a_round_whose_rules_are_no_longer_those_it_was_opened_under():
    round = Round.objects.first()
    Round.objects.filter(pk=round.pk).update(edition_digest="0" * 64)

    assert [line for line in doctor.examine() if line.startswith("round")] == [
        f"round {round.pk}: opened under another content than its edition has"
    ]


# Names.


def test_a_new_edition_has_an_english_name_of_its_own(admin, draft):
    base = Edition.objects.get(code="qd1048")
    url = "/bo-tieu-chi/"

    admin.post(url, {"code": "moi", "name": "Bộ mới", "name_en": "New set", "based_on": base.pk})
    complete_rice(admin, draft)
    admin.post(page(draft, "ban-hanh/"))

    draft.refresh_from_db()
    assert draft.name_en == f"{base.name_en} (tinh2026)"
    assert Edition.objects.get(code="moi").name_en == "New set"


@pytest.mark.parametrize("field", ["name", "name_en"])
def test_two_editions_do_not_share_a_name(admin, draft, field):
    base = Edition.objects.get(code="qd1048")
    names = {"name": "Bộ khác", "name_en": "Another set"} | {field: getattr(base, field)}

    answer = admin.post("/bo-tieu-chi/", {"code": "khac", **names})

    assert "Đã có bộ tiêu chí tên này" in answer.content.decode()
    assert not Edition.objects.filter(code="khac").exists()


def test_why_something_was_inferred_is_told_in_the_language_of_the_page(admin, draft, person):
    rice = page(draft, f"phieu/{RICE}/")

    vietnamese = admin.get(rice).content.decode()
    User.objects.filter(pk=person("quantri").pk).update(language="en")
    english = admin.get(rice).content.decode()

    assert "Chưa biết các tiêu chí của mục này vì chưa có văn bản nguồn" in vietnamese
    assert "The criteria of this section are unknown" not in vietnamese
    assert "The criteria of this section are unknown" in english


def test_every_note_of_our_editions_is_known_in_vietnamese():
    def notes(node):
        if isinstance(node, dict):
            yield from [node["source_note"]] if node.get("source_note") else []
            for value in node.values():
                yield from notes(value)
        elif isinstance(node, list):
            for value in node:
                yield from notes(value)

    found = {
        note
        for code in ("qd1048", "qd148")
        for text in builtin_files(code).values()
        for note in notes(yaml.safe_load(text))
    }

    assert found
    assert [note for note in found if source_note_in(note, "vi") == note] == []
