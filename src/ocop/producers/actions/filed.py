"""What was handed in stays as an office or a council looks at it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ocop.core.errors import Refused

from .. import followers
from ..models import Producer, Product


def require_unfiled(
    before: Producer | Product,
    now: Mapping[str, Any],
    fixed: Iterable[str],
    products: QuerySet[Product],
) -> None:
    """Raises Refused for a change of `fixed` while some of the products are being assessed."""
    wrong = [name for name in fixed if name in now and now[name] != getattr(before, name)]
    if wrong and followers.are_assessed(products):
        columns = {field.name: field.verbose_name for field in before._meta.concrete_fields}
        labels = ", ".join(str(columns[name]) for name in wrong)
        raise Refused(
            _(
                "Sản phẩm đang được đánh giá theo hồ sơ đã nộp. Đến khi có kết quả, giữ nguyên: %(what)s."
            )
            % {"what": labels},
            fields=wrong,
        )
