"""Paper sheets: printed with the same order and numbers as the screen, typed twice, settled, one record in the end."""

import re

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.criteria.sheet_html import marks_of
from ocop.dossiers.rulebook import rulebook
from ocop.evaluation.actions import sheets
from ocop.evaluation.models import SheetRevision
from ocop.official.score_sheet import printed_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(product, sheet_of):
    """paper() is the sheet of a member who scored on paper, as it stands now."""
    return lambda: sheet_of(product(), "uyvien1")


@pytest.fixture
def leaves(paper):
    return rulebook(paper().track.round).sheet(paper().track.dossier.set_code).leaves


def typed(leaves, **others):
    """What the secretary types: box 2 of every criterion, but for the others."""
    return {leaf.code: others.get(leaf.code.replace(".", "_"), "2") for leaf in leaves}


def url(sheet, number):
    return f"/danh-gia/phieu/{sheet.pk}/nhap-giay/{number}/"


def printed_marks(criteria):
    for criterion in criteria:
        if criterion["sub_criteria"]:
            yield from printed_marks(criterion["sub_criteria"])
        else:
            boxes = [(lv["mark"], lv["points"]) for c in criterion["cases"] for lv in c["levels"]]
            yield criterion["number"], boxes


def test_paper_keys_and_screen_have_the_same_order_and_numbers(signed_in, paper, leaves):
    sheet = rulebook(paper().track.round).sheet(paper().track.dossier.set_code)
    on_paper = [
        row
        for p in printed_parts(sheet)
        for s in p["sections"]
        for row in printed_marks(s["criteria"])
    ]
    to_type = [
        (leaf.number, [(int(m), points) for m, (_lv, points) in marks_of(leaf).items()])
        for leaf in leaves
    ]
    on_screen = []
    html = signed_in("uyvien1").get(f"/danh-gia/phieu/{paper().pk}/").content.decode()
    for block in html.split("<fieldset")[1:]:
        points = re.findall(r'class="points">(\d+)', block)
        keys = re.findall(r"<kbd>(\d+)</kbd>", block.split("</fieldset>")[0])
        on_screen.append(list(zip(map(int, keys), map(int, points), strict=True)))

    assert on_paper == to_type
    assert [boxes for _number, boxes in to_type] == on_screen


def test_two_equal_typings_become_the_members_signed_sheet(signed_in, paper, leaves):
    client = signed_in("thuky")

    client.post(url(paper(), 1), typed(leaves))
    assert not paper().is_signed
    client.post(url(paper(), 2), typed(leaves))

    sheet = paper()
    answers = {leaf.code: marks_of(leaf)["2"][0] for leaf in leaves}
    expected = rulebook(sheet.track.round).score(sheet.track.dossier.set_code, answers).total
    assert (sheet.state, sheet.origin, sheet.total) == ("signed", "paper", expected)
    assert sheet.answers == answers
    assert SheetRevision.objects.filter(sheet=sheet, kind="signed").count() == 1
    assert sheet.track.sheets_signed == 5


def test_differences_are_shown_and_settled_by_a_look_at_the_paper(signed_in, paper, leaves):
    client = signed_in("thuky")
    client.post(url(paper(), 1), typed(leaves))
    answer = client.post(url(paper(), 2), typed(leaves, A_1_1="1", A_1_3="3"))
    settle = answer["Location"]

    page = client.get(settle).content.decode()
    assert page.count("<fieldset") == 2
    client.post(settle, {"A.1.1": "2", "A.1.3": "1"})

    sheet = paper()
    by_code = {leaf.code: leaf for leaf in leaves}
    assert sheet.is_signed
    assert sheet.answers["A.1.1"] == marks_of(by_code["A.1.1"])["1"][0]
    assert sheet.answers["A.1.3"] == marks_of(by_code["A.1.3"])["2"][0]


def test_every_difference_must_be_settled(signed_in, paper, leaves, person):
    client = signed_in("thuky")
    client.post(url(paper(), 1), typed(leaves))
    client.post(url(paper(), 2), typed(leaves, A_1_1="1", A_1_3="3"))

    with pytest.raises(Refused):
        sheets.settle_paper(actor=person("thuky"), sheet=paper(), right={"A.1.1": 1})
    assert not paper().is_signed


def test_a_ticked_condition_differs_like_any_other(signed_in, paper, leaves, person):
    rule = rulebook(paper().track.round).sheet(paper().track.dossier.set_code).facts[0]
    client = signed_in("thuky")
    client.post(url(paper(), 1), typed(leaves) | {f"f:{rule.id}": "on"})
    client.post(url(paper(), 2), typed(leaves))

    assert sheets.differences(paper()) == [f"f:{rule.id}"]
    sheets.settle_paper(actor=person("thuky"), sheet=paper(), right={f"f:{rule.id}": 1})

    assert paper().facts == [rule.id]


def test_the_second_typing_does_not_show_the_first(signed_in, paper, leaves):
    client = signed_in("thuky")
    client.post(url(paper(), 1), typed(leaves))

    page = client.get(url(paper(), 2)).content.decode()

    assert re.findall(r'value="(\d*)" inputmode', page) == [""] * len(leaves)


def test_a_number_that_is_not_on_the_paper_is_named_and_nothing_is_kept(signed_in, paper, leaves):
    page = signed_in("thuky").post(url(paper(), 1), typed(leaves, A_1_1="9")).content.decode()

    assert "1.1: Chỉ có các số 1–" in page
    assert not paper().paper_entries.exists()


def test_a_typing_with_gaps_is_refused(signed_in, paper, leaves):
    answer = signed_in("thuky").post(url(paper(), 1), typed(leaves, A_1_1=""))

    assert answer.status_code == 422
    assert not paper().paper_entries.exists()


def test_only_the_secretary_types(paper, person):
    with pytest.raises(NotYours):
        sheets.type_paper(actor=person("huyen"), sheet=paper(), number=1, answers={})


@pytest.mark.parametrize(("name", "status"), [("thuky", 200), ("giupviec", 200), ("uyvien2", 404)])
def test_the_secretary_and_the_working_group_print_sheets(signed_in, paper, name, status):
    assert signed_in(name).get(f"/danh-gia/phieu/{paper().pk}/in.pdf").status_code == status
