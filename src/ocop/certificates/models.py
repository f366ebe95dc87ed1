from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.fields import KeyField, StateField
from ocop.core.models import Versioned
from ocop.people.models import Organisation
from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.producers.models import Producer, Product

from .enums import CertificateState, CertificateStatus

EXPIRES_SOON_DAYS = 90


class Certificate(Versioned):
    """A product's stars for a time, given by a decision. Beginning and expiry are a matter of the date, not of a state:
    the decision may be signed before the certificate is in force."""

    number = KeyField(_("Số giấy chứng nhận"), max_length=40, unique=True)
    product_code = models.CharField(_("Mã sản phẩm"), max_length=60, unique=True)
    product = models.ForeignKey(Product, models.PROTECT, related_name="certificates")
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="certificates")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    product_name = models.CharField(max_length=200)
    producer_name = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=Level.choices)
    office = models.ForeignKey(
        Place,
        models.PROTECT,
        related_name="+",
        help_text="whose office issued it and answers for it",
    )
    issuing_office = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="certificates",
        help_text="the body that heads it; none: a ministry whose name nobody has written down",
    )
    process_code = models.CharField(
        max_length=30, blank=True, help_text="none: of before the system"
    )
    decision_number = models.CharField(max_length=60)
    decision_date = models.DateField(null=True)
    authority = models.CharField(max_length=80, blank=True, help_text="as the decision was signed")
    signer_title = models.CharField(max_length=120, blank=True)
    signer = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField()
    stars = models.PositiveSmallIntegerField()
    is_potential_five = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    state = StateField(max_length=10, states=CertificateState, default=CertificateState.IN_FORCE)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="supersedes")
    source_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-stars", "product__sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars__range=(1, 5)), name="certificate_stars"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="certificate_dates",
            ),
        ]
        indexes = [models.Index(fields=["state", "valid_to"], name="certificate_expiry")]

    def __str__(self) -> str:
        return self.number

    @property
    def went_to(self) -> Producer | None:
        """The producer that the product went to since the certificate was issued, None while it stayed."""
        if self.producer.name == self.producer_name:
            return None
        taken = self.product.transfers.filter(taker=self.producer_id, on__gte=self.valid_from)
        return self.producer if taken.exists() else None

    def status(self, on: date | None = None) -> CertificateStatus:
        """What the public page says of it on a day."""
        day = on or clock.today()
        if self.state != CertificateState.IN_FORCE:
            return CertificateStatus(self.state)
        if day < self.valid_from:
            return CertificateStatus.PENDING
        if self.valid_to is None or self.valid_to - timedelta(days=EXPIRES_SOON_DAYS) > day:
            return CertificateStatus.VALID
        is_over = self.valid_to < day
        return CertificateStatus.EXPIRED if is_over else CertificateStatus.EXPIRING


class ExpiryNotice(Versioned):
    """The written notice by which the issuing body tells a producer that a certificate ends (148/QĐ-TTg).

    It comes with the certificate; `due_on` is the last day for it, computed then by the process of the certificate.
    """

    certificate = models.OneToOneField(Certificate, models.CASCADE, related_name="notice")
    due_on = models.DateField()
    number = models.CharField(_("Số thông báo"), max_length=60, blank=True)
    sent_on = models.DateField(_("Ngày gửi"), null=True, blank=True)
    signer_title = models.CharField(_("Chức vụ người ký"), max_length=120, blank=True)
    signer = models.CharField(_("Người ký"), max_length=120, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_on__isnull=True) | ~models.Q(number=""),
                name="expiry_notice_sent_has_number",
            )
        ]
        indexes = [models.Index(fields=["sent_on", "due_on"], name="expiry_notice_due")]

    def __str__(self) -> str:
        return self.number or f"{self.certificate}"


class CertificateEvent(models.Model):
    """What happened to a certificate: issued, suspended, restored, revoked, superseded; by which decision, why.

    One that leaves the state as it was tells of a transfer of the product to another producer, by which paper.
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="events")
    state = StateField(max_length=10, states=CertificateState)
    on = models.DateField()
    decision_number = models.CharField(_("Số quyết định"), max_length=60, blank=True)
    reason = models.CharField(_("Lý do"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.get_state_display()}"
