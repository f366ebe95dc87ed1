"""The audit trail of an evaluation, told in sentences."""

from django.utils.translation import gettext_lazy

from ocop.core import history

history.register(
    {
        "evaluation.dossier.passed_up": gettext_lazy("Chuyển hồ sơ lên cấp trên"),
        "evaluation.appraisal.assigned": gettext_lazy("Phân công tổ giúp việc"),
    }
)
