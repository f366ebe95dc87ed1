from django.utils.translation import gettext_lazy as _

from ..tones import BAD, GOOD, INFO, WAIT, Toned


class Stage(Toned):
    """Of the chain; a thing's own states have these values for them, and may have others beside."""

    DRAFT = "draft", INFO, _("Đang lập")
    SUBMITTED = "submitted", WAIT, _("Đã nộp")
    CHECKING = "checking", WAIT, _("Đang kiểm tra")
    RETURNED = "returned", BAD, _("Trả lại bổ sung")
    ACCEPTED = "accepted", GOOD, _("Đã tiếp nhận")


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


class Verdict(Toned):
    """What the office finds of a point."""

    FINE = "fine", GOOD, _("Đạt")
    MISSING = "missing", BAD, _("Thiếu")
    WRONG = "wrong", BAD, _("Chưa đúng")
