"""The end of a certificate, watched: reminders to producer and office, and the office's written notice."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.errors import Refused
from ocop.core.periods import add_months
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill
from ocop.criteria.rulebook import process as process_named
from ocop.criteria.rulebook import processes
from ocop.people import reminding
from ocop.people.actions import notify
from ocop.people.models import User
from ocop.producers.queries import officers_over, people_of
from ocop.rules.processes import Process, process_in_force

from .. import policy
from ..enums import CertificateState
from ..models import Certificate, ExpiryNotice

CERTIFICATE, NOTICE = "certificates.expires", "certificates.expiry_notice"
MONTHS_BEFORE = (12, 6, 3, 1)
NOTICE_AHEAD_DAYS = 15


def watch(certificate: Certificate, process: Process | None = None) -> None:
    """Compute once when the certificate's reminders and its written notice are due, by the process that it is issued under."""
    if certificate.valid_to is None:
        return
    _notice_of(certificate, process)
    reminding.plan(CERTIFICATE, certificate.pk, _months(certificate.valid_to))
    reminding.plan(NOTICE, certificate.pk, _notice_days(certificate))


def unwatch(certificate: Certificate) -> None:
    """The certificate ends otherwise, or is suspended: nobody is reminded of its date."""
    for kind in (CERTIFICATE, NOTICE):
        reminding.forget(kind, certificate.pk)


def _notice_of(certificate: Certificate, process: Process | None = None) -> ExpiryNotice:
    assert certificate.valid_to is not None
    process = process or process_of(certificate)
    days = int(process.value("expiry_notice_days")) if process else 30
    due = certificate.valid_to - timedelta(days=days)
    return ExpiryNotice.objects.get_or_create(certificate=certificate, defaults={"due_on": due})[0]


def process_of(certificate: Certificate) -> Process | None:
    """The process that a certificate was issued under; of one from before the system, that of its first day."""
    if certificate.process_code:
        return process_named(certificate.process_code)
    return process_in_force(certificate.valid_from, processes())


def _months(valid_to: date) -> dict[int, date]:
    return {months: add_months(valid_to, -months) for months in MONTHS_BEFORE}


def _notice_days(certificate: Certificate) -> dict[int, date]:
    due = _notice_of(certificate).due_on
    return {days: due - timedelta(days=days) for days in (NOTICE_AHEAD_DAYS, 0)}


def _in_force(pk: int) -> Certificate | None:
    return (
        Certificate.objects.filter(pk=pk, state=CertificateState.IN_FORCE)
        .select_related("producer__place", "office")
        .first()
    )


def remind(pk: int, months: int) -> None:
    """Tell producer and office that a certificate ends in so many months."""
    certificate = _in_force(pk)
    if certificate is None or certificate.valid_to is None:
        return
    title = fill(
        gettext_lazy("Giấy chứng nhận còn hiệu lực đến %(day)s: %(product)s"),
        day=f"{certificate.valid_to:%d/%m/%Y}",
        product=certificate.product_name,
    )
    common = {
        "kind": CERTIFICATE,
        "url": f"/giay-chung-nhan/{pk}/",
        "once_key": f"certificate-{pk}-{months}-{certificate.valid_to}",
    }
    notify(
        people_of(certificate.producer),
        title=title,
        body=gettext_lazy("Lập hồ sơ đánh giá lại trước ngày này để giữ hạng sao."),
        **common,
    )
    notify(officers_over(certificate.office), title=title, **common)


def remind_office(pk: int, days: int) -> None:
    """Tell the office that the written notice of a certificate's end is due in so many days."""
    certificate = _in_force(pk)
    if certificate is None or _notice_of(certificate).sent_on is not None:
        return
    notify(
        officers_over(certificate.office),
        kind=NOTICE,
        title=fill(
            gettext_lazy("Gửi thông báo hết hạn giấy chứng nhận: %(product)s"),
            product=certificate.product_name,
        ),
        body=fill(
            gettext_lazy("Hạn gửi: %(day)s."), day=f"{_notice_of(certificate).due_on:%d/%m/%Y}"
        ),
        url=f"/giay-chung-nhan/{pk}/thong-bao/",
        once_key=f"notice-{pk}-{days}-{certificate.valid_to}",
    )


def _running() -> QuerySet[Certificate]:
    return Certificate.objects.filter(state=CertificateState.IN_FORCE, valid_to__gte=clock.today())


def unplanned() -> Iterator[tuple[int, dict[int, date]]]:
    """Certificates in force, as imports of older ones leave them, whose reminders nobody computed."""
    for certificate in reminding.without(CERTIFICATE, _running()):
        assert certificate.valid_to is not None
        yield certificate.pk, _months(certificate.valid_to)


def unplanned_notices() -> Iterator[tuple[int, dict[int, date]]]:
    """Running certificates that no notice is planned for, with its days: those of before there were any."""
    for certificate in reminding.without(NOTICE, _running()):
        yield certificate.pk, _notice_days(certificate)


@use_case
def send_notice(
    *,
    actor: User,
    certificate: Certificate,
    number: str,
    sent_on: date,
    signer_title: str = "",
    signer: str = "",
) -> ExpiryNotice:
    """The office has signed and sent the written notice; the producer is told and finds it with the certificate."""
    require(policy.issues_for(actor, certificate))
    if certificate.state != CertificateState.IN_FORCE or certificate.valid_to is None:
        raise Refused(_("Chỉ thông báo cho giấy chứng nhận đang còn hiệu lực."))
    if sent_on > clock.today():
        raise Refused(_("Ngày gửi không được sau hôm nay."), fields=["sent_on"])
    notice = _notice_of(certificate).locked()
    if notice.sent_on is not None:
        raise Refused(_("Đã gửi thông báo số %(number)s.") % {"number": notice.number})
    notice.number, notice.sent_on, notice.sent_by = number.strip(), sent_on, actor
    notice.signer_title, notice.signer = signer_title.strip(), signer.strip()
    notice.save()
    reminding.forget(NOTICE, certificate.pk)
    notify(
        people_of(certificate.producer),
        kind=NOTICE,
        title=fill(
            gettext_lazy("Thông báo số %(number)s: giấy chứng nhận hết hạn ngày %(day)s"),
            number=notice.number,
            day=f"{certificate.valid_to:%d/%m/%Y}",
        ),
        body=certificate.product_name,
        url=f"/giay-chung-nhan/{certificate.pk}/",
    )
    audit.record(
        actor,
        "certificates.certificate.expiry_notice_sent",
        certificate,
        number=notice.number,
        sent_on=sent_on,
    )
    return notice
