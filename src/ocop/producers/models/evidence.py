from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.models import StoredFile, Versioned
from ocop.core.search import fold

from .producers import Producer
from .products import Product

WARN_DAYS = (90, 30, 7)
"""How long before a paper expires its producer is reminded."""
RENEW_DAYS = 30
"""How long before that it is time for a new version of it."""


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self) -> EvidenceQuerySet:
        """Papers that no newer version replaced."""
        return self.filter(superseded_by__isnull=True)


class Evidence(Versioned):
    """A paper of the producer's evidence library, kept once and used by any dossier.

    A new version supersedes the old one, which stays readable where it was used.
    """

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="evidence")
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("Chỉ cho sản phẩm"),
        help_text=_("Để trống nếu dùng chung cho mọi sản phẩm."),
    )
    item_code = models.CharField(
        _("Loại giấy tờ"), max_length=12, help_text="code of the dossier checklist"
    )
    title = models.CharField(_("Tên giấy tờ"), max_length=200)
    number = models.CharField(_("Số, ký hiệu"), max_length=80, blank=True)
    issuer = models.CharField(_("Nơi cấp"), max_length=160, blank=True)
    issued_on = models.DateField(_("Ngày cấp"), null=True, blank=True)
    expires_on = models.DateField(_("Hết hạn ngày"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="supersedes"
    )
    search = models.CharField(max_length=400, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["item_code", "-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="evidence_dates_order",
                violation_error_message=_("Ngày hết hạn phải sau ngày cấp."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = fold(f"{self.title} {self.number} {self.issuer}")[:400]
        super().save(*args, **kwargs)

    @property
    def is_current(self) -> bool:
        return self.superseded_by_id is None

    def days_left(self, on: date | None = None) -> int | None:
        """Days until the paper expires; negative after that, None when it does not expire."""
        if self.expires_on is None:
            return None
        return (self.expires_on - (on or clock.today())).days

    @property
    def needs_renewal(self) -> bool:
        """It has expired, or does within a month."""
        left = self.days_left()
        return left is not None and left <= RENEW_DAYS
