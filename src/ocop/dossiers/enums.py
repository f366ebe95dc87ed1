from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core.handing.enums import Verdict as Verdict
from ocop.core.tones import BAD, GOOD, INFO, PLAIN, WAIT, Toned


class Purpose(models.TextChoices):
    """Why a product is assessed."""

    NEW = "new", _("Sản phẩm mới")
    UPGRADE = "upgrade", _("Nâng hạng")
    RENEWAL = "renewal", _("Đánh giá lại")


class RoundState(Toned):
    """A round is one council's assessment campaign."""

    PREPARING = "preparing", WAIT, _("Chuẩn bị")
    RECEIVING = "receiving", WAIT, _("Nhận hồ sơ")
    SCORING = "scoring", INFO, _("Chấm điểm")
    CONCLUDED = "concluded", INFO, _("Đã kết luận")
    PUBLISHED = "published", GOOD, _("Đã công bố")


BEFORE_SCORING = (RoundState.PREPARING, RoundState.RECEIVING)


class DossierState(Toned):
    DRAFT = "draft", INFO, _("Đang lập")
    SUBMITTED = "submitted", WAIT, _("Đã nộp")
    CHECKING = "checking", WAIT, _("Đang kiểm tra")
    RETURNED = "returned", BAD, _("Trả lại bổ sung")
    ACCEPTED = "accepted", GOOD, _("Đã tiếp nhận")
    CONCLUDED = "concluded", INFO, _("Đã có kết quả")
    WITHDRAWN = "withdrawn", PLAIN, _("Đã rút")


WRITTEN_DOSSIERS = (DossierState.DRAFT, DossierState.RETURNED)
OPEN_DOSSIERS = (
    DossierState.DRAFT,
    DossierState.SUBMITTED,
    DossierState.CHECKING,
    DossierState.RETURNED,
    DossierState.ACCEPTED,
)
