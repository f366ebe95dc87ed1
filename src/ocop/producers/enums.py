from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core.tones import BAD, GOOD, PLAIN, WAIT, Toned


class ProducerType(models.TextChoices):
    """The four kinds of chủ thể that take part."""

    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    COOPERATIVE = "cooperative", _("Hợp tác xã")
    COOPERATIVE_GROUP = "cooperative_group", _("Tổ hợp tác")
    HOUSEHOLD_BUSINESS = "household_business", _("Hộ kinh doanh")


class ProducerState(Toned):
    PENDING = "pending", WAIT, _("Chờ xã xác nhận")
    ACTIVE = "active", GOOD, _("Đang tham gia")
    REJECTED = "rejected", BAD, _("Không xác nhận")
    STOPPED = "stopped", PLAIN, _("Ngừng tham gia")


class LinkKind(models.TextChoices):
    SUPPLIER = "supplier", _("Cung cấp nguyên liệu")
    BUYER = "buyer", _("Tiêu thụ sản phẩm")


class PropertyKind(models.TextChoices):
    """Kinds of intellectual property."""

    TRADEMARK = "trademark", _("Nhãn hiệu")
    COLLECTIVE_MARK = "collective_mark", _("Nhãn hiệu tập thể")
    CERTIFICATION_MARK = "certification_mark", _("Nhãn hiệu chứng nhận")
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("Chỉ dẫn địa lý")
    DESIGN = "design", _("Kiểu dáng công nghiệp")


class PropertyState(Toned):
    PLANNED = "planned", WAIT, _("Dự kiến đăng ký")
    APPLIED = "applied", WAIT, _("Đã nộp đơn")
    GRANTED = "granted", GOOD, _("Đã được cấp")


class MemberRole(models.TextChoices):
    """What a person does for a producer in the system; both enter data, a manager also says who else does."""

    MANAGER = "manager", _("Đại diện (mời được người khác)")
    EDITOR = "editor", _("Người lập hồ sơ")
