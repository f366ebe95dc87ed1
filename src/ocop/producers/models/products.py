from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.fields import StateField
from ocop.core.models import Named, StoredFile

from ..enums import LinkKind, PropertyKind, PropertyState
from .producers import PERCENT, Producer


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
    state = StateField(_("Tình trạng"), max_length=10, states=PropertyState)
    number = models.CharField(_("Số đơn / văn bằng"), max_length=60, blank=True)
    on = models.DateField(_("Ngày nộp / cấp"), null=True, blank=True)
    until = models.DateField(_("Hiệu lực đến"), null=True, blank=True)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("Sở hữu trí tuệ")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()
