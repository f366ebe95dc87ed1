from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core.fields import StateField
from ocop.core.models import Versioned
from ocop.core.words import Said, fill
from ocop.criteria.models import Edition
from ocop.places.enums import Level
from ocop.places.models import Place

from ..enums import RoundState


class Round(Versioned):
    """An assessment campaign of one council: a place, a year, a number.

    The rules are fixed when it opens: edition with digest, process edition. `settings` are this round's choices where
    the process leaves one (largest spread, quorum, deadlines); what is not there is as the process says.
    `confirmed_requirements` are the edition's as they stand until the first score; from then on they are the round's,
    so that a confirmation made later never changes what a council has decided by.
    """

    place = models.ForeignKey(
        Place, models.PROTECT, related_name="rounds", verbose_name=_("Địa bàn")
    )
    level = models.CharField(max_length=10, choices=Level.choices)
    year = models.PositiveSmallIntegerField(_("Năm"))
    number = models.PositiveSmallIntegerField(_("Đợt"), default=1)
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="rounds", verbose_name=_("Bộ tiêu chí")
    )
    edition_digest = models.CharField(max_length=64)
    process_code = models.CharField(_("Quy trình"), max_length=30)
    settings = models.JSONField(default=dict, blank=True)
    confirmed_requirements = models.JSONField(default=list, blank=True)
    state = StateField(max_length=10, states=RoundState, default=RoundState.PREPARING)
    receives_from = models.DateField(_("Nhận hồ sơ từ ngày"))
    receives_until = models.DateField(_("đến hết ngày"))
    upper = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lowers",
        verbose_name=_("Chuyển lên đợt"),
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "-number", "place__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year", "number"],
                name="round_once",
                violation_error_message=_("Địa bàn đã có đợt này trong năm."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RoundState.values), name="round_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> Said:
        return fill(
            _("Đợt %(number)d năm %(year)d – %(place)s"),
            number=self.number,
            year=self.year,
            place=self.place,
        )
