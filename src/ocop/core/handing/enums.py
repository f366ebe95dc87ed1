from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Of the chain; a thing's own states have these values for them, and may have others beside."""

    DRAFT = "draft", _("Đang lập")
    SUBMITTED = "submitted", _("Đã nộp")
    CHECKING = "checking", _("Đang kiểm tra")
    RETURNED = "returned", _("Trả lại bổ sung")
    ACCEPTED = "accepted", _("Đã tiếp nhận")


WRITTEN = (Stage.DRAFT, Stage.RETURNED)
"""With who writes it."""
RECEIVED = (Stage.SUBMITTED, Stage.CHECKING)
"""With the office."""
MOVES = (
    (Stage.DRAFT, Stage.SUBMITTED),
    (Stage.SUBMITTED, Stage.DRAFT),
    (Stage.SUBMITTED, Stage.CHECKING),
    (Stage.SUBMITTED, Stage.RETURNED),
    (Stage.CHECKING, Stage.RETURNED),
    (Stage.CHECKING, Stage.ACCEPTED),
    (Stage.RETURNED, Stage.SUBMITTED),
)


class Verdict(models.TextChoices):
    """What the office finds of a point."""

    FINE = "fine", _("Đạt")
    MISSING = "missing", _("Thiếu")
    WRONG = "wrong", _("Chưa đúng")
