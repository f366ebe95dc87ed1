from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core.handing.enums import Verdict as Verdict


class Purpose(models.TextChoices):
    """Why a product is assessed."""

    NEW = "new", _("Sản phẩm mới")
    UPGRADE = "upgrade", _("Nâng hạng")
    RENEWAL = "renewal", _("Đánh giá lại")


class RoundState(models.TextChoices):
    """A round is one council's assessment campaign."""

    PREPARING = "preparing", _("Chuẩn bị")
    RECEIVING = "receiving", _("Nhận hồ sơ")
    SCORING = "scoring", _("Chấm điểm")
    CONCLUDED = "concluded", _("Đã kết luận")
    PUBLISHED = "published", _("Đã công bố")


BEFORE_SCORING = (RoundState.PREPARING, RoundState.RECEIVING)


class DossierState(models.TextChoices):
    DRAFT = "draft", _("Đang lập")
    SUBMITTED = "submitted", _("Đã nộp")
    CHECKING = "checking", _("Đang kiểm tra")
    RETURNED = "returned", _("Trả lại bổ sung")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    CONCLUDED = "concluded", _("Đã có kết quả")
    WITHDRAWN = "withdrawn", _("Đã rút")


WRITTEN_DOSSIERS = (DossierState.DRAFT, DossierState.RETURNED)
OPEN_DOSSIERS = (
    DossierState.DRAFT,
    DossierState.SUBMITTED,
    DossierState.CHECKING,
    DossierState.RETURNED,
    DossierState.ACCEPTED,
)


class TrackState(models.TextChoices):
    """A dossier's way through one level."""

    WAITING = "waiting", _("Chờ chấm")
    SCORING = "scoring", _("Đang chấm")
    RECONCILING = "reconciling", _("Cần thống nhất")
    CONCLUDED = "concluded", _("Đã kết luận")
    RECOGNISED = "recognised", _("Được công nhận")
    PASSED_UP = "passed_up", _("Chuyển cấp trên")
    RESULT_ONLY = "result_only", _("Có hạng, không cấp giấy")
    NOT_RANKED = "not_ranked", _("Không xếp hạng")


OPEN_TRACKS = (TrackState.WAITING, TrackState.SCORING, TrackState.RECONCILING)
SETTLED_TRACKS = (
    TrackState.RECOGNISED,
    TrackState.PASSED_UP,
    TrackState.RESULT_ONLY,
    TrackState.NOT_RANKED,
)


class CouncilRole(models.TextChoices):
    CHAIR = "chair", _("Chủ tịch")
    VICE_CHAIR = "vice_chair", _("Phó chủ tịch")
    SECRETARY = "secretary", _("Thư ký")
    MEMBER = "member", _("Ủy viên")
    SUPPORT = "support", _("Tổ giúp việc")


class ConflictSource(models.TextChoices):
    DECLARED = "declared", _("Tự khai")
    FOUND = "found", _("Hệ thống phát hiện")
    EXCUSED = "excused", _("Thư ký miễn chấm")


class Finding(models.TextChoices):
    """What a commune finds of one of its criteria."""

    MET = "met", _("Đạt")
    PARTLY = "partly", _("Đạt một phần")
    UNMET = "unmet", _("Chưa đạt")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Dự kiến")
    OPEN = "open", _("Đang họp")
    CLOSED = "closed", _("Đã kết thúc")


class SheetState(models.TextChoices):
    OPEN = "open", _("Đang chấm")
    SIGNED = "signed", _("Đã ký")


class SheetOrigin(models.TextChoices):
    SCREEN = "screen", _("Trên máy")
    PAPER = "paper", _("Phiếu giấy")


class RevisionKind(models.TextChoices):
    SIGNED = "signed", _("Ký")
    REOPENED = "reopened", _("Thư ký mở lại")
    RESCORED = "rescored", _("Sửa điểm khi thống nhất")


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")
