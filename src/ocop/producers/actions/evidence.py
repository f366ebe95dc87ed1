"""Papers of the evidence library: added, corrected, replaced by a newer version, removed."""

from typing import Any

from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.uploads import Upload
from ocop.people import reminding
from ocop.people.models import User
from ocop.rules import checklist

from .. import followers, policy
from ..models import Evidence, Product
from . import expiry


@use_case
def add(
    *,
    actor: User,
    evidence: Evidence,
    upload: Upload,
    replaces: Evidence | None = None,
) -> Evidence:
    """Put a paper into the library. `replaces` makes it the new version of one that stays where it was handed in; what is
    still being written takes the new one."""
    require(policy.can_edit(actor, evidence.producer))
    if checklist.item(evidence.item_code) is None:
        raise Refused(_("Loại giấy tờ này không có trong danh mục hồ sơ."), fields=["item_code"])
    evidence.file, evidence.file_name = upload.file, upload.name[:200]
    evidence.added_by = actor
    evidence.save()
    expiry.plan(evidence)
    if replaces is not None:
        _supersede(replaces.locked(), evidence)
    audit.record(
        actor,
        "producers.evidence.added",
        evidence,
        item=evidence.item_code,
        sha256=evidence.file_id,
        replaces=replaces.pk if replaces else None,
    )
    return evidence


def _supersede(old: Evidence, new: Evidence) -> None:
    if not old.is_current or old.producer_id != new.producer_id:
        raise Refused(_("Giấy tờ này đã có bản mới hơn."))
    _require_fitting(old, new.product)
    old.superseded_by = new
    old.save()
    reminding.forget(expiry.PAPER, old.pk)
    followers.follow_replacement(old, new)


def _require_fitting(evidence: Evidence, product: Product | None) -> None:
    """A dossier that takes a paper's correction or new version must not hold a paper of another product by it."""
    for use in followers.uses_of(evidence):
        if product is not None and use.is_written and use.product_id != product.pk:
            raise Refused(
                _("Giấy tờ này đang dùng trong hồ sơ “%(dossier)s” của sản phẩm khác.")
                % {"dossier": use.title},
                fields=["product"],
            )


@use_case
def change(*, actor: User, evidence: Evidence, version: int, fields: dict[str, Any]) -> Evidence:
    """Correct what was written about a paper; the file stays. Of a paper that was handed in the correction is a new version,
    for the old one stays what the office and the council look at. Returns the paper that holds the correction. Raises
    StaleVersion when somebody else changed it meanwhile."""
    require(policy.can_edit(actor, evidence.producer))
    current = evidence.locked(version=version)
    before = {name: getattr(current, name) for name in fields}
    was = current.pk
    is_filed = any(use.is_filed for use in followers.uses_of(current))
    if is_filed and not current.is_current:
        raise Refused(_("Giấy tờ này đã có bản mới hơn."))
    for name, value in fields.items():
        setattr(current, name, value)
    if "product" in fields:
        _require_fitting(current, current.product)
    if is_filed:
        current.pk, current.added_by, current._state.adding = None, actor, True
    current.save()
    if is_filed:
        _supersede(Evidence.objects.select_for_update().get(pk=was), current)
        expiry.plan(current)
    elif current.is_current and current.expires_on != before.get("expires_on", current.expires_on):
        expiry.plan(current)
    changed = {n: [str(before[n]), str(v)] for n, v in fields.items() if before[n] != v}
    audit.record(
        actor,
        "producers.evidence.changed",
        current,
        changed=changed,
        replaces=was if is_filed else None,
    )
    return current


@use_case
def remove(*, actor: User, evidence: Evidence) -> None:
    """Take a paper out of the library that nothing uses: a slip of the finger."""
    require(policy.can_edit(actor, evidence.producer))
    if followers.uses_of(evidence):
        raise Refused(_("Giấy tờ này đang dùng trong hồ sơ. Bỏ khỏi hồ sơ trước khi xóa."))
    if not evidence.is_current:
        raise Refused(_("Giấy tờ này đã có bản mới hơn."))
    before = Evidence.objects.filter(superseded_by=evidence).first()
    if before is not None:
        before.superseded_by = None
        before.save()
        expiry.plan(before)
    reminding.forget(expiry.PAPER, evidence.pk)
    audit.record(
        actor,
        "producers.evidence.removed",
        evidence,
        title=evidence.title,
        sha256=evidence.file_id,
    )
    evidence.delete()
