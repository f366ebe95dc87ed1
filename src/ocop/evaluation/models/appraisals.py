from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core.models import Versioned

from .tracks import Track


class Appraisal(Versioned):
    """What the working group (tổ giúp việc) found of a product before the session. It advises and never counts.

    answers: criterion code → the level that the evidence bears out. notes: criterion code → text. facts: gates and
    knock-outs it saw. Members see it beside their sheets once it is handed over.
    """

    track = models.OneToOneField(Track, models.CASCADE, related_name="appraisal")
    answers = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    papers = models.TextField(_("Kết quả kiểm tra hồ sơ, minh chứng"), blank=True)
    visited_on = models.DateField(_("Ngày kiểm tra tại cơ sở"), null=True, blank=True)
    visitors = models.CharField(_("Người đi kiểm tra"), max_length=300, blank=True)
    findings = models.TextField(
        _("Kết quả kiểm tra tại cơ sở (sản xuất, sổ sách, mẫu)"), blank=True
    )
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return _("Thẩm định %(track)s") % {"track": self.track}

    @property
    def is_handed_over(self) -> bool:
        return self.handed_over_at is not None


class Assessment(Versioned):
    """What a commune says of a product where the process has it assess instead of a council (Decision 1489/QĐ-TTg).

    findings: code of a criterion of the process → [finding, note].
    """

    track = models.OneToOneField(Track, models.CASCADE, related_name="assessment")
    met_on = models.DateField(_("Ngày họp"), null=True, blank=True)
    attendees = models.TextField(_("Thành phần họp"), blank=True)
    form = models.TextField(_("Kiểm tra hình thức hồ sơ"), blank=True)
    findings = models.JSONField(default=dict)
    opinion = models.TextField(_("Nhận xét chung, đề nghị"), blank=True)
    report_number = models.CharField(_("Số báo cáo"), max_length=60, blank=True)
    report_date = models.DateField(_("Ngày báo cáo"), null=True, blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return _("Đánh giá cấp xã %(track)s") % {"track": self.track}
