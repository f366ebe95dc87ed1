"""Reminders: dates computed once, each notice sent once, late rather than never."""

import os
import subprocess
import sys
from datetime import date, timedelta
from io import BytesIO

import pytest
from click.testing import CliRunner
from django.core import mail

from ocop.certificates.actions import certificates, expiry
from ocop.certificates.models import Certificate, ExpiryNotice
from ocop.cli import main
from ocop.core.uploads import keep
from ocop.documents import render_pdf
from ocop.people import reminding
from ocop.people.models import Notification, Reminder
from ocop.producers.actions import evidence
from ocop.producers.actions.expiry import PAPER
from ocop.producers.models import Evidence, Producer
from tests.certificates.factories import make_certificate
from tests.dossiers.factories import make_dossier, make_round
from tests.people.factories import as_found, make_officer, make_user
from tests.places.factories import make_place
from tests.producers.factories import make_paper, make_producer, make_product

from ..days import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def owner():
    return make_user(email="chu@example.vn")


@pytest.fixture
def producer(owner):
    return make_producer(owner=owner)


@pytest.fixture
def paper(producer, owner):
    """A paper that expires in 100 days."""
    found = make_paper(producer, item_code="HS09", title="Phiếu kiểm nghiệm")
    return evidence.change(
        actor=as_found(owner),
        evidence=found,
        version=found.version,
        fields={"expires_on": TODAY + timedelta(days=100)},
    )


def notices(user, kind):
    return list(Notification.objects.filter(user=user, kind=kind).order_by("pk"))


def test_a_paper_is_warned_of_at_90_30_and_7_days_once_each(paper, owner):
    for day in range(120):
        reminding.send_due(TODAY + timedelta(days=day))

    sent = [n for n in notices(owner, PAPER) if paper.title in n.title]
    assert len(sent) == 3
    assert list(
        Reminder.objects.filter(kind=PAPER, target_id=paper.pk)
        .values_list("step", "due_on")
        .order_by("-step")
    ) == [(days, paper.expires_on - timedelta(days=days)) for days in (90, 30, 7)]


def test_after_a_pause_only_the_most_pressing_of_several_is_sent(paper, owner):
    reminding.send_due(TODAY + timedelta(days=95))

    sent = [n for n in notices(owner, PAPER) if paper.title in n.title]
    assert [n.once_key for n in sent] == [f"paper-{paper.pk}-7-{paper.expires_on}"]


def test_the_notice_names_the_dossiers_that_lean_on_the_paper_and_leads_to_it(paper, owner):
    dossier = make_dossier(make_round(), make_product(paper.producer, name="Cơm lam"))
    dossier.papers.create(evidence=paper, item_code="HS09")

    reminding.send_due(TODAY + timedelta(days=15))

    notice = next(n for n in notices(owner, PAPER) if paper.title in n.title)
    assert "Cơm lam" in notice.body
    assert notice.url == f"/chu-the/giay-to/{paper.pk}/chi-tiet/"


def test_a_replaced_paper_is_no_longer_warned_of(paper, owner):
    newer = Evidence(producer=paper.producer, item_code="HS09", title="Phiếu mới", expires_on=None)
    upload = BytesIO(render_pdf("notice", {"title": "Mới", "reason": "Thử"}))
    upload.name = "moi.pdf"
    evidence.add(actor=as_found(owner), evidence=newer, upload=keep([upload]), replaces=paper)

    reminding.send_due(TODAY + timedelta(days=95))

    assert [n for n in notices(owner, PAPER) if paper.title in n.title] == []


def test_the_notice_also_goes_by_email_to_who_wants_it(
    paper, carry_out_jobs, django_capture_on_commit_callbacks, owner
):
    with django_capture_on_commit_callbacks(execute=True):
        reminding.send_due(TODAY + timedelta(days=15))
    carry_out_jobs()

    assert [m.to for m in mail.outbox if paper.title in m.subject] == [[owner.email]]


def test_where_nobody_acts_for_the_producer_its_commune_is_told(paper, producer):
    officer = make_officer(producer.place)
    producer.members.update(until=TODAY)

    reminding.send_due(TODAY + timedelta(days=15))

    assert any(paper.title in n.title for n in notices(officer, PAPER))


@pytest.fixture
def certificate(producer):
    """One of the producer that ends in 39 days, issued by its district."""
    place = make_place(under=make_place("district"))
    Producer.objects.filter(pk=producer.pk).update(place=place)
    producer.refresh_from_db()
    return make_certificate(
        make_product(producer),
        office=place.district,
        valid_to=TODAY + timedelta(days=39),
        process_code="qd1048",
    )


def test_producer_and_office_hear_of_a_certificates_end_at_12_6_3_and_1_months(certificate, owner):
    Certificate.objects.filter(pk=certificate.pk).update(valid_to=date(2030, 3, 31))
    certificate.refresh_from_db()
    officer = make_officer(certificate.office)
    expiry.watch(certificate)

    due = Reminder.objects.filter(kind=expiry.CERTIFICATE, target_id=certificate.pk)
    assert dict(due.values_list("step", "due_on")) == {
        12: date(2029, 3, 31),
        6: date(2029, 9, 30),
        3: date(2029, 12, 31),
        1: date(2030, 2, 28),
    }
    for day in sorted(due.values_list("due_on", flat=True)):
        reminding.send_due(day)
        reminding.send_due(day)
    for person in (owner, officer):
        told = notices(person, expiry.CERTIFICATE)
        assert len([n for n in told if certificate.product_name in n.title]) == 4, person


def test_a_revoked_certificate_reminds_nobody(certificate):
    certificates.change_state(
        actor=make_officer(certificate.office),
        certificate=certificate,
        to="revoked",
        reason="Ngừng sản xuất (thử)",
        decision_number="09/QĐ-UBND",
    )
    Notification.objects.all().delete()

    reminding.send_due(TODAY + timedelta(days=39))

    assert [n for n in Notification.objects.all() if certificate.product_name in n.title] == []


def test_certificates_that_nobody_planned_are_found_by_the_days_work(certificate):
    officer = make_officer(certificate.office)

    reminding.send_due(TODAY)

    assert ExpiryNotice.objects.get(certificate=certificate).due_on == (
        certificate.valid_to - timedelta(days=30)
    )
    assert any(certificate.product_name in n.title for n in notices(officer, expiry.CERTIFICATE))


def test_by_hand_the_command_sends_what_is_due_and_says_how_much(paper, owner):
    found = CliRunner().invoke(main, ["remind", "--day", f"{TODAY + timedelta(days=15):%Y-%m-%d}"])

    figures = dict(line.split(": ") for line in found.output.splitlines())
    assert int(figures["reminders"]) > 0
    assert any(paper.title in n.title for n in notices(owner, PAPER))


def test_one_thing_that_cannot_be_sent_keeps_no_other_waiting_and_is_tried_the_next_day(
    paper, monkeypatch, caplog, owner
):
    broken = True

    def send(_target, _step):
        if broken:
            raise ValueError("cannot be sent")

    monkeypatch.setitem(reminding._kinds, "a.first", reminding.Kind(send, lambda: ()))
    reminding.plan("a.first", 1, {0: TODAY})

    reminding.send_due(TODAY + timedelta(days=15))

    assert any(paper.title in n.title for n in notices(owner, PAPER))
    assert "a.first of 1" in caplog.text
    assert Reminder.objects.filter(kind="a.first", done_at=None).exists()

    broken = False
    assert reminding.send_due(TODAY + timedelta(days=16)) == 1
    assert not Reminder.objects.filter(kind="a.first", done_at=None).exists()


def test_every_kind_is_known_before_the_first_page_is_asked_for(tmp_path):
    started = (
        "import django; django.setup();"
        "from ocop.people.reminding import _kinds; known = set(_kinds);"
        "import ocop.urls; assert known and set(_kinds) == known, set(_kinds) - known"
    )
    environment = os.environ | {
        "OCOP_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "ocop.settings",
    }

    answer = subprocess.run(
        [sys.executable, "-c", started], env=environment, capture_output=True, text=True
    )

    assert answer.returncode == 0, answer.stderr


def test_a_kind_that_cannot_be_planned_stops_no_other(paper, monkeypatch, caplog):
    def unplanned():
        raise ValueError("broken")

    broken = reminding.Kind(lambda target, step: None, unplanned)
    known = dict(reminding._kinds)
    monkeypatch.setattr(reminding, "_kinds", {"a.broken": broken, **known})

    assert reminding.send_due(TODAY + timedelta(days=10)) >= 1

    assert "a.broken" in caplog.text
    assert Reminder.objects.filter(kind=PAPER, target_id=paper.pk, step=90).get().done_at
