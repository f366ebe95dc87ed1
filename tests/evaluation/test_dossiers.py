"""A dossier from the first draft to its acceptance: saved at once, checked paper by paper, renewed from the last one."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from PIL import Image

from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.core.errors import NotYours, Refused
from ocop.core.files import PDF, store, store_bytes
from ocop.core.models import Job
from ocop.core.uploads import keep
from ocop.criteria.actions.editions import load_builtin
from ocop.criteria.models import Edition
from ocop.evaluation import papers
from ocop.evaluation.actions import dossiers
from ocop.evaluation.enums import DossierState, Purpose, RoundState, Verdict
from ocop.evaluation.models import Dossier, PaperCheck, Round
from ocop.evaluation.queries.dossiers import changes_since, check_rows, papers_of
from ocop.places import working_days as deadlines
from ocop.places.models import CalendarDay
from ocop.producers.actions import evidence
from ocop.producers.models import Evidence, Producer, Product

from ..days import TODAY

pytestmark = pytest.mark.django_db


def of(product):
    return Dossier.objects.select_related("product", "producer__place", "round__place").get(
        product__name=product
    )


@pytest.fixture
def draft():
    return of("Bột nghệ Mẫu")


@pytest.fixture
def returned():
    return of("Cơm lam Mẫu")


@pytest.fixture
def receiving():
    """The demo's district round takes dossiers again."""
    round = Round.objects.get(level="district", state=RoundState.SCORING)
    round.state = RoundState.RECEIVING
    round.save()
    return round


def picture(size=(800, 600)):
    output = io.BytesIO()
    Image.new("RGB", size, "white").save(output, "JPEG")
    output.seek(0)
    output.name = "anh.jpg"
    return output


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
    assert "evaluation." not in told


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


@pytest.fixture
def renewal(person, receiving):
    """renewal(edition code) starts a new dossier of a product that has one, under an edition's rules."""

    def start(edition="qd1048"):
        previous = of("Trà hoa vàng Mẫu")
        round = receiving
        if edition != "qd1048":
            Round.objects.filter(pk=round.pk).update(
                edition=Edition.objects.get(code=edition), edition_digest="x"
            )
        return previous, dossiers.start(
            actor=person("chuthe"),
            product=previous.product,
            round=Round.objects.select_related("place", "edition").get(pk=round.pk),
            purpose=Purpose.RENEWAL,
        )

    return start


def test_a_renewal_begins_with_what_is_valid_and_names_what_lapsed_or_is_newer(person, renewal):
    producer = of("Trà hoa vàng Mẫu").producer
    Evidence.objects.filter(producer=producer, item_code="HS06").update(
        issued_on=TODAY - timedelta(days=400), expires_on=TODAY - timedelta(days=1)
    )
    old = producer.evidence.get(item_code="HS09")
    newer = evidence.add(
        actor=person("chuthe"),
        evidence=Evidence(producer=producer, item_code="HS09", title="Kiểm nghiệm mới (thử)"),
        upload=keep([picture()]),
        replaces=old,
    )

    previous, dossier = renewal()

    assert dossier.answers == previous.answers
    assert dossier.papers.filter(evidence=newer).exists()
    assert not dossier.papers.filter(item_code="HS06").exists()
    changes = changes_since(dossier, papers_of(dossier))
    assert [p.item_code for p in changes.lapsed] == ["HS06"]
    assert [p.evidence_id for p in changes.newer] == [old.pk]
    assert changes.criteria == ()


def test_under_another_edition_papers_stay_and_scores_do_not_carry_over(
    person, receiving, monkeypatch
):
    other = Edition.objects.get(code="qd1048")
    files = {
        name: text.replace("code: qd1048", "code: qdthu") for name, text in other.files.items()
    }
    from ocop.rules.loading import parse_edition

    parsed = parse_edition(files)
    edition = Edition.objects.create(
        code="qdthu", name="Bộ thử", files=files, digest=parsed.digest, state="published"
    )
    Round.objects.filter(pk=receiving.pk).update(edition=edition, edition_digest=parsed.digest)
    previous = of("Trà hoa vàng Mẫu")

    dossier = dossiers.start(
        actor=person("chuthe"),
        product=previous.product,
        round=Round.objects.select_related("place", "edition").get(pk=receiving.pk),
        purpose=Purpose.RENEWAL,
    )

    assert (dossier.answers, dossier.self_total) == ({}, 0)
    assert set(dossier.papers.values_list("evidence", flat=True)) == set(
        previous.papers.values_list("evidence", flat=True)
    )
    changes = changes_since(dossier, papers_of(dossier))
    assert changes.other_edition
    assert len(changes.criteria) > 20


def test_a_renewal_is_started_from_the_certificate_with_its_countdown(signed_in):
    certificate = Certificate.objects.get(product__name="Tinh bột nghệ Mẫu")

    desk = signed_in("chuthe").get("/ban-lam-viec/").content.decode()
    assert "Đánh giá lại Tinh bột nghệ Mẫu để giữ hạng sao" in desk
    days_left = (certificate.valid_to - clock.today()).days
    assert f"giấy chứng nhận còn {days_left} ngày" in desk
    page = signed_in("chuthe").get(f"/giay-chung-nhan/{certificate.pk}/").content.decode()
    assert f"/danh-gia/ho-so/moi/{certificate.product_id}/?muc-dich=renewal" in page


def test_deadlines_pass_over_weekends_and_the_lunar_new_year():
    assert deadlines.after(1, date(2027, 2, 3)) == date(2027, 2, 11)
    assert deadlines.after(5, date(2026, 4, 24)) == date(2026, 5, 6)
    assert deadlines.after(3, date(2026, 12, 30)) == date(2027, 1, 5)


def test_a_saturday_worked_instead_counts():
    """22 August 2026 is worked for 31 August."""
    assert deadlines.after(1, date(2026, 8, 21)) == date(2026, 8, 22)
    assert deadlines.after(1, date(2026, 8, 28)) == date(2026, 9, 3)


def test_an_administrator_adds_what_was_announced_late(signed_in, person):
    admin, url = signed_in("quantri"), "/dia-ban/lich-lam-viec/"
    for day, works in (("2026-10-10", True), ("2026-10-12", False)):
        admin.post(url, {"day": day, "works": works, "act": "Thông báo 1 (thử)"})

    assert deadlines.after(2, date(2026, 10, 9)) == date(2026, 10, 13)

    admin.post(f"{url}{CalendarDay.objects.get(works=False).pk}/bo/")
    assert deadlines.after(2, date(2026, 10, 9)) == date(2026, 10, 12)
    assert signed_in("huyen").get(url).status_code == 404


@pytest.mark.parametrize(
    ("day", "works", "said"),
    [
        ("2026-10-08", True, "Thứ 5 08/10/2026 vốn là ngày làm việc"),
        ("2026-08-22", True, "Thứ 7 22/08/2026 vốn là ngày làm việc"),
        ("2026-10-10", False, "Thứ 7 10/10/2026 vốn đã là ngày nghỉ"),
        ("2026-09-02", False, "Thứ 4 02/09/2026 vốn đã là ngày nghỉ"),
    ],
)
def test_a_day_is_not_recorded_as_what_it_is_by_itself(signed_in, day, works, said):
    """22 August 2026 is worked for 31 August."""
    answer = signed_in("quantri").post(
        "/dia-ban/lich-lam-viec/", {"day": day, "works": works, "act": "Thông báo 1 (thử)"}
    )

    (error,) = answer.context["form"].errors["day"]
    assert error.startswith(said)
    assert not CalendarDay.objects.exists()


def test_a_holiday_may_be_worked_instead_of_another_day(signed_in):
    day = {"day": "2026-09-02", "works": True, "act": "Thông báo 1 (thử)"}

    signed_in("quantri").post("/dia-ban/lich-lam-viec/", day)

    assert CalendarDay.objects.get().day == date(2026, 9, 2)


def test_a_due_date_says_that_it_is_a_setting(signed_in, returned):
    page = signed_in("chuthe").get(f"/danh-gia/ho-so/{returned.pk}/").content.decode()

    assert f"{returned.due_on:%d/%m/%Y} (do đợt đặt)" in page


def pages_of(content):
    return pypdf.PdfReader(io.BytesIO(content)).pages


def big_pdf(pages, across=False):
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(*((842, 595) if across else (595, 842)))
    output = io.BytesIO()
    writer.write(output)
    return store_bytes(output.getvalue(), kinds=(PDF,))


def test_a_small_dossier_prints_at_once_with_contents_and_running_page_numbers(signed_in, returned):
    answer = signed_in("chuthe").get(f"/danh-gia/ho-so/{returned.pk}/ho-so.pdf")

    pages = pages_of(b"".join(answer.streaming_content))
    assert "Cơm lam Mẫu" in pages[0].extract_text()
    contents = pages[1].extract_text()
    assert "MỤC LỤC" in contents
    assert "Giấy đăng ký hợp tác xã (minh hoạ)" in contents
    assert f"{len(pages)}/{len(pages)}" in pages[-1].extract_text()


def test_three_hundred_pages_are_made_in_the_background_with_progress(
    signed_in, draft, person, carry_out_jobs, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(papers, "LARGEST_AT_ONCE_BYTES", 1000)
    kinds = [
        ("dọc", big_pdf(200)),
        ("ngang", big_pdf(100, across=True)),
        ("ảnh ngang", store(picture((3000, 2000)))),
        ("ảnh dọc", store(picture((900, 1600)))),
    ]
    for title, file in kinds:
        evidence = Evidence.objects.create(
            producer=draft.producer,
            item_code="HS12",
            title=f"Giấy {title}",
            file=file,
            file_name="a",
            added_by=person("chuthe"),
        )
        dossiers.attach(actor=person("chuthe"), dossier=draft, evidence=evidence, item_code="HS12")
    client, url = signed_in("chuthe"), f"/danh-gia/ho-so/{draft.pk}/ho-so.pdf"

    with django_capture_on_commit_callbacks(execute=True):
        first = client.get(url)
        second = client.get(url)
    assert first["Location"] == second["Location"]
    carry_out_jobs()

    job = Job.objects.get(kind="evaluation.dossier_pdf")
    assert (job.state, job.done, job.total) == (Job.State.DONE, 7, 7)
    output = client.get(f"/viec/{job.pk}/tep/")
    pages = pages_of(b"".join(output.streaming_content))
    assert len(pages) == 2 + 2 + 300 + 2
    across = [p.mediabox.width > p.mediabox.height for p in pages[-102:]]
    assert across == [True] * 101 + [False]
    assert "Số trang" in client.get(f"/viec/{job.pk}/").content.decode()


def test_editions_are_loaded_once():
    load_builtin()

    assert Edition.objects.filter(code="qd1048").count() == 1


def test_nobody_is_sent_to_file_what_the_round_has_no_complete_sheet_for(signed_in, receiving):
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    for name, set_code in (("Gạo mới", "BSP-03"), ("Mật mới", "BSP-04")):
        Product.objects.create(producer=producer, name=name, set_code=set_code)

    desk = signed_in("chuthe").get("/ban-lam-viec/").content.decode()

    assert "Lập hồ sơ cho Mật mới" in desk
    assert "Lập hồ sơ cho Gạo mới" not in desk
