"""The audit trail of certificates, told in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import history


def _noticed(data: Mapping[str, Any]) -> str:
    return _("Gửi thông báo hết hạn số %(number)s") % {"number": data.get("number", "")}


history.register(
    {
        "certificates.certificate.suspended": gettext_lazy("Tạm dừng giấy chứng nhận"),
        "certificates.certificate.in_force": gettext_lazy("Khôi phục giấy chứng nhận"),
        "certificates.certificate.begun": gettext_lazy("Giấy chứng nhận bắt đầu có hiệu lực"),
        "certificates.certificate.ended": gettext_lazy("Giấy chứng nhận cũ chấm dứt"),
        "certificates.certificate.revoked": gettext_lazy("Thu hồi giấy chứng nhận"),
        "certificates.certificate.expiry_notice_sent": _noticed,
    }
)
