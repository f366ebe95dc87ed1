"""Editions of the criteria: those that come with the system, and those that an administrator completes or adds."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext as _

from ocop.core import audit, clock
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.people.models import User
from ocop.rules import document
from ocop.rules import model as rules
from ocop.rules.faults import Fault, FaultyEdition
from ocop.rules.loading import INDEX, builtin_codes, builtin_files, parse_edition
from ocop.rules.model import Rule, Sheet

from .. import policy
from ..enums import EditionState
from ..models import Edition
from ..states import edition_moves

requirements_confirmed = Signal()
"""Sent with the `edition` in the transaction that confirms or doubts one of its conditions; a receiver answers with the
ids of the rounds that follow."""
DECIDING = ("requires_for_stars", "gate", "disqualify", "applies_if")
"""Kinds of rules that an inferred one of must not decide by before it is confirmed."""


@use_case
def load_builtin() -> list[Edition]:
    """Put the editions that come with the system into the database.

    One that is there never changes, for rounds were held under it: when a newer release words it otherwise, the new
    content stands beside it as an edition of its own, with what was confirmed of the one before.
    """
    loaded = []
    for code in builtin_codes():
        files = dict(builtin_files(code))
        parsed = parse_edition(files)
        if Edition.objects.filter(digest=parsed.digest).exists():
            continue
        builtin = Edition.objects.filter(published_by=None, state=EditionState.PUBLISHED)
        before = (
            builtin.filter(Q(code=code) | Q(code__startswith=f"{code}-")).order_by("-pk").first()
        )
        decision = f"Quyết định {parsed.decision}"
        if before is not None:
            decision += f" (bản {clock.today():%d/%m/%Y})"
        edition = Edition.objects.create(
            code=f"{code}-{parsed.digest[:6]}" if before else code,
            name=f"{decision}: {parsed.name}"[:200],
            name_en=told_apart(english_name(parsed), parsed.digest[:6])
            if before
            else english_name(parsed),
            files=files,
            digest=parsed.digest,
            state=EditionState.PUBLISHED,
            published_at=clock.now(),
            based_on=before,
            confirmed_requirements=before.confirmed_requirements if before else [],
        )
        audit.record(None, "criteria.edition.loaded", edition, digest=edition.digest)
        loaded.append(edition)
    return loaded


def english_name(parsed: rules.Edition) -> str:
    return f"Decision {parsed.decision}: {parsed.name_en}"[:200]


def told_apart(name: str, code: str) -> str:
    """A name with the edition's code behind it, as long as a name may be; "" stays ""."""
    return f"{name[: 197 - len(code)]} ({code})" if name else ""


@use_case
def draft(
    *, actor: User, based_on: Edition | None, code: str, name: str, name_en: str = ""
) -> Edition:
    """A new edition to work on, a copy of another or empty. No two have the same name in either language; without an
    English one it has that of the other with its own code."""
    require(policy.manages_editions(actor))
    if Edition.objects.filter(code=code).exists():
        raise Refused(_("Mã này đã có."), fields=["code"])
    name_en = name_en or (told_apart(based_on.name_en, code) if based_on else "")
    for field, given in (("name", name), ("name_en", name_en)):
        if given and Edition.objects.filter(**{f"{field}__iexact": given}).exists():
            raise Refused(
                _("Đã có bộ tiêu chí tên này. Đặt tên khác để phân biệt."), fields=[field]
            )
    edition = Edition.objects.create(
        code=code,
        name=name,
        name_en=name_en,
        files=_copied(based_on, code, name),
        based_on=based_on,
        confirmed_requirements=based_on.confirmed_requirements if based_on else [],
    )
    audit.record(
        actor,
        "criteria.edition.drafted",
        edition,
        based_on=based_on.code if based_on else None,
    )
    return edition


def _copied(based_on: Edition | None, code: str, name: str) -> dict[str, str]:
    """The files of another edition under the new code, or those of an empty one."""
    if based_on is None:
        fields = {"code": code, "name": name, "name_en": "", "decision": "", "decision_date": ""}
        return {INDEX: document.dump(document.new_index(fields))}
    try:
        index = document.load(based_on.files.get(INDEX, ""))
        document.put(index["edition"], {"code": code})
    except (document.Unreadable, KeyError, AttributeError):
        return dict(based_on.files)
    return {**based_on.files, INDEX: document.dump(index, based_on.files[INDEX])}


@use_case
def change_files(
    *, actor: User, edition: Edition, files: Mapping[str, str | None], version: int
) -> Edition:
    """Put texts of YAML files in place of those of a draft, None to take one out; `faults` tells what is wrong."""
    require(policy.manages_editions(actor))
    current = _changeable(edition, version)
    current.files = {n: t for n, t in {**current.files, **files}.items() if t is not None}
    current.save()
    audit.record(actor, "criteria.edition.changed", current, files=sorted(files))
    return current


def _changeable(edition: Edition, version: int | None = None) -> Edition:
    current = edition.locked(version=version)
    if current.state != EditionState.DRAFT:
        raise Refused(_("Bộ tiêu chí đã ban hành không sửa được. Hãy tạo bản mới từ bộ này."))
    return current


@use_case
def propose(
    *,
    actor: User,
    edition: Edition,
    source: str,
    files: Mapping[str, str | None],
    problems: Sequence[Sequence[Any]] = (),
) -> Edition:
    """Keep an import beside a draft until somebody has looked at what it would change and applies it.

    files: texts by name, None for one that the import takes out. problems: (sheet, row, column, label, value,
    expected) of cells that are wrong.
    """
    require(policy.manages_editions(actor))
    current = _changeable(edition)
    current.pending = {
        "source": source,
        "files": dict(files),
        "problems": [list(p) for p in problems],
    }
    current.save(update_fields=["pending"])
    audit.record(actor, "criteria.edition.proposed", current, source=source, files=sorted(files))
    return current


@use_case
def settle_proposal(*, actor: User, edition: Edition, version: int, apply: bool) -> Edition:
    """Apply the import that waits beside a draft, or drop it."""
    require(policy.manages_editions(actor))
    current = _changeable(edition, version)
    files = current.pending.get("files") or {}
    if apply and not files:
        raise Refused(_("Tệp không có gì để đưa vào bản nháp."))
    source, current.pending = current.pending.get("source", ""), {}
    if apply:
        current.files = {n: t for n, t in {**current.files, **files}.items() if t is not None}
    current.save()
    verb = "imported" if apply else "import_dropped"
    audit.record(actor, f"criteria.edition.{verb}", current, source=source, files=sorted(files))
    return current


@use_case
def discard(*, actor: User, edition: Edition) -> None:
    """Throw a draft away that nobody needs."""
    require(policy.manages_editions(actor))
    current = _changeable(edition)
    if Edition.objects.filter(based_on=current).exists():
        raise Refused(_("Có bộ khác tạo từ bản nháp này nên không bỏ được."))
    audit.record(actor, "criteria.edition.discarded", current, code=current.code)
    current.delete()


def faults(edition: Edition) -> tuple[Fault, ...]:
    """What keeps an edition from being published, each with file and line."""
    try:
        parsed = parse_edition(edition.files)
    except FaultyEdition as faulty:
        return faulty.faults
    if parsed.code != edition.code:
        line = edition.files[INDEX].partition(" code:")[0].count("\n") + 1
        return (
            Fault(
                INDEX, line, "edition_code", {"found": parsed.code, "wanted": edition.code}, "code"
            ),
        )
    return ()


@use_case
def publish(*, actor: User, edition: Edition) -> Edition:
    """Make a draft an edition that rounds may use; from then on it never changes."""
    require(policy.manages_editions(actor))
    current = edition.locked()
    if wrong := faults(current):
        raise Refused(_("Chưa ban hành được, còn %(n)d lỗi.") % {"n": len(wrong)})
    edition_moves.apply(current, to=EditionState.PUBLISHED)
    parsed = parse_edition(current.files)
    current.digest = parsed.digest
    if not current.name_en:
        current.name_en = english_name(parsed)
        if Edition.objects.filter(name_en=current.name_en).exists():
            current.name_en = told_apart(current.name_en, current.code)
    current.published_at = clock.now()
    current.published_by = actor
    current.pending = {}
    current.save()
    audit.record(actor, "criteria.edition.published", current, digest=current.digest)
    return current


@use_case
def confirm_requirement(
    *, actor: User, edition: Edition, requirement: str, confirmed: bool
) -> Edition:
    """An administrator has checked an inferred condition against the decree: from now on it decides, or only warns.

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
    told = requirements_confirmed.send(Edition, edition=current)
    audit.record(
        actor,
        "criteria.requirement.confirmed" if confirmed else "criteria.requirement.doubted",
        current,
        requirement=requirement,
        followed_by=[pk for _follower, followed in told for pk in followed or ()],
    )
    return current


def inferred_requirements(edition: Edition) -> list[tuple[Rule, list[Sheet]]]:
    """Star requirements, gates, knock-outs and conditions of criteria that no decree was read for, each with the sheets
    that know it."""
    try:
        parsed = parse_edition(edition.files)
    except FaultyEdition:
        return []
    found: dict[str, tuple[Rule, list[Sheet]]] = {}
    for sheet in parsed.sheets.values():
        for rule in sheet.all_rules:
            if rule.is_inferred and rule.kind in DECIDING:
                found.setdefault(rule.id, (rule, []))[1].append(sheet)
    return list(found.values())
