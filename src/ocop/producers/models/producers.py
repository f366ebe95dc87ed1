from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.fields import StateField
from ocop.core.models import Named
from ocop.people.models import Organisation
from ocop.places.models import Place

from ..enums import MemberRole, ProducerState, ProducerType

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
DIGITS = RegexValidator(r"^[0-9]{8,14}(-[0-9]{3})?$", _("Chỉ gồm 8–14 chữ số, ví dụ 4700123456."))
PHONE = RegexValidator(r"^\+?[0-9 .]{8,16}$", _("Số điện thoại gồm 8–15 chữ số."))


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
    state = StateField(max_length=10, states=ProducerState, default=ProducerState.PENDING)
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
