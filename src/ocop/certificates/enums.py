from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    IN_FORCE = "in_force", _("Còn hiệu lực")
    SUSPENDED = "suspended", _("Tạm dừng")
    REVOKED = "revoked", _("Đã thu hồi")
    SUPERSEDED = "superseded", _("Đã thay thế")
