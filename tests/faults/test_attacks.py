"""What somebody with an account, or a link, would try beyond the own rights."""

import pytest
from django.core import mail
from django.urls import reverse

from ocop.core import clock, jobs
from ocop.core.errors import NotYours, Refused
from ocop.dossiers.actions import dossiers, rounds
from ocop.dossiers.jobs import DOSSIER
from ocop.dossiers.models import Dossier, DossierPaper, Round
from ocop.evaluation.actions import sheets
from ocop.evaluation.models import ScoreSheet, Track
from ocop.people.actions import end_appointment, open_invitation, set_active
from ocop.people.models import Appointment, User
from ocop.places.models import Place
from ocop.producers.actions import members
from ocop.producers.enums import MemberRole, ProducerState
from ocop.producers.models import Producer, ProducerMember, Product
from tests.sites import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(producer):
    """The demo's producer, as one that its commune has not confirmed."""
    made = Producer.objects.create(
        name="Hộ tự đăng ký", type=producer.type, place=producer.place, state=ProducerState.PENDING
    )
    ProducerMember.objects.create(producer=made, user=producer.members.get(until=None).user)
    return made


def test_what_background_work_made_ends_with_the_right_to_it(signed_in, person, carry_out_jobs):
    dossier = Dossier.objects.filter(round__state="scoring", submission__gt=0).first()
    officer, browser = person("huyen"), signed_in("huyen")
    job = jobs.start(DOSSIER, title="In", asked_by=officer, dossier=dossier.pk)
    jobs.run_job.call(str(job.pk))
    pages = [reverse(f"core:{name}", args=[job.pk]) for name in ("job", "job_output")]
    answers = [browser.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200, 200]
    b"".join(answers[1].streaming_content)

    for role in officer.appointments.all():
        end_appointment(actor=person("tinh"), appointment=role)

    assert [browser.get(page).status_code for page in pages] == [404, 404]
    late = jobs.start(DOSSIER, title="In", asked_by=person("huyen"), dossier=dossier.pk)
    jobs.run_job.call(str(late.pk))
    late.refresh_from_db()
    assert (late.state, late.output) == ("failed", None)


@pytest.fixture
def before_the_council():
    return Dossier.objects.select_related("product", "producer").filter(
        round__state="scoring", state="accepted", producer__members__user__login="chuthe@demo.vn"
    )[0]


def product_form(product, **fields):
    return {"version": product.version, "name": product.name, "set_code": product.set_code} | fields


@pytest.mark.parametrize("name", ["chuthe", "tinh"])
def test_a_product_before_a_council_keeps_its_name(signed_in, before_the_council, name):
    product = before_the_council.product
    url = reverse("producers:edit_product", args=[product.pk])

    renamed = signed_in(name).post(url, product_form(product, name="Tên khác"))
    described = signed_in(name).post(url, product_form(product, description="Mô tả khác"))

    assert "Tên sản phẩm" in "".join(renamed.context["form"].errors["name"])
    assert described.status_code == 302
    before = product.name
    product.refresh_from_db()
    assert (product.name, product.description) == (before, "Mô tả khác")
    said = signed_in(name).get(reverse("producers:product", args=[product.pk])).content.decode()
    assert "→ Mô tả khác" in said


def test_a_producer_before_a_council_keeps_its_name(signed_in, before_the_council):
    producer = before_the_council.producer
    form = {
        "version": producer.version,
        "type": producer.type,
        "name": "Tên khác",
        "place": f"({producer.place.key})",
    }

    answer = signed_in("chuthe").post(f"/chu-the/{producer.pk}/sua/", form)

    assert answer.status_code == 200
    assert Producer.objects.get(pk=producer.pk).name != "Tên khác"


def test_a_name_of_later_stands_on_no_paper_of_before(person, before_the_council):
    dossier = before_the_council
    filed = (dossier.product_name, dossier.producer_name)
    Product.objects.filter(pk=dossier.product_id).update(name="Tên khác")

    again = Dossier.objects.get(pk=dossier.pk)

    assert again.names == filed == (dossier.product.name, dossier.producer.name)


def test_who_has_an_account_still_accepts_with_its_password(client, link, person):
    client.post(
        reverse("people:accept_invitation", args=[link("huyen", "tinh@demo.vn")]),
        {"password": PASSWORD},
    )

    assert client.session["_auth_user_id"] == str(person("tinh").pk)


def test_a_link_ends_with_the_role_of_who_sent_it(link, person):
    token = link("huyen", "quay-lai@example.vn")
    for role in Appointment.objects.filter(user=person("huyen")):
        end_appointment(actor=person("tinh"), appointment=role)

    assert open_invitation(token) is None


def test_a_link_ends_with_the_account_of_who_sent_it(link, person):
    token = link("huyen", "quay-lai@example.vn")
    set_active(actor=person("quantri"), user=person("huyen"), active=False)

    assert open_invitation(token) is None


def test_who_leaves_a_producer_does_not_come_back_by_an_own_link(producer, person):
    member = producer.members.get(user=person("chuthe"), until=None)
    _invitation, token = members.invite(
        actor=member.user, producer=producer, full_name="x", login="x@example.vn", role="manager"
    )
    assert open_invitation(token) is not None
    ProducerMember.objects.create(
        producer=producer, user=person("giamsat"), role=MemberRole.MANAGER
    )
    members.change(actor=person("giamsat"), member=member, role="")

    assert open_invitation(token) is None


def test_a_producer_does_not_confirm_itself(signed_in, waiting):
    signed_in("chuthe").post(f"/chu-the/{waiting.pk}/tham-gia/", {"tham-gia": "1"})

    waiting.refresh_from_db()
    assert waiting.state == ProducerState.PENDING


@pytest.mark.parametrize(("name", "moves"), [("chuthe", False), ("tinh", True)])
def test_a_confirmed_producer_does_not_move_to_another_office_by_itself(
    signed_in, producer, name, moves
):
    elsewhere = Place.objects.exclude(district=producer.place.district).filter(
        level="commune", province=producer.place.province
    )[0]

    signed_in(name).post(
        f"/chu-the/{producer.pk}/sua/",
        {
            "version": producer.version,
            "type": producer.type,
            "name": producer.name,
            "place": f"({elsewhere.key})",
        },
    )

    producer.refresh_from_db()
    assert (producer.place == elsewhere) is moves


def test_a_round_is_published_by_its_decision_only(person):
    round = Round.objects.get(state="scoring")
    Round.objects.filter(pk=round.pk).update(state="concluded")

    with pytest.raises(Refused):
        rounds.move_round(actor=person("huyen"), round=round, to="published")


@pytest.fixture
def page_of_a_signed_sheet(person):
    """A sheet as a page loaded it, of a product that the council concluded on since."""
    loaded = (
        ScoreSheet.objects.filter(state="signed", track__state="scoring")
        .select_related("track__round__place", "track__dossier", "member")
        .first()
    )
    Track.objects.filter(pk=loaded.track_id).update(
        state="concluded", concluded_at=clock.now(), points_sum=loaded.total
    )
    return loaded


def test_a_sheet_is_not_reopened_after_its_product_is_concluded(person, page_of_a_signed_sheet):
    with pytest.raises(Refused):
        sheets.reopen(actor=person("thuky"), sheet=page_of_a_signed_sheet, reason="Nhầm")


def test_scores_do_not_change_after_their_product_is_concluded(person, page_of_a_signed_sheet):
    sheet = page_of_a_signed_sheet
    sheet.track.state = "reconciling"
    code = next(iter(sheet.answers))

    with pytest.raises(Refused, match="thống nhất lại"):
        sheets.rescore(actor=sheet.member.user, sheet=sheet, levels={code: ""}, reason="Sửa")


@pytest.fixture
def page_of_a_draft(person):
    """A dossier as a page loaded it, handed in since."""
    used = DossierPaper.objects.filter(dossier__producer__members__user=person("chuthe")).first()
    loaded = Dossier.objects.select_related("producer__place", "round").get(pk=used.dossier_id)
    assert not loaded.is_editable
    loaded.state = "draft"
    used.dossier = loaded
    return used


def test_papers_of_a_dossier_stay_once_it_is_handed_in(person, page_of_a_draft):
    dossier, evidence = page_of_a_draft.dossier, page_of_a_draft.evidence

    with pytest.raises(NotYours):
        dossiers.attach(
            actor=person("chuthe"),
            dossier=dossier,
            evidence=evidence,
            item_code=page_of_a_draft.item_code,
        )
    with pytest.raises(NotYours):
        dossiers.detach(actor=person("chuthe"), paper=page_of_a_draft)


def test_the_link_to_a_new_password_leads_to_this_site_whatever_host_was_asked(
    client, person, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    User.objects.filter(login="xa@demo.vn").update(email="xa@demo.vn")

    client.post(
        reverse("people:password_reset"), {"email": "xa@demo.vn"}, headers={"host": "evil.example"}
    )

    assert "evil.example" not in mail.outbox[0].body
    assert f"{settings.PUBLIC_URL}/" in mail.outbox[0].body


@pytest.mark.parametrize("number", ["²", "9" * 5000])
def test_what_only_looks_like_a_number_breaks_no_page(signed_in, number):
    round = Round.objects.get(state="scoring")
    track = round.tracks.first()
    client = signed_in("thuky")

    answers = [
        client.post(reverse("evaluation:remind", args=[round.pk]), {"member": number}),
        client.post(reverse("evaluation:reorder", args=[round.pk, track.pk]), {"to": number}),
    ]

    assert all(answer.status_code < 500 for answer in answers)
