from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core.fields import StateField
from ocop.core.models import Versioned
from ocop.dossiers.models import Round

from ..enums import DecisionState


class Decision(Versioned):
    """The legal act (quyết định) behind results and certificates of a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions")
    number = models.CharField(_("Số quyết định"), max_length=60, blank=True)
    signed_on = models.DateField(_("Ngày ký"), null=True, blank=True)
    authority = models.CharField(_("Thẩm quyền ký"), max_length=80, blank=True)
    signer_title = models.CharField(_("Chức vụ người ký"), max_length=120, blank=True)
    signer = models.CharField(_("Người ký"), max_length=120, blank=True)
    valid_from = models.DateField(
        _("Giấy chứng nhận có hiệu lực từ"),
        null=True,
        blank=True,
        help_text=_("Để trống: từ ngày ký quyết định."),
    )
    valid_to = models.DateField(
        _("Giấy chứng nhận có giá trị đến"),
        null=True,
        blank=True,
        help_text=_("Để trống: tính theo thời hạn của quy trình."),
    )
    state = StateField(max_length=10, states=DecisionState, default=DecisionState.DRAFT)

    class Meta:
        ordering = ["-signed_on", "-pk"]

    def __str__(self) -> str:
        return self.number or str(_("Dự thảo quyết định"))
