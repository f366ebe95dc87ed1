"""A rehearsal is one for good, says so everywhere, and its calendar moves forward with the work of each day."""

import re
from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from ocop.certificates.actions import expiry
from ocop.certificates.models import Certificate
from ocop.core import audit, clock, qr, rehearsal
from ocop.core.models import AuditEntry, DayDone, Rehearsal
from ocop.documents import paper_docx, paper_pdf
from ocop.official.certificate_token import certificate_token, read_certificate
from ocop.people.models import Notification, User
from ocop.people.reminding import waiting

from ..days import TODAY
from ..official.samples import DECISION

pytestmark = pytest.mark.django_db
CALENDAR = "/lich-dien-tap/"
DAY = timedelta(days=1)


def refused(change) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        change()
    return str(error.value)


def test_an_installation_with_people_never_becomes_one_and_one_never_ends():
    row = Rehearsal.objects.get()

    assert "cannot become a rehearsal" in refused(lambda: Rehearsal.objects.create(ahead=DAY))
    assert "cannot become a real installation" in refused(lambda: row.delete())


def test_the_calendar_does_not_move_back_even_in_the_database():
    row = Rehearsal.objects.get()
    row.ahead -= DAY

    assert "only moves forward" in refused(row.save)


def test_a_real_installation_asks_no_statement_for_it(
    client, own_calendar, real_installation, django_assert_num_queries
):
    with django_assert_num_queries(0):
        page = client.get("/c/").content.decode()

    assert clock.ahead() == timedelta()
    assert "diễn tập" not in re.sub(r"<(span|p|template)[^>]*rehearsal.*", "", page)
    assert client.get(CALENDAR).status_code == 302


def test_a_rehearsal_asks_one_a_request(client, own_calendar, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/c/")


def test_every_page_says_that_it_is_a_rehearsal_and_which_day_it_is(client, signed_in):
    pages = [client.get("/"), client.get("/dang-nhap/"), client.get("/khong-co/")]
    pages.append(signed_in("huyen").get("/ban-lam-viec/"))

    for page in pages:
        band = page.content.decode().partition('<aside class="rehearsal"')[2].partition("</aside>")
        assert f"{TODAY:%d/%m/%Y}" in band[0]


def test_only_who_runs_the_installation_moves_the_calendar_and_only_of_a_rehearsal(
    signed_in, monkeypatch
):
    assert signed_in("tinh").get(CALENDAR).status_code == 404
    assert signed_in("quantri").get(CALENDAR).status_code == 200

    monkeypatch.setattr(rehearsal, "_known", False)
    assert signed_in("quantri").get(CALENDAR).status_code == 404


@pytest.mark.parametrize("den", [TODAY, TODAY - DAY, TODAY + timedelta(days=4000), "31/31/2026"])
def test_another_than_a_later_day_is_refused_at_the_input(signed_in, own_calendar, den):
    page = signed_in("quantri").post(CALENDAR, {"den": f"{den}"})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["den"]
    assert clock.today() == TODAY


def test_the_page_tells_what_comes_until_a_day_and_the_next_day_that_brings_something(signed_in):
    first = min(waiting().filter(due_on__gt=TODAY).values_list("due_on", flat=True))

    page = signed_in("quantri").get(CALENDAR, {"den": f"{first}"})

    assert dict(page.context["steps"])["Ngày có việc tiếp theo"] <= first
    sent = waiting().filter(due_on__gt=TODAY, due_on__lte=first).count()
    assert dict(page.context["coming"])["Nhắc việc được gửi"] == sent


@pytest.fixture
def moved(signed_in, carry_out_jobs, own_calendar, django_capture_on_commit_callbacks):
    """moved(to) moves the calendar as its administrator does."""

    def move(to: date) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in("quantri").post(CALENDAR, {"den": to.isoformat()})
        with django_capture_on_commit_callbacks(execute=True):
            carry_out_jobs()
        return answer["Location"]

    return move


def test_after_forty_days_a_certificate_has_ended_and_its_reminders_were_sent_once_each(
    client, moved
):
    certificate = Certificate.objects.filter(state="in_force", valid_to__isnull=False).latest("pk")
    certificate.valid_to = TODAY + timedelta(days=30)
    certificate.save()
    expiry.watch(certificate)
    page = f"/c/{certificate.number}/"
    assert 'data-status="expiring"' in client.get(page).content.decode()

    moved(TODAY + timedelta(days=40))

    assert 'data-status="expired"' in client.get(page).content.decode()
    keys = Notification.objects.filter(once_key__startswith=f"certificate-{certificate.pk}-")
    told = list(keys.values_list("user", "once_key"))
    assert len(told) == len(set(told)) > 0
    assert not waiting().filter(due_on__lte=clock.today()).exists()


def test_each_day_that_passes_does_its_work_and_the_trail_keeps_both_times(moved, person):
    before = AuditEntry.objects.latest("number").number

    moved(TODAY + 3 * DAY)

    assert clock.today() == TODAY + 3 * DAY
    days = [TODAY + n * DAY for n in (1, 2, 3)]
    assert list(DayDone.objects.filter(day__in=days).values_list("day", flat=True)) == days
    asked, *done = AuditEntry.objects.filter(
        number__gt=before, action__in=("core.rehearsal.moved", "core.day.done")
    ).order_by("number")
    assert (asked.action, asked.actor, asked.data) == (
        "core.rehearsal.moved",
        person("quantri"),
        {"since": f"{TODAY}", "until": f"{days[-1]}"},
    )
    assert [clock.day_of(entry.rehearsed_at) for entry in (asked, *done)] == [TODAY, *days]
    assert all(abs(entry.at - clock.true_now()) < timedelta(minutes=10) for entry in done)


def test_what_a_day_of_the_past_made_bears_that_day():
    with clock.travel(date(2020, 2, 3)):
        made = User.objects.create_user("cu@example.vn", full_name="Người cũ")
        entry = audit.record(made, "people.account.closed", made)

    assert clock.day_of(made.joined_at) == date(2020, 2, 3)
    assert clock.day_of(entry.rehearsed_at) == date(2020, 2, 3)


def test_the_chain_holds_the_day_of_the_rehearsal_too(person):
    entry = audit.record(person("tinh"), "people.account.closed", person("tinh"))
    previous = AuditEntry.objects.get(number=entry.number - 1).hash
    assert audit.chained(previous, entry) == entry.hash

    entry.rehearsed_at += DAY
    assert audit.chained(previous, entry) != entry.hash


def test_a_job_shows_how_far_it_came_and_leads_back_to_the_calendar(moved, signed_in):
    page = signed_in("quantri").get(moved(TODAY + 2 * DAY)).content.decode()

    assert "Số ngày đã qua: <strong>2</strong>" in page
    assert f'href="{CALENDAR}"' in page


def test_every_paper_is_marked(real_installation):
    real = PdfReader(BytesIO(paper_pdf(DECISION.paper()))).pages[0].extract_text()
    assert "DIỄN TẬP" not in real

    rehearsal._known = True
    paper = PdfReader(BytesIO(paper_pdf(DECISION.paper()))).pages[0].extract_text()
    assert "BẢN DIỄN TẬP" in paper
    word = docx.Document(BytesIO(paper_docx(DECISION.paper())))
    assert "BẢN DIỄN TẬP" in [p.text for p in word.sections[0].header.paragraphs]


def test_every_mail_is_marked(client, real_installation):
    User.objects.filter(login="tinh@demo.vn").update(email="tinh@demo.vn")
    for _twice in range(2):
        client.post("/quen-mat-khau/", {"email": "tinh@demo.vn"})
        rehearsal._known = True

    subjects = [sent.subject for sent in mail.outbox if isinstance(sent, EmailMessage)]
    assert subjects == ["Đặt lại mật khẩu OCOP", "[Diễn tập] Đặt lại mật khẩu OCOP"]


FIELDS = {"number": "T06-2020-0001", "product": "Miến", "stars": 4}


def test_a_code_of_a_rehearsal_is_known_for_one_and_accepted_by_no_real_installation(tmp_path):
    real, practised = (
        qr.keyring(tmp_path / f"{kind}.pem", is_rehearsal=kind == "rehearsal")
        for kind in ("real", "rehearsal")
    )
    token = certificate_token(FIELDS, practised)

    assert read_certificate(token, practised.public) == FIELDS
    with pytest.raises(qr.Rehearsed):
        read_certificate(token, real.public)


def test_not_even_if_its_key_were_trusted(tmp_path):
    """The same key, put among those of a real installation, signed another text."""
    path = tmp_path / "key.pem"
    practised, real = (qr.keyring(path, is_rehearsal=kind) for kind in (True, False))
    token = certificate_token(FIELDS, practised)
    posing = certificate_token(FIELDS, qr.Keyring(real.signing, practised.id, {}))

    assert posing == token
    data, _, signature = token.partition(".")
    plain = qr._unpacked(data).replace(b"DT-", b"")
    with pytest.raises(qr.Forged):
        read_certificate(f"{qr._packed(plain)}.{signature}", real.public)


def test_the_keys_of_both_kinds_lie_apart(settings, tmp_path, monkeypatch):
    settings.CERTIFICATE_KEY = tmp_path / "certificate-key.pem"
    practised = rehearsal.keyring()
    monkeypatch.setattr(rehearsal, "_known", False)

    assert practised.id.startswith("DT-")
    assert not rehearsal.keyring().id.startswith("DT-")
    assert {path.name for path in tmp_path.iterdir()} == {
        "certificate-key.pem",
        "rehearsal-key.pem",
    }
