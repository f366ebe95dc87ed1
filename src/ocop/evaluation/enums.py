from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core.tones import BAD, GOOD, INFO, PLAIN, WAIT, Toned


class TrackState(Toned):
    """A dossier's way through one level."""

    WAITING = "waiting", WAIT, _("Chờ chấm")
    SCORING = "scoring", INFO, _("Đang chấm")
    RECONCILING = "reconciling", WAIT, _("Cần thống nhất")
    CONCLUDED = "concluded", INFO, _("Đã kết luận")
    RECOGNISED = "recognised", GOOD, _("Được công nhận")
    PASSED_UP = "passed_up", WAIT, _("Chuyển cấp trên")
    RESULT_ONLY = "result_only", GOOD, _("Có hạng, không cấp giấy")
    NOT_RANKED = "not_ranked", BAD, _("Không xếp hạng")


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


class SessionState(Toned):
    PLANNED = "planned", WAIT, _("Dự kiến")
    OPEN = "open", INFO, _("Đang họp")
    CLOSED = "closed", PLAIN, _("Đã kết thúc")


class SheetState(Toned):
    OPEN = "open", INFO, _("Đang chấm")
    SIGNED = "signed", GOOD, _("Đã ký")


class SheetOrigin(models.TextChoices):
    SCREEN = "screen", _("Trên máy")
    PAPER = "paper", _("Phiếu giấy")


class RevisionKind(models.TextChoices):
    SIGNED = "signed", _("Ký")
    REOPENED = "reopened", _("Thư ký mở lại")
    RESCORED = "rescored", _("Sửa điểm khi thống nhất")


class DecisionState(Toned):
    DRAFT = "draft", INFO, _("Dự thảo")
    ISSUED = "issued", GOOD, _("Đã ban hành")
