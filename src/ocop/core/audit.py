"""The audit trail: one entry a use case, written in its transaction, chained by hashes.

An entry's hash is SHA-256 over the hash before it and its own content, so that a change, a gap or a reordering
anywhere breaks every later link; the head row tells when entries are cut off the end. `ocop audit verify` proves it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from . import clock, guards, rehearsal
from .compiled import Insert, Select
from .models import AuditEntry, AuditHead

SEAL_DIGITS = 16
_head = Select(
    lambda pk: AuditHead.objects.select_for_update().filter(pk=pk), pk=AuditHead._meta.pk
)
_add = Insert(AuditEntry)

guards.register(
    *(
        guards.Guard("core.AuditEntry", verb, verb, refuse="the audit trail is append-only")
        for verb in ("UPDATE", "DELETE")
    ),
    guards.Guard(
        "core.AuditEntry",
        "head",
        "INSERT",
        then="UPDATE core_audithead SET count = NEW.number, hash = NEW.hash WHERE id = 1",
    ),
)


def record(actor: Any, action: str, target: models.Model, **data: Any) -> AuditEntry:
    """Add an entry to the trail; call it last in a use case, for it holds the head of the chain until commit. 2 statements,
    and a trigger that moves the head.

    actor: the person, or None for the system itself. action: `app.thing.verb` in the past tense. data: what changed
    and why, in plain JSON.
    """
    head = _head.get(pk=1)
    entry = AuditEntry(
        number=head.count + 1,
        at=clock.true_now(),
        rehearsed_at=clock.now() if rehearsal.is_on() else None,
        actor_id=getattr(actor, "pk", None),
        actor_name=str(actor) if actor is not None else "",
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
    )
    entry.hash = chained(head.hash, entry)
    _add.run(entry)
    return entry


def chained(previous_hash: str, entry: AuditEntry) -> str:
    """SHA-256 hex of the previous hash and the entry's content in canonical JSON."""
    content = [
        previous_hash,
        entry.number,
        _written(entry.at),
        _written(entry.rehearsed_at) if entry.rehearsed_at else None,
        entry.actor_id,
        entry.actor_name,
        entry.action,
        entry.target_type,
        entry.target_id,
        entry.data,
    ]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    number: int
    reason: str


def verify() -> Iterator[int | Break]:
    """Walk the whole chain: yields the number of each good entry, or a Break and stops there. 2 queries."""
    previous, expected = "", 1
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            yield Break(expected, "missing")
            return
        if entry.hash != chained(previous, entry):
            yield Break(entry.number, "altered")
            return
        yield entry.number
        previous, expected = entry.hash, expected + 1
    head = AuditHead.objects.get(pk=1)
    if (head.count, head.hash) != (expected - 1, previous):
        yield Break(expected, "cut off")


def history(thing: models.Model) -> models.QuerySet[AuditEntry]:
    """What happened to one thing, newest first: 1 query."""
    return AuditEntry.objects.filter(target_type=thing._meta.label_lower, target_id=str(thing.pk))


def seal(thing: models.Model, action: str) -> str:
    """The last entry of an action on a thing as papers print it, "1204:9f86d081884c7d65": its number and the beginning of
    its hash; "" where there is none. The paper then proves the trail up to there, and the trail the paper: 1 query."""
    entry = history(thing).filter(action=action).order_by("number").last()
    return f"{entry.number}:{entry.hash[:SEAL_DIGITS]}" if entry else ""


def holds(seal: str) -> bool:
    """Whether the trail has the entry that a paper's seal names: 1 query."""
    number, _colon, digits = seal.strip().partition(":")
    if not number.isdecimal() or len(digits) != SEAL_DIGITS:
        return False
    return AuditEntry.objects.filter(number=int(number), hash__startswith=digits.lower()).exists()
