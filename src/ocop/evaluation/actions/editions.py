"""Editions of the criteria: those that come with the system, and those that an administrator completes or adds."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.people.models import User
from ocop.rules.faults import FaultyEdition
from ocop.rules.loading import builtin_codes, builtin_files, digest_of, parse_edition
from ocop.rules.model import Rule, Sheet

from .. import policy
from ..enums import EditionState, RoundState
from ..models import Edition
from ..states import edition_moves


@use_case
def load_builtin() -> list[Edition]:
    """Put the editions that come with the system into the database; one that is there already never changes."""
    made = []
    for code in builtin_codes():
        if Edition.objects.filter(code=code).exists():
            continue
        files = dict(builtin_files(code))
        parsed = parse_edition(files)
        edition = Edition.objects.create(
            code=code,
            name=f"Quyết định {parsed.decision}: {parsed.name}"[:200],
            files=files,
            digest=parsed.digest,
            state=EditionState.PUBLISHED,
            published_at=timezone.now(),
        )
        audit.record(None, "evaluation.edition.loaded", edition, digest=edition.digest)
        made.append(edition)
    return made


@use_case
def draft(*, actor: User, based_on: Edition, code: str, name: str) -> Edition:
    """A new edition to work on, a copy of another."""
    require(policy.manages_editions(actor))
    if Edition.objects.filter(code=code).exists():
        raise Refused(_("Mã này đã có."), fields=["code"])
    edition = Edition.objects.create(
        code=code,
        name=name,
        files=based_on.files,
        based_on=based_on,
        confirmed_requirements=based_on.confirmed_requirements,
    )
    audit.record(actor, "evaluation.edition.drafted", edition, based_on=based_on.code)
    return edition


@use_case
def change_files(*, actor: User, edition: Edition, files: dict[str, str], version: int) -> Edition:
    """Put texts of YAML files in place of those of a draft; what is wrong in them is told by `faults`."""
    require(policy.manages_editions(actor))
    current = edition.locked(version=version)
    if current.state != EditionState.DRAFT:
        raise Refused(_("Bộ tiêu chí đã ban hành không sửa được. Hãy tạo bản mới từ bộ này."))
    current.files = {**current.files, **files}
    current.save()
    audit.record(actor, "evaluation.edition.changed", current, files=sorted(files))
    return current


def faults(edition: Edition) -> list[str]:
    """What keeps an edition from being published, each with file and line."""
    try:
        parse_edition(edition.files)
    except FaultyEdition as faulty:
        return [str(fault) for fault in faulty.faults]
    return []


@use_case
def publish(*, actor: User, edition: Edition) -> Edition:
    """Make a draft an edition that rounds may use; from then on it never changes."""
    require(policy.manages_editions(actor))
    current = edition.locked()
    if found := faults(current):
        raise Refused(_("Chưa ban hành được, còn %(n)d lỗi.") % {"n": len(found)})
    edition_moves.apply(current, to=EditionState.PUBLISHED)
    current.digest = digest_of(current.files)
    current.published_at = timezone.now()
    current.published_by = actor
    current.save()
    audit.record(actor, "evaluation.edition.published", current, digest=current.digest)
    return current


@use_case
def confirm_requirement(
    *, actor: User, edition: Edition, requirement: str, confirmed: bool
) -> Edition:
    """An administrator has checked an inferred star requirement against the decree: from now on it caps stars, or not.

    Rounds of the edition in which nobody has scored yet follow; the others keep what they began with.
    """
    require(policy.manages_editions(actor))
    current = edition.locked()
    if requirement not in {rule.id for rule, _sheets in inferred_requirements(current)}:
        raise Refused(_("Bộ tiêu chí không có điều kiện này."))
    chosen = set(current.confirmed_requirements)
    chosen = chosen | {requirement} if confirmed else chosen - {requirement}
    current.confirmed_requirements = sorted(chosen)
    current.save(update_fields=["confirmed_requirements"])
    rounds = current.rounds.filter(state__in=(RoundState.PREPARING, RoundState.RECEIVING))
    following = list(rounds.exclude(tracks__sheets__isnull=False))
    for round in following:
        round.confirmed_requirements = current.confirmed_requirements
        round.save(update_fields=["confirmed_requirements"])
    audit.record(
        actor,
        "evaluation.requirement.confirmed" if confirmed else "evaluation.requirement.doubted",
        current,
        requirement=requirement,
        rounds=[round.pk for round in following],
    )
    return current


def inferred_requirements(edition: Edition) -> list[tuple[Rule, list[Sheet]]]:
    """Star requirements that no decree was read for, each with the sheets that know it."""
    try:
        parsed = parse_edition(edition.files)
    except FaultyEdition:
        return []
    found: dict[str, tuple[Rule, list[Sheet]]] = {}
    for sheet in parsed.sheets.values():
        for rule in sheet.requirements:
            if rule.is_inferred:
                found.setdefault(rule.id, (rule, []))[1].append(sheet)
    return list(found.values())
