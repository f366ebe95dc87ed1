"""Producers and their products, the evidence library, value-chain links."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.fields import KeyField
from ocop.core.models import StoredFile, Versioned
from ocop.core.search import fold, sort_key
from ocop.people.models import Organisation
from ocop.places.models import Place

from .enums import (
    LinkKind,
    MemberRole,
    ProducerState,
    ProducerType,
    PropertyKind,
    PropertyState,
)

WARN_DAYS = (90, 30, 7)
"""How long before a paper expires its producer is reminded."""
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
DIGITS = RegexValidator(r"^[0-9]{8,14}(-[0-9]{3})?$", _("Chỉ gồm 8–14 chữ số, ví dụ 4700123456."))
PHONE = RegexValidator(r"^\+?[0-9 .]{8,16}$", _("Số điện thoại gồm 8–15 chữ số."))


class Named(Versioned):
    """A thing with a name, found by `words` without regard to accents and listed in Vietnamese order."""

    name: models.CharField[str, str]
    search = models.CharField(max_length=500, db_index=True, editable=False)
    sort_key = KeyField(max_length=400, db_index=True, editable=False)

    class Meta:
        abstract = True

    def words(self) -> str:
        """What it is found by."""
        raise NotImplementedError

    def fill_keys(self) -> None:
        self.search, self.sort_key = fold(self.words())[:500], sort_key(self.name)[:400]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search", "sort_key"}
        super().save(*args, **kwargs)


class Producer(Named):
    """A chủ thể: enterprise, cooperative, cooperative group or household business."""

    type = models.CharField(_("Loại hình"), max_length=20, choices=ProducerType.choices)
    name = models.CharField(_("Tên chủ thể"), max_length=200)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="producers", verbose_name=_("Xã, phường, thị trấn")
    )
    address = models.CharField(_("Địa chỉ (thôn, bản, tổ)"), max_length=200, blank=True)
    representative = models.CharField(_("Người đại diện"), max_length=120, blank=True)
    phone = models.CharField(_("Số điện thoại"), max_length=20, blank=True, validators=[PHONE])
    email = models.EmailField(_("E-mail"), blank=True)
    website = models.URLField(_("Trang web"), blank=True)
    registration_number = models.CharField(
        _("Số đăng ký kinh doanh / mã số thuế"), max_length=20, blank=True, validators=[DIGITS]
    )
    registered_on = models.DateField(_("Ngày đăng ký"), null=True, blank=True)
    registered_by = models.CharField(_("Nơi cấp"), max_length=160, blank=True)
    founded_year = models.PositiveSmallIntegerField(
        _("Năm thành lập"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="producers",
        verbose_name=_("Thuộc cơ quan, tổ chức"),
    )
    members_count = models.PositiveIntegerField(_("Số thành viên"), null=True, blank=True)
    women_percent = models.PositiveSmallIntegerField(
        _("Tỷ lệ nữ (%)"), null=True, blank=True, validators=PERCENT
    )
    minority_percent = models.PositiveSmallIntegerField(
        _("Tỷ lệ dân tộc thiểu số (%)"), null=True, blank=True, validators=PERCENT
    )
    poor_percent = models.PositiveSmallIntegerField(
        _("Tỷ lệ hộ nghèo, cận nghèo (%)"), null=True, blank=True, validators=PERCENT
    )
    state = models.CharField(
        max_length=10, choices=ProducerState.choices, default=ProducerState.PENDING
    )
    state_reason = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False, help_text="shown with the mark “dữ liệu minh hoạ”")

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration_number"],
                condition=~Q(registration_number=""),
                name="producer_registration_once",
                violation_error_message=_("Số đăng ký này đã có trong hệ thống."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProducerState.values), name="producer_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def words(self) -> str:
        return f"{self.name} {self.registration_number} {self.representative}"


class ProducerYear(models.Model):
    """A producer's figures of one year, as it declares them."""

    producer = models.ForeignKey(Producer, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(
        _("Năm"), validators=[MinValueValidator(2010), MaxValueValidator(2100)]
    )
    revenue_vnd = models.PositiveBigIntegerField(_("Doanh thu (đồng)"), null=True, blank=True)
    workers = models.PositiveIntegerField(_("Số lao động"), null=True, blank=True)
    local_workers = models.PositiveIntegerField(
        _("Trong đó lao động địa phương"), null=True, blank=True
    )
    average_income_vnd = models.PositiveBigIntegerField(
        _("Thu nhập bình quân (đồng/tháng)"), null=True, blank=True
    )

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["producer", "year"], name="producer_year_once")
        ]

    def __str__(self) -> str:
        return f"{self.producer} {self.year}"


class ProducerMember(models.Model):
    """A person who acts for a producer in the system."""

    producer = models.ForeignKey(Producer, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("Vai trò"), max_length=10, choices=MemberRole.choices, default=MemberRole.MANAGER
    )
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["producer", "user"], name="producer_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.producer}"


class Product(Named):
    """Goods or a service of a producer that take part in the programme."""

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="products")
    name = models.CharField(_("Tên sản phẩm"), max_length=200)
    set_code = models.CharField(
        _("Bộ sản phẩm"),
        max_length=80,
        help_text=_("Quyết định phiếu chấm điểm dùng cho sản phẩm."),
        db_index=True,
    )
    description = models.TextField(_("Mô tả ngắn"), blank=True)
    story = models.TextField(_("Câu chuyện sản phẩm"), blank=True)
    packaging = models.CharField(_("Quy cách đóng gói"), max_length=200, blank=True)
    capacity = models.CharField(_("Công suất, sản lượng mỗi năm"), max_length=120, blank=True)
    price_from_vnd = models.PositiveBigIntegerField(_("Giá bán từ (đồng)"), null=True, blank=True)
    price_to_vnd = models.PositiveBigIntegerField(_("đến (đồng)"), null=True, blank=True)
    price_unit = models.CharField(_("Đơn vị tính"), max_length=40, blank=True)
    markets = models.CharField(_("Nơi bán"), max_length=300, blank=True)
    standards = models.CharField(
        _("Tiêu chuẩn, chứng nhận đang áp dụng"), max_length=300, blank=True
    )
    started_year = models.PositiveSmallIntegerField(
        _("Năm bắt đầu sản xuất"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    is_active = models.BooleanField(default=True)
    stop_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "name"],
                name="product_name_once",
                violation_error_message=_("Chủ thể đã có sản phẩm mang tên này."),
            ),
            models.CheckConstraint(
                condition=Q(price_to_vnd__isnull=True)
                | Q(price_from_vnd__isnull=True)
                | Q(price_to_vnd__gte=F("price_from_vnd")),
                name="product_price_order",
                violation_error_message=_("Giá “đến” phải không nhỏ hơn giá “từ”."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def words(self) -> str:
        return f"{self.name} {self.producer.name}"


class ProductTransfer(models.Model):
    """A product went from one producer to another on a day, by an officer's act: a household became a company.

    The product's row names the present owner; these rows are its owners before, with dates and reasons.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="transfers")
    giver = models.ForeignKey(
        Producer, models.PROTECT, related_name="given", verbose_name=_("Chủ thể cũ")
    )
    taker = models.ForeignKey(
        Producer, models.PROTECT, related_name="taken", verbose_name=_("Chủ thể nhận")
    )
    on = models.DateField(_("Từ ngày"))
    reason = models.CharField(_("Lý do"), max_length=500)
    act = models.CharField(
        _("Văn bản (số, ngày)"),
        max_length=160,
        help_text=_("Biên bản bàn giao, quyết định, đăng ký kinh doanh mới."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")), name="product_transfer_changes_hands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.giver} → {self.taker}"


class ProductPicture(models.Model):
    """A photograph of the product or its packaging."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField(_("Chú thích"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.caption or self.product.name


class Linkage(models.Model):
    """A link of a product's value chain: who supplies what from where, who buys."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="linkages")
    kind = models.CharField(_("Loại liên kết"), max_length=10, choices=LinkKind.choices)
    partner = models.CharField(_("Bên liên kết"), max_length=200)
    what = models.CharField(_("Nội dung (nguyên liệu, sản phẩm, số lượng)"), max_length=200)
    origin = models.CharField(_("Từ đâu / đến đâu"), max_length=160, blank=True)
    share_percent = models.PositiveSmallIntegerField(
        _("Chiếm tỷ lệ (%)"), null=True, blank=True, validators=PERCENT
    )
    contract_number = models.CharField(_("Số hợp đồng"), max_length=60, blank=True)
    since = models.DateField(_("Từ ngày"), null=True, blank=True)
    until = models.DateField(_("Đến ngày"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "partner"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.partner}"


class IntellectualProperty(models.Model):
    """A title, or an application for one, that protects the product."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="properties")
    kind = models.CharField(_("Loại"), max_length=30, choices=PropertyKind.choices)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=PropertyState.choices)
    number = models.CharField(_("Số đơn / văn bằng"), max_length=60, blank=True)
    on = models.DateField(_("Ngày nộp / cấp"), null=True, blank=True)
    until = models.DateField(_("Hiệu lực đến"), null=True, blank=True)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("Sở hữu trí tuệ")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self) -> EvidenceQuerySet:
        """Papers that no newer version replaced."""
        return self.filter(superseded_by__isnull=True)

    def expiring(self, on: date, within_days: int) -> EvidenceQuerySet:
        return self.current().filter(
            expires_on__range=(on, date.fromordinal(on.toordinal() + within_days))
        )


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
