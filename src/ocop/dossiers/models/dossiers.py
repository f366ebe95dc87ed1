from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.fields import StateField
from ocop.core.handing.models import HandedUp, Point
from ocop.core.words import Said, fill
from ocop.producers.models import Evidence, Producer, Product

from ..enums import DossierState, Purpose
from .rounds import Round


class Dossier(HandedUp):
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
    set_code = models.CharField(max_length=40, help_text="as the edition of the round has it")
    state = StateField(max_length=10, states=DossierState, default=DossierState.DRAFT)
    answers = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    self_total = models.PositiveSmallIntegerField(default=0)
    self_stars = models.PositiveSmallIntegerField(default=0)
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


class PaperCheck(Point):
    """What the receiving office found of one item of the checklist; its evidence are papers."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="checks")

    class Meta(Point.Meta):
        constraints = [
            *Point.Meta.constraints,
            models.UniqueConstraint(
                fields=["dossier", "submission", "item_code"], name="paper_check_once"
            ),
        ]
