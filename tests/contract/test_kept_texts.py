"""Texts that are made for somebody else, or kept, are read in the reader's language."""

import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from ocop.core import jobs
from ocop.core.files import XLSX, store_bytes
from ocop.core.spreadsheets import write_table
from ocop.core.words import fill
from ocop.dossiers.enums import DossierState
from ocop.dossiers.models import DossierPaper, Round
from ocop.evaluation.models import Decision
from ocop.people.actions import notify
from ocop.people.models import Notification, User
from ocop.producers.actions.expiry import remind_of_paper
from ocop.producers.queries import people_of
from ocop.rules.reasons import Reason

from .test_translations import switch

# ---- The switch


def test_each_person_is_told_in_the_own_language(
    person, django_capture_on_commit_callbacks, settings
):
    english, vietnamese = person("xa"), person("huyen")
    english.language, english.email, english.wants_email = "en", "xa@demo.vn", True

    with translation.override("vi"), django_capture_on_commit_callbacks():
        notify(
            [english, vietnamese],
            kind="test",
            title=fill(gettext_lazy("Hồ sơ mới nộp: %(product)s"), product="Trà 100%"),
        )

    titles = {n.user: n.title for n in Notification.objects.filter(kind="test")}
    assert titles == {
        english: "Dossier newly submitted: Trà 100%",
        vietnamese: "Hồ sơ mới nộp: Trà 100%",
    }


def test_a_notice_is_read_in_the_language_of_the_day_whatever_it_was_told_in(signed_in, person):
    reader = person("uyvien1")
    scoring_round = Round.objects.select_related("place", "council").get(state="scoring")
    notify(
        [reader],
        kind="test",
        title=fill(gettext_lazy("Lịch họp %(council)s"), council=scoring_round.council),
    )
    told = [
        Reason("capped", {"total": 78, "stars": 3, "needed": 4, "what": "A", "what_en": "B"}),
        gettext_lazy("Lập hồ sơ đánh giá lại trước ngày này để giữ hạng sao."),
    ]
    notify([reader], kind="test", title=scoring_round, body=told)
    Notification.objects.create(user=reader, kind="old", title="Tin cũ <b>", body="Lời cũ")
    page = signed_in("uyvien1").get("/thong-bao/").content.decode()
    assert f"Lịch họp Hội đồng Đợt {scoring_round.number}" in page

    User.objects.filter(pk=reader.pk).update(language="en")
    page = signed_in("uyvien1").get("/thong-bao/").content.decode()

    assert f"Session of Council of Round {scoring_round.number}" in page
    assert "78 points, held at 3 stars because this condition for 4 stars is not met: B." in page
    assert (
        "held at 3 stars because this condition for 4 stars is not met: B. Make a renewal" in page
    )
    assert "Tin cũ &lt;b&gt;" in page
    assert "Lời cũ" in page


def test_a_reminder_and_what_leans_on_the_paper_are_worded_for_each_reader(person):
    used = DossierPaper.objects.filter(
        dossier__state=DossierState.DRAFT, evidence__superseded_by=None
    ).first()
    paper = used.evidence
    paper.expires_on = date(2030, 5, 4)
    paper.save()
    reader = people_of(paper.producer)[0]
    User.objects.filter(pk=reader.pk).update(language="en")

    with translation.override("vi"):
        remind_of_paper(paper.pk, 30)

    notice = Notification.objects.filter(user=reader).latest("pk")
    assert notice.title == f"Paper expires on 04/05/2030: {paper.title}"
    assert "upload it to the evidence library. Used in:" in notice.body
    assert f"{used.dossier.product} – Round " in notice.body


def test_work_in_the_background_speaks_the_language_of_who_asked_for_it(person):
    person = person("xa")
    person.language = "en"
    person.save()
    broken = store_bytes(write_table(["?"], [], sheet_name="x"), kinds=(XLSX,))
    with translation.override("vi"):
        job = jobs.start(
            "producers.import",
            title=gettext_lazy("Kiểm tra bảng tính"),
            asked_by=person,
            file=broken.pk,
            carry_out=False,
            leave_wrong=False,
        )

        jobs.run_job.func(str(job.pk))

    job.refresh_from_db()
    assert job.title == "Check the spreadsheet"
    assert job.message == ("The row of headings was not found. Use the template.")


def test_official_papers_are_vietnamese_for_whoever_reads_english(signed_in, person):
    round = Decision.objects.order_by("pk").first().round
    url = reverse("evaluation:document", args=[round.pk, "bien-ban", "docx"])

    def words() -> str:
        content = signed_in("huyen").get(url).content
        return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()

    vietnamese = words()
    User.objects.filter(login="huyen@demo.vn").update(language="en")

    assert "Chủ tịch" in vietnamese
    assert words() == vietnamese


@pytest.mark.parametrize("name", ["import_template", "export"])
def test_files_of_the_import_are_the_same_in_both_languages(signed_in, name):
    client = signed_in("xa")
    url = reverse(f"producers:{name}")

    def cells() -> bytes:
        book = zipfile.ZipFile(io.BytesIO(client.get(url).content))
        return b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/"))

    vietnamese = cells()
    switch(client, "en", "/")

    assert "Hợp tác xã" in vietnamese.decode()
    assert cells() == vietnamese
