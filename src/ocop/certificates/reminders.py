"""Certificates that begin, end, or outlived their successor."""

from django.utils.translation import gettext_lazy as _

from ocop.core import foreseen
from ocop.people.reminding import Kind, register

from .actions import certificates, expiry
from .enums import CertificateState
from .models import Certificate

register(certificates.BEGINS, Kind(certificates.begin, lambda: (), acts=True))
register(certificates.OUTLIVED, Kind(certificates.end, certificates.unended, acts=True))
register(expiry.CERTIFICATE, Kind(expiry.remind, expiry.unplanned))
register(expiry.NOTICE, Kind(expiry.remind_office, expiry.unplanned_notices))
foreseen.register(
    foreseen.Foreseen(
        _("Giấy chứng nhận hết hạn"),
        lambda: Certificate.objects.filter(state=CertificateState.IN_FORCE),
        "valid_to",
    )
)
