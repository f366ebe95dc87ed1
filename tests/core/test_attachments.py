"""Files attached to things: compared by content, never lost once the thing is final, read by whom its room says."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ocop.certificates.models import Certificate
from ocop.core import attachments, doctor
from ocop.core.audit import history
from ocop.core.errors import Refused
from ocop.core.history import tell
from ocop.core.models import Attachment
from ocop.core.uploads import Upload
from ocop.evaluation.enums import DecisionState
from ocop.evaluation.models import Decision, Track

from ..faults import papers
from .factories import stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(db):
    return Decision.objects.select_related("round__place").get(state=DecisionState.ISSUED)


@pytest.fixture
def officer(person):
    return person("huyen")


@pytest.fixture
def attach(decision, officer):
    """attach(1) adds the picture of that shade as the decision's signed scan."""

    def add(shade: int) -> Attachment:
        upload = Upload(stored_picture(shade), f"ban-ky-{shade}.png")
        [added] = attachments.attach(actor=officer, thing=decision, kind="scan", uploads=[upload])
        return added

    return add


def opened(client: Client, file: Attachment) -> tuple[int, bytes]:
    """How a request for a file is answered, to the end."""
    answer = client.get(reverse("core:attachment", args=[file.pk]))
    return answer.status_code, b"".join(answer) if answer.streaming else b""


def sent(*contents: bytes) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(f"trang-{n}.png", content, "image/png")
        for n, content in enumerate(contents, 1)
    ]


def test_a_signed_scan_is_added_after_the_decision_is_issued_and_shown_on_its_page(
    signed_in, decision
):
    address = reverse("core:attachments", args=["evaluation.decision", decision.pk, "scan"])
    client = signed_in("huyen")

    answer = client.post(address, {"file": sent(papers.png()), "note": "có dấu đỏ"}, follow=True)

    assert answer.redirect_chain == [
        (reverse("evaluation:decision", args=[decision.round_id]), 302)
    ]
    [scan] = Attachment.objects.all()
    assert (scan.thing, scan.file_name, scan.note) == (decision, "trang-1.png", "có dấu đỏ")
    page = answer.content.decode()
    assert reverse("core:attachment", args=[scan.pk]) in page
    assert "có dấu đỏ" in page


def test_pictures_of_the_pages_of_a_paper_become_one_file(signed_in, decision):
    address = reverse("core:attachments", args=["evaluation.decision", decision.pk, "scan"])

    signed_in("huyen").post(address, {"file": sent(papers.png(8, 8), papers.png(16, 8))})

    [scan] = Attachment.objects.all()
    assert (scan.file_name, scan.file.content_type) == ("trang-1.pdf", "application/pdf")


def test_photographs_of_a_visit_stay_one_each_and_the_council_sees_them_once_handed_over(
    signed_in, person
):
    from ocop.evaluation.actions import appraisals

    track = Track.objects.filter(round__state="scoring").order_by("position")[0]
    address = reverse("core:attachments", args=["evaluation.track", track.pk, "visit"])

    signed_in("giupviec").post(address, {"file": sent(papers.png(8, 8), papers.png(16, 8))})

    photos = Attachment.objects.filter(kind="visit")
    assert [photo.file_name for photo in photos] == ["trang-1.png", "trang-2.png"]
    assert {opened(signed_in("uyvien1"), photo)[0] for photo in photos} == {404}

    appraisals.record_visit(
        actor=person("giupviec"),
        track=track,
        papers="",
        visited_on=None,
        visitors="",
        findings="Sạch",
    )
    appraisals.hand_over(actor=person("giupviec"), track=track)

    assert {opened(signed_in("uyvien1"), photo)[0] for photo in photos} == {200}
    sheet = "/danh-gia/phieu/1/"
    page = signed_in("uyvien1").get(address, headers={"referer": f"http://testserver{sheet}"})
    assert page.context["back"] == sheet  # the group's own page is not the council's
    assert signed_in("giupviec").post(address, {"file": sent(papers.png(24, 8))}).status_code == 404


def test_the_same_file_added_twice_is_one(attach):
    attach(1)

    with pytest.raises(Refused, match="đã được đính kèm"):
        attach(1)

    assert Attachment.objects.count() == 1


def test_what_belongs_to_an_issued_decision_is_replaced_and_the_version_before_stays_viewable(
    signed_in, attach, officer
):
    first = attach(1)

    with pytest.raises(Refused, match="đã chốt"):
        attachments.remove(actor=officer, attachment=first)
    second = attachments.supersede(
        actor=officer, attachment=first, upload=Upload(stored_picture(2), "ban-ky-2.png")
    )

    first.refresh_from_db()
    assert first.superseded_by == second
    status, content = opened(signed_in("huyen"), first)
    assert (status, sha256(content).hexdigest()) == (200, first.file_id)
    with pytest.raises(Refused, match="đã được thay"):
        attachments.supersede(
            actor=officer, attachment=first, upload=Upload(stored_picture(3), "khac.png")
        )


def test_a_file_of_what_is_still_being_worked_on_may_be_taken_away(decision, attach, officer):
    draft = Decision.objects.create(round=decision.round)
    [scan] = attachments.attach(
        actor=officer, thing=draft, kind="scan", uploads=[Upload(stored_picture(5), "nham.png")]
    )

    attachments.remove(actor=officer, attachment=scan)

    assert not Attachment.objects.exists()
    assert [told.title for told in tell(history(draft))] == [
        "Bỏ tệp đính kèm: nham.png",
        "Đính kèm: nham.png",
    ]


def test_a_thing_that_no_room_allowed_takes_no_files(signed_in, decision):
    address = reverse("core:attachments", args=["evaluation.round", decision.round_id, "scan"])

    assert signed_in("huyen").get(address).status_code == 404


def test_what_was_sent_is_kept_when_the_form_has_to_be_mended(signed_in, decision):
    address = reverse("core:attachments", args=["evaluation.decision", decision.pk, "scan"])
    client = signed_in("huyen")

    page = client.post(address, {"file": sent(papers.png()), "note": "x" * 201}).content.decode()

    token = page.split('name="file_kept" value="')[1].split('"')[0]
    assert "Đã giữ tệp" in page
    client.post(address, {"file_kept": token, "note": "sửa"})
    assert [scan.note for scan in Attachment.objects.all()] == ["sửa"]


def test_doctor_names_what_a_lost_file_was_attached_to(attach):
    scan = attach(1)

    assert list(doctor.file_users(scan.file)) == [
        f"attachment {scan.pk} “ban-ky-1.png” of decision {scan.thing_id}"
    ]


def test_the_office_sees_the_signed_decision_beside_a_certificate(signed_in, attach, decision):
    scan, certificate = attach(1), Certificate.objects.all()[0]
    Certificate.objects.filter(pk=certificate.pk).update(office=decision.round.place)
    track = decision.round.tracks.all()[0]
    Track.objects.filter(pk=track.pk).update(decision=decision, certificate=certificate)
    page = reverse("certificates:certificate", args=[certificate.pk])

    shown = {
        name: reverse("core:attachment", args=[scan.pk])
        in signed_in(name).get(page).content.decode()
        for name in ("huyen", "lanhdao")
    }

    assert shown == {"huyen": True, "lanhdao": False}
