"""An edition from its draft to the rounds that are held under it."""

import pytest

from ocop.core.models import AuditEntry
from ocop.criteria.actions import editions
from ocop.criteria.enums import EditionState
from ocop.criteria.models import Edition
from ocop.criteria.rulebook import usable_sets
from ocop.dossiers.actions import dossiers
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.rulebook import rulebook
from ocop.evaluation.enums import CouncilRole
from ocop.places.fields import place_label
from ocop.rules.loading import parse_edition
from tests.dossiers.factories import make_round
from tests.evaluation.factories import make_council
from tests.people.factories import as_found, client_of, make_officer, make_user
from tests.places.factories import make_place
from tests.producers.factories import make_producer, make_product

from .editing import RICE, WORDS, bands, complete_rice, levels, page, post, sectors

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


# The whole way.


def test_an_administrator_completes_rice_publishes_and_a_rice_product_is_scored(
    admin, draft, administrator
):
    complete_rice(admin, draft)
    answer = admin.post(page(draft, "ban-hanh/"), follow=True)
    draft.refresh_from_db()
    assert draft.state == EditionState.PUBLISHED, answer.content.decode()
    assert draft.published_by == administrator

    commune = make_place()
    province = commune.province
    answer = client_of(make_officer(province)).post(
        "/danh-gia/dot/moi/",
        {
            "place": place_label(province),
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
    owner = make_user()
    product = make_product(make_producer(commune, owner=owner), set_code="BSP-03")

    dossier = dossiers.start(actor=as_found(owner), product=product, round=round, purpose="new")
    book = rulebook(dossier.round)
    best = {
        leaf.code: max(leaf.points, key=leaf.points.get) for leaf in book.sheet("BSP-03").leaves
    }
    for code in ("C.6.1", "C.6.2"):
        answer = client_of(owner).post(
            f"/danh-gia/ho-so/{dossier.pk}/luu/",
            {"field": f"a:{code}", "value": best[code], "was": ""},
        )
        assert answer.status_code == 200

    kept = Dossier.objects.get(pk=dossier.pk)
    assert book.score("BSP-03", kept.answers).total == 15
    assert book.score("BSP-03", best).total == 100


def test_who_publishes_has_read_until_when_it_holds_and_which_sets_stay_unusable(admin, draft):
    page = admin.get(f"/bo-tieu-chi/{draft.pk}/")

    said = page.context["publishing"]
    assert "Hiệu lực chỉ đến ngày 23/02/2023" in said
    assert "chưa dùng được trong đợt: Gạo, ngũ cốc." in said
    assert f'data-confirm="{said}"' in page.content.decode()


def test_an_incomplete_set_of_a_published_edition_is_still_refused():
    usable = usable_sets(Edition.objects.get(code="qd148"))

    assert ("S13" in usable, "S10" in usable) == (False, True)


def test_an_edition_marked_as_not_usable_opens_no_round_until_the_mark_is_taken_away(admin, draft):
    text = draft.files["index.yaml"] + "usable_for_scoring: false\n"
    edition = parse_edition({**draft.files, "index.yaml": text})

    assert edition.sheets["BSP-12"].complete
    assert not edition.usable("BSP-12")


def test_a_new_edition_from_nothing_is_filled_published_and_used(admin, administrator):
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

    published = editions.publish(actor=administrator, edition=draft)

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
    assert str(administrator) in listing


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


def test_nobody_but_an_administrator_reaches_editions(draft):
    commune, owner, secretary = make_place(), make_user(), make_user()
    make_producer(commune, owner=owner)
    make_council(make_round(), [(secretary, CouncilRole.SECRETARY)])

    for person in (make_officer(commune.province), make_officer(commune), owner, secretary):
        for rest in ("", f"phieu/{RICE}/", "nhap/", "bang-tinh/", "thong-tin/"):
            assert client_of(person).get(page(draft, rest)).status_code == 404


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
