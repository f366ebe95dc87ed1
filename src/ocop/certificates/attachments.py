"""Files of certificates: the written notice as it was signed."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocop.core.attachments import allow
from ocop.core.file_text import Statement, day_spellings, number_spellings

from . import policy
from .models import ExpiryNotice


def what_a_notice_says(notice: ExpiryNotice) -> Iterator[Statement]:
    """Its number and day once it is sent, and of which certificate it is."""
    if notice.number:
        yield Statement(
            gettext("Số %(number)s") % {"number": notice.number}, number_spellings(notice.number)
        )
    if day := notice.sent_on:
        yield Statement(gettext("Ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"}, day_spellings(day))
    certificate = notice.certificate
    words = {"number": certificate.number}
    yield Statement(gettext("Giấy chứng nhận %(number)s") % words, (certificate.number,))
    name = certificate.product_name
    yield Statement(gettext("Sản phẩm %(name)s") % {"name": name}, (name,))


allow(
    "certificates.ExpiryNotice",
    "scan",
    label=_("Thông báo hết hạn: bản ký"),
    read=policy.reads_signed_notice,
    add=policy.writes_notice,
    page=lambda notice: reverse("certificates:notice", args=[notice.certificate_id]),
    is_final=lambda notice: notice.sent_on is not None,
    says=what_a_notice_says,
)
