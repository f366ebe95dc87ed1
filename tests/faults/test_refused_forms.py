"""A form that is refused leads back to its page, which says why; it never ends on an error page."""

import pytest
from django.contrib.messages import get_messages

from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.evaluation.models import ScoreSheet

pytestmark = pytest.mark.django_db
OURS = "http://testserver"


@pytest.fixture
def member(signed_in):
    return signed_in("uyvien1")


@pytest.fixture
def blank_sheet(person):
    return ScoreSheet.objects.filter(state="open", member__user=person("uyvien1")).first()


def sign(client, sheet, **headers):
    return client.post(f"/danh-gia/phieu/{sheet.pk}/ky/", {"_once": "a-mark"}, headers=headers)


def test_an_incomplete_sheet_is_refused_on_the_sheet_with_what_is_missing(member, blank_sheet):
    page = f"/danh-gia/phieu/{blank_sheet.pk}/C/"

    answer = sign(member, blank_sheet, referer=OURS + page)

    assert (answer.status_code, answer["Location"]) == (302, page)
    [message] = get_messages(answer.wsgi_request)
    assert "chưa chấm: 1.1, 1.2" in str(message)
    shown = member.get(page).content.decode()
    assert 'data-tone="bad" role="alert"' in shown
    assert "Chấm đủ rồi ký phiếu" in shown


def test_a_form_that_was_refused_is_carried_out_once_nothing_stands_against_it(member, blank_sheet):
    page = OURS + f"/danh-gia/phieu/{blank_sheet.pk}/C/"
    sign(member, blank_sheet, referer=page)
    gate = rulebook(blank_sheet.track.round).sheet(blank_sheet.track.dossier.set_code).facts[0]
    member.post(
        f"/danh-gia/phieu/{blank_sheet.pk}/luu/", {"field": f"f:{gate.id}", "value": "1", "was": ""}
    )

    sign(member, blank_sheet, referer=page)

    blank_sheet.refresh_from_db()
    assert blank_sheet.is_signed


@pytest.mark.parametrize(
    "referer",
    ["", "https://elsewhere.example/danh-gia/", OURS + ".evil/x/", OURS + "//evil.example/x"],
)
def test_who_comes_from_no_page_of_ours_gets_the_sentence_itself(member, blank_sheet, referer):
    answer = sign(member, blank_sheet, **({"referer": referer} if referer else {}))

    assert answer.status_code == 422
    assert "Chấm đủ rồi ký phiếu" in answer.content.decode()


def test_a_script_gets_the_fields_at_fault(member, blank_sheet):
    page = OURS + f"/danh-gia/phieu/{blank_sheet.pk}/C/"

    answer = sign(member, blank_sheet, referer=page, accept="application/json")

    assert answer.status_code == 422
    assert answer.json()["fields"][:2] == ["A.1.1", "A.1.2"]


@pytest.mark.parametrize(
    ("address", "data", "said"),
    [
        ("buoc/", {"to": "concluded"}, "sản phẩm chưa kết luận: Miến dong"),
        ("phien-hop/ket-thuc/", {"remarks": "Đã bàn"}, "vắng mặt"),
        ("hoi-dong/{member}/bo/", {}, "Đợt đã bắt đầu chấm"),
    ],
)
def test_steps_of_a_council_are_refused_on_the_page_that_asked(signed_in, address, data, said):
    round = Round.objects.get(state="scoring")
    page = f"/danh-gia/dot/{round.pk}/"
    address = address.format(member=round.council.members.last().pk)

    answer = signed_in("thuky").post(page + address, data, headers={"referer": OURS + page})

    assert (answer.status_code, answer["Location"]) == (302, page)
    [message] = get_messages(answer.wsgi_request)
    assert said in str(message)
