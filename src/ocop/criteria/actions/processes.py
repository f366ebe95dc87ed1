"""Process editions that an administrator makes: drafted from another, checked, published; then they never change."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ocop.core import audit, clock
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import named
from ocop.people.models import User
from ocop.rules.faults import Fault
from ocop.rules.process_checks import process_faults
from ocop.rules.processes import builtin_contents, day_left_without, overlapping, process_from

from .. import policy
from ..enums import EditionState
from ..models import ProcessEdition
from ..rulebook import processes
from ..states import process_moves


@use_case
def draft(*, actor: User, code: str, based_on: str) -> ProcessEdition:
    """A new process to work on, a copy of another; its days are its own."""
    require(policy.manages_editions(actor))
    if code in builtin_contents() or ProcessEdition.objects.filter(code=code).exists():
        raise Refused(_("Mã này đã có."), fields=["code"])
    content = content_of(based_on)
    process = ProcessEdition.objects.create(
        code=code,
        based_on=based_on,
        content={**content, "code": code, "in_force_from": "", "in_force_to": None},
    )
    audit.record(actor, "criteria.process.drafted", process, based_on=based_on)
    return process


def content_of(code: str) -> Mapping[str, Any]:
    """The data of a process edition, built in or made here; nothing where there is none."""
    if code in builtin_contents():
        return builtin_contents()[code]
    own = ProcessEdition.objects.filter(code=code).first()
    return own.content if own else {}


@use_case
def change(
    *, actor: User, process: ProcessEdition, content: Mapping[str, Any], version: int
) -> ProcessEdition:
    """Put other data in place of a draft's; `faults` tells what is wrong with it."""
    require(policy.manages_editions(actor))
    current = _changeable(process, version)
    current.content = {**content, "code": current.code}
    current.save()
    audit.record(actor, "criteria.process.changed", current)
    return current


def _changeable(process: ProcessEdition, version: int | None = None) -> ProcessEdition:
    current = process.locked(version=version)
    if current.state != EditionState.DRAFT:
        raise Refused(_("Quy trình đã ban hành không sửa được. Hãy tạo bản mới từ quy trình này."))
    return current


def faults(process: ProcessEdition) -> tuple[Fault, ...]:
    """What keeps a process from being published."""
    return process_faults(process.content)


def wrong_days(process: ProcessEdition) -> str:
    """Why the days of a faultless draft do not fit those of the usable processes; nothing when they do."""
    new, known = process_from(process.content), processes()
    if other := overlapping(new, known):
        return _("Hiệu lực trùng với quy trình “%(name)s”. Hãy sửa ngày.") % {"name": named(other)}
    if day := day_left_without(new, known):
        return _(
            "Từ ngày %(day)s sẽ không còn quy trình nào. Để trống ngày hết hiệu lực: quy trình kéo dài đến khi có quy trình sau."
        ) % {"day": f"{day:%d/%m/%Y}"}
    return ""


@use_case
def publish(*, actor: User, process: ProcessEdition) -> ProcessEdition:
    """Make a draft a process that rounds may use and that decides, from its first day, who may recognise."""
    require(policy.manages_editions(actor))
    current = _changeable(process)
    if wrong := faults(current):
        raise Refused(_("Chưa ban hành được, còn %(n)d lỗi.") % {"n": len(wrong)})
    if reason := wrong_days(current):
        raise Refused(reason)
    process_moves.apply(current, to=EditionState.PUBLISHED)
    current.published_at, current.published_by = clock.now(), actor
    current.save()
    audit.record(actor, "criteria.process.published", current, content=current.content)
    return current


@use_case
def discard(*, actor: User, process: ProcessEdition) -> None:
    """Throw a draft away that nobody needs."""
    require(policy.manages_editions(actor))
    current = _changeable(process)
    audit.record(actor, "criteria.process.discarded", current, code=current.code)
    current.delete()
