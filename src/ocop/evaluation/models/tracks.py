from __future__ import annotations

from decimal import Decimal

from django.db import models

from ocop.certificates.models import Certificate
from ocop.core.fields import StateField
from ocop.core.models import Versioned
from ocop.dossiers.models import Dossier, Round
from ocop.places.enums import Level
from ocop.rules.deciding import printed
from ocop.rules.reasons import Reason

from ..enums import TrackState


class Track(Versioned):
    """A dossier's way through one level: own council, sheets, mean, stars, minutes, decision.

    The mean is kept exactly as points_sum / sheets_counted; `mean_total` is the same rounded to four places for
    ordering and display. `reasons` are the engine's (code, params) pairs; `rules_digest` names edition, sheets and
    decision rule that the result was made from. `appraiser` is who of the working group prepares the product.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="tracks")
    round = models.ForeignKey(Round, models.PROTECT, related_name="tracks")
    level = models.CharField(max_length=10, choices=Level.choices)
    state = StateField(max_length=12, states=TrackState, default=TrackState.WAITING)
    position = models.PositiveSmallIntegerField(default=0, help_text="order in the session")
    sheets_signed = models.PositiveSmallIntegerField(default=0)
    sheets_expected = models.PositiveSmallIntegerField(default=0)
    points_sum = models.PositiveIntegerField(null=True)
    sheets_counted = models.PositiveSmallIntegerField(null=True)
    mean_total = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    spread = models.PositiveSmallIntegerField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)
    reasons = models.JSONField(default=list)
    agreement = models.FloatField(null=True)
    rules_digest = models.CharField(max_length=64, blank=True)
    concluded_at = models.DateTimeField(null=True)
    decision = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="tracks")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, related_name="track")
    appraiser = models.ForeignKey(
        "CouncilMember", models.SET_NULL, null=True, blank=True, related_name="appraised"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "round"], name="track_once_a_round"),
            models.CheckConstraint(
                condition=models.Q(state__in=TrackState.values), name="track_state_known"
            ),
        ]
        indexes = [models.Index(fields=["round", "-mean_total"], name="track_ranking")]

    def __str__(self) -> str:
        return f"{self.dossier.product} – {self.get_level_display()}"

    @property
    def decided_reasons(self) -> list[Reason]:
        """Why the result is what it is, without hints at rules that nobody has confirmed: for the producer."""
        return [r for r in map(Reason.from_data, self.reasons) if not r.is_hint]

    @property
    def mean_printed(self) -> Decimal | None:
        """The mean with the two decimals that documents print, rounded half up."""
        if self.points_sum is None:
            return None
        return printed(self.points_sum, self.sheets_counted or 1)
