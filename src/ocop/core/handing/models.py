"""Columns of what is handed up, and of what the office finds of it."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import clock
from ..fields import ChangedAtField, StateField
from ..models import Versioned
from .enums import RECEIVED, WRITTEN, Stage, Verdict


class HandedUp(Versioned):
    """A thing that goes to a higher office. One with more states than the chain has a `state` of its own, whose values for
    those of the chain are the same."""

    state = StateField(max_length=10, states=Stage, default=Stage.DRAFT)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    submission = models.PositiveSmallIntegerField(
        default=0, help_text="how often it was handed in, without what was taken back"
    )
    submitted_at = models.DateTimeField(null=True, help_text="when it was first handed in")
    accepted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True, help_text="when the present state should end")
    return_reason = models.TextField(blank=True, help_text="of the last return")
    completion_due_on = models.DateField(
        null=True, help_text="until when what was last returned is to be completed"
    )

    class Meta:
        abstract = True

    @property
    def is_editable(self) -> bool:
        return self.state in WRITTEN

    @property
    def is_received(self) -> bool:
        """It lies with the office."""
        return self.state in RECEIVED

    @property
    def is_returned(self) -> bool:
        return self.state == Stage.RETURNED

    @property
    def is_late(self) -> bool:
        """Who has it now, the office or who writes it, has had it longer than is given."""
        is_under_way = self.is_received or self.is_returned
        return is_under_way and self.due_on is not None and self.due_on < clock.today()


class Point(models.Model):
    """What the office found of one item of a thing at one submission.

    A model of its own adds the key of the thing. evidence: keys of what the office looked at, sorted. A fine item whose
    evidence stays the same is carried to the next submission. reply: what was answered to a finding that is not fine,
    instead of giving other evidence.
    """

    submission = models.PositiveSmallIntegerField()
    item_code = models.CharField(max_length=12)
    verdict = StateField(max_length=10, states=Verdict)
    reason = models.CharField(max_length=500, blank=True)
    evidence = models.JSONField(default=list)
    reply = models.CharField(_("Trả lời nơi nhận"), max_length=500, blank=True)
    is_carried = models.BooleanField(default=False)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = ChangedAtField()

    class Meta:
        abstract = True
        ordering = ["item_code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.FINE) | ~models.Q(reason=""),
                name="%(class)s_needs_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_code}: {self.get_verdict_display()}"

    @property
    def is_demand(self) -> bool:
        return self.verdict != Verdict.FINE

    def is_open(self, evidence: Sequence[int]) -> bool:
        """Asks for something that has neither been answered nor mended: the item's evidence, sorted, is what the office
        looked at."""
        return self.is_demand and not self.reply and self.evidence == evidence
