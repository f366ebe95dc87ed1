from django.utils.translation import gettext_lazy as _

from ocop.core.tones import BAD, GOOD, PLAIN, WAIT, Toned


class CertificateState(Toned):
    IN_FORCE = "in_force", GOOD, _("Còn hiệu lực")
    SUSPENDED = "suspended", BAD, _("Tạm dừng")
    REVOKED = "revoked", BAD, _("Đã thu hồi")
    SUPERSEDED = "superseded", PLAIN, _("Đã thay thế")


class CertificateStatus(Toned):
    """What is said of a certificate on a day: its state, and where that is in force its dates."""

    VALID = "valid", GOOD, _("Còn hiệu lực")
    PENDING = "pending", WAIT, _("Chưa có hiệu lực")
    EXPIRING = "expiring", WAIT, _("Sắp hết hạn")
    EXPIRED = "expired", BAD, _("Đã hết hạn")
    SUSPENDED = "suspended", BAD, _("Tạm dừng")
    REVOKED = "revoked", BAD, _("Đã thu hồi")
    SUPERSEDED = "superseded", PLAIN, _("Đã thay thế")
