from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a figure tells of its period."""

    STOCK = "stock", _("Tại ngày cuối kỳ")
    FLOW = "flow", _("Trong kỳ")
    CUMULATIVE = "cumulative", _("Lũy kế từ đầu giai đoạn")


class Together(models.TextChoices):
    """How the figure of a whole comes from its parts; only sums are ever added up."""

    SUM = "sum", _("Cộng các phần")
    DISTINCT = "distinct", _("Mỗi đối tượng tính một lần")
    RATIO = "ratio", _("Tỷ lệ của hai số")
    WEIGHTED_MEAN = "weighted_mean", _("Bình quân gia quyền")
