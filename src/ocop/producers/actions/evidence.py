"""Papers of the evidence library: added, corrected, replaced by a newer version, removed."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ocop.core import audit, documents
from ocop.core.errors import Refused
from ocop.core.files import EVIDENCE, PDF, kind_of, plain_name, store, store_bytes
from ocop.core.models import StoredFile
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.people import reminders
from ocop.people.models import User
from ocop.rules import checklist

from .. import hooks, policy
from ..models import Evidence
from . import expiry


@use_case
def add(
    *,
    actor: User,
    evidence: Evidence,
    uploads: Sequence[Any],
    replaces: Evidence | None = None,
) -> Evidence:
    """Put a paper into the library; several pictures become one PDF. `replaces` makes it the new version of one that
    stays where it was handed in; what is still being written takes the new one."""
    require(policy.can_edit(actor, evidence.producer))
    if checklist.item(evidence.item_code) is None:
        raise Refused(_("Loại giấy tờ này không có trong danh mục hồ sơ."), fields=["item_code"])
    evidence.file, name = _one_file(uploads)
    evidence.file_name = plain_name(name)[:200]
    evidence.added_by = actor
    evidence.save()
    expiry.plan(evidence)
    if replaces is not None:
        old = replaces.locked()
        if not old.is_current or old.producer_id != evidence.producer_id:
            raise Refused(_("Giấy tờ này đã có bản mới hơn."))
        old.superseded_by = evidence
        old.save()
        reminders.forget(expiry.PAPER, old.pk)
        hooks.follow_replacement(old, evidence)
    audit.record(
        actor,
        "producers.evidence.added",
        evidence,
        item=evidence.item_code,
        sha256=evidence.file_id,
        replaces=replaces.pk if replaces else None,
    )
    return evidence


def _one_file(uploads: Sequence[Any]) -> tuple[StoredFile, str]:
    """What was uploaded as one stored file that can be read and printed, and its name."""
    if len(uploads) == 1:
        return store(uploads[0], kinds=EVIDENCE), uploads[0].name
    for upload in uploads:
        if kind_of(upload) not in EVIDENCE:
            raise Refused(_("“%(name)s” không phải ảnh hay PDF.") % {"name": upload.name})
    stem = uploads[0].name.rsplit(".", 1)[0]
    return store_bytes(documents.join(uploads), kinds=(PDF,)), f"{stem}.pdf"


@use_case
def change(*, actor: User, evidence: Evidence, version: int, fields: dict[str, Any]) -> Evidence:
    """Correct what was written about a paper; the file stays. Raises StaleVersion when somebody else did meanwhile."""
    require(policy.can_edit(actor, evidence.producer))
    current = evidence.locked(version=version)
    before = {name: getattr(current, name) for name in fields}
    for name, value in fields.items():
        setattr(current, name, value)
    current.save()
    if current.is_current and current.expires_on != before.get("expires_on", current.expires_on):
        expiry.plan(current)
    changed = {n: [str(before[n]), str(v)] for n, v in fields.items() if before[n] != v}
    audit.record(actor, "producers.evidence.changed", current, changed=changed)
    return current


@use_case
def remove(*, actor: User, evidence: Evidence) -> None:
    """Take a paper out of the library that nothing uses: a slip of the finger."""
    require(policy.can_edit(actor, evidence.producer))
    if hooks.uses_of(evidence):
        raise Refused(_("Giấy tờ này đang dùng trong hồ sơ. Bỏ khỏi hồ sơ trước khi xóa."))
    if not evidence.is_current:
        raise Refused(_("Giấy tờ này đã có bản mới hơn."))
    before = Evidence.objects.filter(superseded_by=evidence).first()
    if before is not None:
        before.superseded_by = None
        before.save()
        expiry.plan(before)
    reminders.forget(expiry.PAPER, evidence.pk)
    audit.record(
        actor,
        "producers.evidence.removed",
        evidence,
        title=evidence.title,
        sha256=evidence.file_id,
    )
    evidence.delete()
