"""Files of certificates: the written notice as it was signed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ocop.core.attachments import allow

from . import policy

allow(
    "certificates.ExpiryNotice",
    "scan",
    label=_("Thông báo hết hạn: bản ký"),
    read=policy.reads_signed_notice,
    add=policy.writes_notice,
    page=lambda notice: reverse("certificates:notice", args=[notice.certificate_id]),
    is_final=lambda notice: notice.sent_on is not None,
)
