from django.conf import settings
from django.db import models

from ocop.core import clock
from ocop.core.fields import ChangedAtField, StateField
from ocop.core.models import Versioned

from ..enums import RevisionKind, SheetOrigin, SheetState
from .councils import CouncilMember
from .tracks import Track


class ScoreSheet(Versioned):
    """One member's scores for one product: one row, so that a choice is one small write.

    answers: criterion code → level code ("none" when no level is met). comments: criterion code → text. Totals are
    kept beside the answers as they are saved, so that rankings never touch single scores.
    """

    track = models.ForeignKey(Track, models.CASCADE, related_name="sheets")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="sheets")
    state = StateField(max_length=10, states=SheetState, default=SheetState.OPEN)
    origin = models.CharField(
        max_length=10, choices=SheetOrigin.choices, default=SheetOrigin.SCREEN
    )
    answers = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    total = models.PositiveSmallIntegerField(default=0)
    parts = models.JSONField(default=dict)
    answered = models.PositiveSmallIntegerField(default=0)
    is_disqualified = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["member__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["track", "member"], name="sheet_once"),
            models.CheckConstraint(
                condition=models.Q(total__lte=100), name="sheet_total_at_most_100"
            ),
        ]
        indexes = [models.Index(fields=["member", "state"], name="sheet_member_state")]

    def __str__(self) -> str:
        return f"{self.member} – {self.track}"

    @property
    def is_signed(self) -> bool:
        return self.state == SheetState.SIGNED


class SheetRevision(models.Model):
    """A sheet as it stood when it was signed, reopened or changed in reconciliation: nothing is overwritten.

    changes: of a reconciliation, criterion code → [level before, level after].
    """

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="revisions")
    kind = models.CharField(max_length=10, choices=RevisionKind.choices)
    answers = models.JSONField()
    changes = models.JSONField(default=dict)
    total = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.get_kind_display()}"


class Discussion(models.Model):
    """What the council said about a product, for the minutes."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="discussions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class PaperEntry(models.Model):
    """One of the two typings of a paper sheet; where both agree they become the sheet itself."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="paper_entries")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    is_done = models.BooleanField(default=False)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = ChangedAtField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="paper_entry_once"),
            models.CheckConstraint(
                condition=models.Q(number__in=(1, 2)), name="paper_entry_first_or_second"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} ({self.number})"
