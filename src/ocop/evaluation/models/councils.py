from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.fields import StateField
from ocop.core.models import Versioned
from ocop.core.words import Said, fill
from ocop.dossiers.models import Round
from ocop.people.models import Organisation

from ..enums import ConflictSource, CouncilRole, SessionState
from .tracks import Track


class Council(Versioned):
    """The council of a round, set up by a decision of the chair of the People's Committee."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="council")
    decision_number = models.CharField(_("Số quyết định thành lập"), max_length=60)
    decision_date = models.DateField(_("Ngày quyết định"))

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> Said:
        return fill(_("Hội đồng %(round)s"), round=self.round)


class CouncilMember(models.Model):
    """A seat in a council. `votes` is whether the person scores: support never does, a secretary by the process."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    role = models.CharField(_("Vai trò"), max_length=12, choices=CouncilRole.choices)
    votes = models.BooleanField(_("Chấm điểm"), default=True)
    position = models.CharField(_("Chức vụ"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("Cơ quan"),
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="council_seat_once"),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(role=CouncilRole.CHAIR),
                name="council_one_chair",
                violation_error_message=_("Hội đồng đã có chủ tịch."),
            ),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(role=CouncilRole.SECRETARY),
                name="council_one_secretary",
                violation_error_message=_("Hội đồng đã có thư ký."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Conflict(models.Model):
    """Why a member does not score a product."""

    member = models.ForeignKey(CouncilMember, models.CASCADE, related_name="conflicts")
    track = models.ForeignKey(Track, models.CASCADE, related_name="conflicts")
    source = models.CharField(max_length=10, choices=ConflictSource.choices)
    reason = models.CharField(_("Lý do"), max_length=300)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "track"], name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.reason}"


class Session(Versioned):
    """The meeting of a council: attendance, order of products, conclusions."""

    council = models.OneToOneField(Council, models.CASCADE, related_name="session")
    starts_at = models.DateTimeField(_("Bắt đầu"))
    venue = models.CharField(_("Địa điểm"), max_length=200)
    state = StateField(max_length=10, states=SessionState, default=SessionState.PLANNED)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    remarks = models.TextField(_("Ý kiến, kết luận chung"), blank=True)

    def __str__(self) -> str:
        return _("Phiên họp %(council)s") % {"council": self.council}


class Attendance(models.Model):
    """A member's signature that they are at the session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(CouncilMember, models.CASCADE, related_name="attendances")
    signed_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return str(self.member)
