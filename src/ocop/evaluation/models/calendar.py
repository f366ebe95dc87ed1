from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that the government set otherwise than `ocop.evaluation.deadlines` knows: a Saturday worked instead of
    another day, a day off. Deadlines that are reckoned from then on follow it; those reckoned before stay."""

    day = models.DateField(_("Ngày"), unique=True)
    works = models.BooleanField(
        _("Ngày này"), choices=[(True, _("Đi làm (làm bù)")), (False, _("Nghỉ"))]
    )
    act = models.CharField(_("Văn bản"), max_length=200)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
