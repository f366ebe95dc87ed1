"""Rows that hang on a producer or a product: a year's figures, a link of the value chain, a title, a picture."""

from typing import Any

from ocop.core import audit
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.people.models import User

from .. import policy
from ..models import Producer


@use_case
def save(*, actor: User, producer: Producer, detail: Any) -> Any:
    """Add or change a year's figures, a link of the value chain, a title of intellectual property."""
    require(policy.can_edit(actor, producer))
    verb = "added" if detail.pk is None else "changed"
    detail.save()
    audit.record(
        actor,
        f"producers.{detail._meta.model_name}.{verb}",
        detail,
        producer=producer.pk,
        text=str(detail),
    )
    return detail


@use_case
def remove(*, actor: User, producer: Producer, detail: Any) -> None:
    """Take such a row away, pictures too; the audit trail keeps what it said."""
    require(policy.can_edit(actor, producer))
    audit.record(actor, f"producers.{detail._meta.model_name}.removed", detail, text=str(detail))
    detail.delete()
