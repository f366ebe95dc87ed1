"""A dossier from the first draft to its acceptance: saved at once, checked paper by paper, renewed from the last one."""

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.core.uploads import keep
from ocop.criteria.actions.editions import load_builtin
from ocop.criteria.models import Edition
from ocop.dossiers.actions import dossiers
from ocop.dossiers.enums import DossierState, Verdict
from ocop.dossiers.models import Dossier, PaperCheck, Round
from ocop.dossiers.queries.dossiers import check_rows, papers_of
from ocop.producers.actions import evidence
from ocop.producers.models import Evidence, Producer, Product

from .filing import of, picture

pytestmark = pytest.mark.django_db


def test_a_photo_goes_into_the_library_and_into_the_dossier_in_one_step(signed_in, draft):
    answer = signed_in("chuthe").post(
        f"/danh-gia/ho-so/{draft.pk}/giay-to/HS02/",
        {"item_code": "HS02", "title": "Phương án (thử)", "file": picture()},
    )

    assert answer["Location"] == f"/danh-gia/ho-so/{draft.pk}/#HS02"
    assert [p.evidence.title for p in draft.papers.filter(item_code="HS02")] == ["Phương án (thử)"]
    assert draft.producer.evidence.filter(title="Phương án (thử)").exists()


def test_a_paper_chosen_for_a_criterion_is_saved_at_once_like_any_field(signed_in, draft):
    paper = draft.producer.evidence.get(item_code="HS04")
    client, url = signed_in("chuthe"), f"/danh-gia/ho-so/{draft.pk}/luu/"

    for _again in range(2):  # a lost answer: the browser sends it once more
        answer = client.post(url, {"field": "e:A.1.2", "value": paper.pk, "was": ""})
        assert answer.status_code == 200

    assert draft.papers.filter(criterion="A.1.2", evidence=paper).count() == 1
    assert paper.title in answer.json()["html"]['[data-papers="A.1.2"]']
    assert paper.title in client.get(f"/danh-gia/ho-so/{draft.pk}/tu-cham/A/").content.decode()


@pytest.mark.parametrize(("field", "value"), [("e:Z.9.9", None), ("e:A.1.2", "999999")])
def test_a_paper_or_criterion_that_is_not_there_is_refused(signed_in, draft, field, value):
    paper = draft.producer.evidence.first()

    answer = signed_in("chuthe").post(
        f"/danh-gia/ho-so/{draft.pk}/luu/",
        {"field": field, "value": value or paper.pk, "was": ""},
        headers={"accept": "application/json"},
    )

    assert answer.status_code in (404, 422)
    assert not draft.papers.exclude(criterion="").exists()


def test_a_note_is_saved_with_the_live_total_and_the_way_on(signed_in, draft):
    answer = signed_in("chuthe").post(
        f"/danh-gia/ho-so/{draft.pk}/luu/",
        {"field": "n:A.1.2", "value": "Máy sấy mới (thử)", "was": ""},
    )

    assert set(answer.json()["html"]) == {"#self-total", "#pathway"}
    draft.refresh_from_db()
    assert draft.notes["A.1.2"] == "Máy sấy mới (thử)"


def test_the_way_to_the_next_star_is_told_with_points_and_papers(signed_in, draft):
    page = signed_in("chuthe").get(f"/danh-gia/ho-so/{draft.pk}/").content.decode()

    assert "Từ 79 lên 90 điểm để đạt 5 sao" in page
    assert "cần giấy: Phát triển thị trường, quảng bá, xúc tiến thương mại" in page


def test_another_producers_paper_is_not_used(person, draft):
    other = Evidence.objects.create(
        producer=Dossier.objects.first().producer.__class__.objects.get(
            name="Hộ kinh doanh Minh Hoạ"
        ),
        item_code="HS04",
        title="Của người khác",
        file=Evidence.objects.first().file,
        file_name="a.pdf",
        added_by=person("chuthe"),
    )

    with pytest.raises(Refused):
        dossiers.attach(actor=person("chuthe"), dossier=draft, evidence=other, item_code="HS04")


def mend(person, returned, item="HS02"):
    """The producer gives another paper for an item."""
    new = evidence.add(
        actor=person("chuthe"),
        evidence=Evidence(producer=returned.producer, item_code=item, title="Bản đúng (thử)"),
        upload=keep([picture()]),
    )
    for used in returned.papers.filter(item_code=item).select_related("dossier__producer__place"):
        dossiers.detach(actor=person("chuthe"), paper=used)
    dossiers.attach(actor=person("chuthe"), dossier=returned, evidence=new, item_code=item)


def test_after_a_return_only_what_was_wrong_is_checked_again(person, returned, receiving):
    mend(person, returned)
    fine_before = returned.checks.filter(verdict=Verdict.FINE).count()

    again = dossiers.submit(actor=person("chuthe"), dossier=returned)

    rows = check_rows(again, papers_of(again))
    assert [r.item.code for r in rows if r.check is None and r.item.is_required] == ["HS02"]
    assert sum(r.check is not None and r.check.is_carried for r in rows) == fine_before
    mended = next(r for r in rows if r.item.code == "HS02")
    assert mended.added == ("Bản đúng (thử)",)
    assert mended.removed == ("Phương án sản xuất kinh doanh (minh hoạ)",)
    dossiers.check_paper(
        actor=person("huyen"), dossier=again, item_code="HS02", verdict=Verdict.FINE
    )
    assert dossiers.accept(actor=person("huyen"), dossier=again).state == DossierState.ACCEPTED


@pytest.mark.parametrize(
    ("moves", "able"),
    [([], True), (["scoring"], True), (["concluded"], False), (["concluded", "published"], False)],
)
def test_a_dossier_enters_a_round_only_before_it_has_concluded(
    person, returned, receiving, moves, able
):
    mend(person, returned)
    again = dossiers.submit(actor=person("chuthe"), dossier=returned)
    office = person("huyen")
    dossiers.check_paper(actor=office, dossier=again, item_code="HS02", verdict=Verdict.FINE)
    for state in moves:
        Round.objects.filter(pk=again.round_id).update(state=state)
    again.refresh_from_db()

    if able:
        assert dossiers.accept(actor=office, dossier=again).state == DossierState.ACCEPTED
    else:
        with pytest.raises(Refused, match="Trả lại hồ sơ"):
            dossiers.accept(actor=office, dossier=again)
        back = dossiers.return_for_completion(
            actor=office, dossier=again, reason="Đợt đã kết luận (thử)"
        )
        assert dossiers.withdraw(actor=person("chuthe"), dossier=back).state == "withdrawn"


def test_a_paper_exchanged_after_it_was_fine_is_checked_again(person, returned, receiving):
    mend(person, returned, "HS02")
    mend(person, returned, "HS03")

    again = dossiers.submit(actor=person("chuthe"), dossier=returned)

    assert not PaperCheck.objects.filter(
        dossier=again, submission=again.submission, item_code="HS03"
    ).exists()
    with pytest.raises(Refused, match="Giới thiệu bộ máy"):
        dossiers.accept(actor=person("huyen"), dossier=again)


def test_the_office_sees_what_changed_in_the_self_scoring(signed_in, person, returned, receiving):
    mend(person, returned)
    old = returned.answers["A.1.2"]
    dossiers.save_field(
        actor=person("chuthe"), dossier=returned, field="a:A.1.2", value="L1", was=old
    )

    again = dossiers.submit(actor=person("chuthe"), dossier=returned)

    assert again.changed_criteria == ["A.1.2"]
    page = signed_in("huyen").get(f"/danh-gia/ho-so/{again.pk}/kiem-tra/").content.decode()
    assert "Điểm tự chấm đã đổi" in page
    assert "Mới thêm: Bản đúng (thử)" in page


def test_a_verdict_other_than_fine_needs_a_reason_and_a_known_paper(person):
    dossier, office = of("Rượu men lá Mẫu"), person("huyen")

    with pytest.raises(Refused):
        dossiers.check_paper(actor=office, dossier=dossier, item_code="HS02", verdict="wrong")
    with pytest.raises(Refused):
        dossiers.check_paper(actor=office, dossier=dossier, item_code="HS99", verdict="fine")
    with pytest.raises(NotYours):
        dossiers.check_paper(
            actor=person("chuthe"), dossier=dossier, item_code="HS02", verdict="fine"
        )


def test_what_nobody_has_begun_to_check_is_taken_back_and_handed_in_again(person, receiving):
    dossier = of("Rượu men lá Mẫu")

    back = dossiers.take_back(actor=person("chuthe"), dossier=dossier)
    assert (back.state, back.due_on) == (DossierState.DRAFT, None)

    again = dossiers.submit(actor=person("chuthe"), dossier=of("Rượu men lá Mẫu"))
    assert (again.state, again.submission) == (DossierState.SUBMITTED, 1)
    dossiers.check_paper(
        actor=person("huyen"), dossier=again, item_code="HS01", verdict=Verdict.FINE
    )
    with pytest.raises(Refused):
        dossiers.take_back(actor=person("chuthe"), dossier=of("Rượu men lá Mẫu"))


def test_who_hands_in_from_a_second_tab_is_told_that_it_is_handed_in(signed_in, receiving):
    dossier = of("Rượu men lá Mẫu")

    answer = signed_in("chuthe").post(f"/danh-gia/ho-so/{dossier.pk}/viec/nop/", follow=True)

    assert "“Đã nộp”" in answer.content.decode()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.submission) == (DossierState.SUBMITTED, 1)


def test_what_was_returned_and_is_taken_back_stands_as_it_was_returned(
    signed_in, person, returned, receiving
):
    url, client = f"/danh-gia/ho-so/{returned.pk}/", signed_in("chuthe")
    old = returned.answers["A.1.2"]
    before = client.get(url)
    mend(person, returned)
    client.post(f"{url}viec/nop/")

    client.post(f"{url}viec/lay-lai/")

    back, after = of("Cơm lam Mẫu"), client.get(url)
    kept = ("state", "submission", "return_reason", "due_on")
    assert [getattr(back, name) for name in kept] == [getattr(returned, name) for name in kept]
    assert demands(after) == demands(before) == {"HS02": "Chưa đúng"}
    dossiers.save_field(actor=person("chuthe"), dossier=back, field="a:A.1.2", value="L1", was=old)
    again = dossiers.submit(actor=person("chuthe"), dossier=back)
    assert (again.submission, again.changed_criteria) == (returned.submission + 1, ["A.1.2"])
    rows = check_rows(again, papers_of(again))
    assert [r.item.code for r in rows if r.check is None and r.item.is_required] == ["HS02"]


def demands(answer):
    """What a producer's page says that the office asked."""
    return {
        row.item.code: row.check.get_verdict_display()
        for row in answer.context["rows"]
        if row.check and row.check.verdict != Verdict.FINE
    }


def test_a_demand_is_mended_or_answered_before_the_dossier_is_handed_in_again(
    signed_in, returned, receiving
):
    url, client = f"/danh-gia/ho-so/{returned.pk}/", signed_in("chuthe")
    paper = f"{url}giay-to/HS02/"

    refused = client.post(f"{url}viec/nop/", headers={"referer": f"http://testserver{url}"})
    assert refused["Location"] == url
    told = client.get(url).content.decode()
    assert (
        "Nơi nhận còn yêu cầu: Phương án, kế hoạch sản xuất kinh doanh sản phẩm."
        " Đổi giấy tờ hoặc trả lời ở từng mục rồi nộp lại." in told
    )
    assert 'viec/nop/"' not in told
    assert "Trả lời nơi nhận" in client.get(paper).content.decode()

    answer = {"item": "HS02", "reply": "Bản này đã có dấu của xã (thử)"}
    assert client.post(f"{url}viec/tra-loi/", answer)["Location"] == f"{url}#HS02"
    assert "đã trả lời" in client.get(url).content.decode()
    client.post(f"{url}viec/nop/")
    assert of("Cơm lam Mẫu").state == DossierState.SUBMITTED
    check = signed_in("huyen").get(f"{url}kiem-tra/").content.decode()
    assert "<strong>Chủ thể trả lời:</strong> Bản này đã có dấu của xã (thử)" in check


def test_an_answer_to_what_the_office_did_not_ask_is_refused(person, returned, draft):
    for dossier, item in ((returned, "HS01"), (draft, "HS02")):
        with pytest.raises(Refused, match="không yêu cầu"):
            dossiers.answer_demand(
                actor=person("chuthe"), dossier=dossier, item_code=item, reply="Đúng rồi"
            )


@pytest.mark.parametrize(
    ("login", "label"),
    [("chuthe", "Lấy lại để sửa"), ("xa", "Lấy lại để sửa giúp chủ thể"), ("huyen", None)],
)
def test_only_who_acts_for_the_producer_may_take_a_dossier_back(signed_in, login, label):
    url = f"/danh-gia/ho-so/{of('Rượu men lá Mẫu').pk}/"
    client = signed_in(login)

    page = client.get(url).content.decode()
    assert (f"</svg>{label}</button>" in page) if label else ("Lấy lại" not in page)
    client.post(f"{url}viec/lay-lai/")
    assert of("Rượu men lá Mẫu").state == ("draft" if label else "submitted")


def test_the_history_is_told_in_sentences(signed_in, returned):
    page = signed_in("chuthe").get(f"/danh-gia/ho-so/{returned.pk}/").content.decode()
    told = page[page.index("Lịch sử") :]

    for sentence in (
        "Nộp hồ sơ lần 1, tự chấm 80 điểm",
        "Kiểm tra “Phương án, kế hoạch sản xuất kinh doanh sản phẩm”: Chưa đúng",
        "Trả lại để bổ sung",
        "Thêm giấy tờ “Giấy đăng ký hợp tác xã (minh hoạ)” vào mục",
    ):
        assert sentence in told, sentence
    assert "dossiers." not in told


def test_a_returned_dossier_says_first_what_to_mend_then_that_it_is_mended(
    signed_in, person, returned
):
    url = f"/danh-gia/ho-so/{returned.pk}/"
    before = signed_in("chuthe").get(url)
    assert before.context["next"]["text"].startswith("Sửa theo yêu cầu: Phương án")

    mend(person, returned)

    after = signed_in("chuthe").get(url)
    assert after.context["next"] == {}
    assert "đã sửa" in after.content.decode()


def test_a_due_date_says_that_it_is_a_setting(signed_in, returned):
    page = signed_in("chuthe").get(f"/danh-gia/ho-so/{returned.pk}/").content.decode()

    assert f"{returned.due_on:%d/%m/%Y} (do đợt đặt)" in page


def test_editions_are_loaded_once():
    load_builtin()

    assert Edition.objects.filter(code="qd1048").count() == 1


def test_nobody_is_sent_to_file_what_the_round_has_no_complete_sheet_for():
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    edition = Edition.objects.get(code="qd148")
    round = Round(edition=edition, edition_digest=edition.digest)
    tea, honey = (
        Product(producer=producer, name="Mới", set_code=set_code) for set_code in ("S11", "S04")
    )

    assert (dossiers.can_score(round, tea), dossiers.can_score(round, honey)) == (False, True)
