from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.core.fields import ChangedAtField, StateField
from ocop.core.models import Versioned
from ocop.core.words import Said, fill
from ocop.places.enums import Level
from ocop.producers.models import Evidence, Producer, Product
from ocop.rules.deciding import printed
from ocop.rules.reasons import Reason

from ..enums import DossierState, Purpose, TrackState, Verdict
from .rounds import Round


class Dossier(Versioned):
    """All that is filed for one product in one round, with the producer's own scoring.

    answers: criterion code → level code. notes: criterion code → the producer's explanation. facts: confirmed gate
    facts. `self_total` and `self_stars` are kept as the answers are saved.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="dossiers")
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="dossiers")
    round = models.ForeignKey(Round, models.PROTECT, related_name="dossiers")
    purpose = models.CharField(
        _("Mục đích"), max_length=10, choices=Purpose.choices, default=Purpose.NEW
    )
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    set_code = models.CharField(max_length=40, help_text="as the edition of the round has it")
    state = StateField(max_length=10, states=DossierState, default=DossierState.DRAFT)
    answers = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    self_total = models.PositiveSmallIntegerField(default=0)
    self_stars = models.PositiveSmallIntegerField(default=0)
    submission = models.PositiveSmallIntegerField(
        default=0, help_text="how often it was handed in, without what was taken back"
    )
    submitted_at = models.DateTimeField(null=True, help_text="when it was first handed in")
    accepted_at = models.DateTimeField(null=True)
    due_on = models.DateField(
        null=True, help_text="when the present state should end, by the process edition"
    )
    return_reason = models.TextField(blank=True, help_text="of the last return")
    completion_due_on = models.DateField(
        null=True, help_text="until when what was last returned is to be completed"
    )
    checked_answers = models.JSONField(default=dict, help_text="as the office last saw them")
    product_name = models.CharField(max_length=200, blank=True, help_text="as last handed in")
    producer_name = models.CharField(max_length=200, blank=True, help_text="as last handed in")
    changed_criteria = models.JSONField(
        default=list, help_text="criteria answered otherwise than the office last saw them"
    )

    class Meta:
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["product", "round"], name="dossier_once_a_round"),
            models.CheckConstraint(
                condition=models.Q(state__in=DossierState.values), name="dossier_state_known"
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="dossier_round_state")]

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> Said:
        return fill("%(product)s – %(round)s", product=self.product, round=self.round)

    @property
    def names(self) -> tuple[str, str]:
        """Of the product and its producer, as they were handed in; as they are now while the dossier is being written."""
        if self.is_editable or not self.product_name:
            return self.product.name, self.producer.name
        return self.product_name, self.producer_name

    @property
    def is_editable(self) -> bool:
        return self.state in (DossierState.DRAFT, DossierState.RETURNED)


class DossierPaper(models.Model):
    """A paper of the evidence library used in a dossier: for an item of the checklist, for a criterion, or both."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    item_code = models.CharField(max_length=12, blank=True)
    criterion = models.CharField(max_length=20, blank=True)
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["item_code", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "evidence", "item_code", "criterion"], name="dossier_paper_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_code or self.criterion}: {self.evidence}"


class PaperCheck(models.Model):
    """What the receiving office found of one item of the checklist at one submission.

    evidence: the papers that it looked at. A fine item whose papers stay the same is carried to the next submission.
    reply: what the producer answered to a finding that is not fine, instead of giving other papers.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="checks")
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
        ordering = ["item_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "submission", "item_code"], name="paper_check_once"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.FINE) | ~models.Q(reason=""),
                name="paper_check_needs_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_code}: {self.get_verdict_display()}"

    def is_open(self, evidence: Sequence[int]) -> bool:
        """Asks for something that has neither been answered nor mended: the item's papers, sorted, are those that the
        office looked at."""
        return self.verdict != Verdict.FINE and not self.reply and self.evidence == evidence


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
