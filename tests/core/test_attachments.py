"""Files attached to things: compared by content, never lost once the thing is final, read by whom its room says."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ocop.core import attachments, clock, doctor
from ocop.core.audit import history
from ocop.core.errors import Refused
from ocop.core.history import tell
from ocop.core.models import Attachment
from ocop.core.uploads import Upload
from ocop.dossiers.enums import DossierState, RoundState
from ocop.evaluation.enums import CouncilRole, DecisionState
from ocop.evaluation.models import Decision, Track
from ocop.people.enums import Role
from tests.certificates.factories import make_certificate
from tests.dossiers.factories import make_dossier, make_round
from tests.evaluation.factories import make_concluded, make_council, make_track
from tests.people.factories import as_found, client_of, make_holder, make_officer, make_user
from tests.places.factories import make_place

from ..faults import papers
from .factories import stored_picture

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def decision(db):
    """One that was issued in a round of a province."""
    _track, draft = make_concluded(make_place("province"))
    Decision.objects.filter(pk=draft.pk).update(
        state=DecisionState.ISSUED, number="02/QĐ-UBND", signed_on=clock.today()
    )
    return Decision.objects.select_related("round__place").get(pk=draft.pk)


@pytest.fixture
def officer(decision):
    return make_officer(decision.round.place)


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
    decision, officer
):
    address = reverse("core:attachments", args=["evaluation.decision", decision.pk, "scan"])
    client = client_of(officer)

    answer = client.post(address, {"file": sent(papers.png()), "note": "có dấu đỏ"}, follow=True)

    assert answer.redirect_chain == [
        (reverse("evaluation:decision", args=[decision.round_id]), 302)
    ]
    [scan] = Attachment.objects.all()
    assert (scan.thing, scan.file_name, scan.note) == (decision, "trang-1.png", "có dấu đỏ")
    page = answer.content.decode()
    assert reverse("core:attachment", args=[scan.pk]) in page
    assert "có dấu đỏ" in page


def test_pictures_of_the_pages_of_a_paper_become_one_file(decision, officer):
    address = reverse("core:attachments", args=["evaluation.decision", decision.pk, "scan"])

    client_of(officer).post(address, {"file": sent(papers.png(8, 8), papers.png(16, 8))})

    [scan] = Attachment.objects.all()
    assert (scan.file_name, scan.file.content_type) == ("trang-1.pdf", "application/pdf")


def test_photographs_of_a_visit_stay_one_each_and_the_council_sees_them_once_handed_over():
    from ocop.evaluation.actions import appraisals

    member, helper = make_user(), make_user()
    round = make_round(state=RoundState.SCORING)
    make_council(round, [(member, CouncilRole.MEMBER), (helper, CouncilRole.SUPPORT)])
    track = make_track(make_dossier(round, state=DossierState.ACCEPTED))
    address = reverse("core:attachments", args=["evaluation.track", track.pk, "visit"])

    client_of(helper).post(address, {"file": sent(papers.png(8, 8), papers.png(16, 8))})

    photos = Attachment.objects.filter(kind="visit")
    assert [photo.file_name for photo in photos] == ["trang-1.png", "trang-2.png"]
    assert {opened(client_of(member), photo)[0] for photo in photos} == {404}

    appraisals.record_visit(
        actor=as_found(helper),
        track=track,
        papers="",
        visited_on=None,
        visitors="",
        findings="Sạch",
    )
    appraisals.hand_over(actor=as_found(helper), track=track)

    assert {opened(client_of(member), photo)[0] for photo in photos} == {200}
    sheet = "/danh-gia/phieu/1/"
    page = client_of(member).get(address, headers={"referer": f"http://testserver{sheet}"})
    assert page.context["back"] == sheet  # the group's own page is not the council's
    assert client_of(member).get(address).context["back"] == "/"
    assert client_of(helper).post(address, {"file": sent(papers.png(24, 8))}).status_code == 404


def test_the_same_file_added_twice_is_one(attach):
    attach(1)

    with pytest.raises(Refused, match="đã được đính kèm"):
        attach(1)

    assert Attachment.objects.count() == 1


def test_what_belongs_to_an_issued_decision_is_replaced_and_the_version_before_stays_viewable(
    attach, officer
):
    first = attach(1)

    with pytest.raises(Refused, match="đã chốt"):
        attachments.remove(actor=officer, attachment=first)
    second = attachments.supersede(
        actor=officer, attachment=first, upload=Upload(stored_picture(2), "ban-ky-2.png")
    )

    first.refresh_from_db()
    assert first.superseded_by == second
    status, content = opened(client_of(officer), first)
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


def test_a_thing_that_no_room_allowed_takes_no_files(decision, officer):
    address = reverse("core:attachments", args=["evaluation.round", decision.round_id, "scan"])

    assert client_of(officer).get(address).status_code == 404


def test_what_was_sent_is_kept_when_the_form_has_to_be_mended(decision, officer):
    address = reverse("core:attachments", args=["evaluation.decision", decision.pk, "scan"])
    client = client_of(officer)

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


def test_the_office_sees_the_signed_decision_beside_a_certificate(attach, decision, officer):
    track = decision.round.tracks.get()
    scan = attach(1)
    certificate = make_certificate(track.dossier.product, office=decision.round.place)
    leader = make_holder(Role.LEADER, decision.round.place)
    Track.objects.filter(pk=track.pk).update(decision=decision, certificate=certificate)
    page = reverse("certificates:certificate", args=[certificate.pk])

    shown = {
        person: reverse("core:attachment", args=[scan.pk])
        in client_of(person).get(page).content.decode()
        for person in (officer, leader)
    }

    assert shown == {officer: True, leader: False}
