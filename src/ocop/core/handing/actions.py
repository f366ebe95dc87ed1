"""The moves of the chain. The use case holds the row, asks the right, refuses what its room knows and records it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from .. import clock
from ..errors import Refused, stated
from ..states import Moves
from .enums import Stage, Verdict
from .models import HandedUp, Point

Evidence = Mapping[str, Sequence[int]]
"""Of each item the keys of what speaks for it, sorted."""


P = TypeVar("P", bound=Point)


@dataclass(frozen=True)
class Chain(Generic[P]):
    """How the things of a model go up. points: the relation from the thing to what the office found of it, rows of P."""

    moves: Moves
    points: str

    def found(self, thing: HandedUp) -> dict[str, P]:
        """By item, what the office found at the present submission: 1 query."""
        points = getattr(thing, self.points).filter(submission=thing.submission)
        return {point.item_code: point for point in points}

    def hand_up(self, thing: HandedUp, *, evidence: Evidence, due_on: date | None) -> None:
        """Give it to the office. What the office found fine before, and whose evidence is the same, it does not look at
        again."""
        self.moves.apply(thing, to=Stage.SUBMITTED)
        carried = [
            point
            for point in self.found(thing).values()
            if not point.is_demand and point.evidence == evidence.get(point.item_code, [])
        ]
        thing.submission += 1
        for point in carried:
            point.pk, point.submission, point.is_carried = None, thing.submission, True
        getattr(thing, self.points).bulk_create(carried)
        if thing.submission == 1:
            thing.submitted_at = clock.now()
        thing.due_on = due_on
        thing.save()

    def take_back(self, thing: HandedUp) -> None:
        """Before anybody has begun to check. That hand-in did not happen then: a draft is a draft again, what was
        returned stands there as returned, with its demands and its deadline."""
        was_returned = thing.submission > 1
        self.moves.apply(thing, to=Stage.RETURNED if was_returned else Stage.DRAFT)
        getattr(thing, self.points).filter(submission=thing.submission).delete()
        thing.submission -= 1
        thing.due_on = thing.completion_due_on if was_returned else None
        thing.save()

    def begin_checking(self, thing: HandedUp) -> bool:
        """The office's first act of any kind is its beginning to check; returns whether this is it. The act saves."""
        if thing.state != Stage.SUBMITTED:
            return False
        self.moves.apply(thing, to=Stage.CHECKING)
        return True

    def find(
        self,
        actor: Any,
        thing: HandedUp,
        *,
        item_code: str,
        verdict: str,
        reason: str,
        evidence: Sequence[int],
    ) -> P:
        """Say of one item whether it is fine, missing or wrong. Raises Refused for a demand without a reason."""
        if thing.state != Stage.CHECKING:
            raise Refused(_("Nội dung này không ở bước kiểm tra."))
        if verdict not in Verdict.values:
            raise Refused(_("Chọn Đạt, Thiếu hoặc Chưa đúng."), fields=["verdict"])
        is_fine = verdict == Verdict.FINE
        if not is_fine:
            reason = stated(reason, _("Ghi rõ thiếu gì hoặc sai ở đâu để nơi nộp sửa."))
        point: P
        point, _is_new = getattr(thing, self.points).update_or_create(
            submission=thing.submission,
            item_code=item_code,
            defaults={
                "verdict": verdict,
                "reason": "" if is_fine else reason,
                "evidence": evidence,
                "reply": "",
                "is_carried": False,
                "checked_by": actor,
            },
        )
        return point

    def send_back(self, thing: HandedUp, *, reason: str, due_on: date | None) -> None:
        """Return it with what is to be mended, and until when. Raises Refused where nothing says what."""
        if reason.strip() or not any(point.is_demand for point in self.found(thing).values()):
            reason = stated(reason, _("Chưa có mục nào thiếu hoặc sai. Ghi lý do trả lại."))
        self.moves.apply(thing, to=Stage.RETURNED)
        thing.return_reason = reason
        thing.due_on = thing.completion_due_on = due_on
        thing.save()

    def unsettled(self, thing: HandedUp, required: Collection[str]) -> set[str]:
        """Items that stand in the way of accepting it: required and not found fine, or asked for."""
        found = self.found(thing)
        return {code for code in {*required, *found} if code not in found or found[code].is_demand}

    def accept(self, thing: HandedUp, *, due_on: date | None = None) -> None:
        """Take it in: from now on it is locked."""
        self.moves.apply(thing, to=Stage.ACCEPTED)
        thing.accepted_at = clock.now()
        thing.due_on = due_on
        thing.save()

    def answer(self, thing: HandedUp, *, item_code: str, reply: str) -> P:
        """Answer a demand where it is right as it is; the office reads it at the next hand-in."""
        point = self.found(thing).get(item_code)
        if not thing.is_returned or point is None or not point.is_demand:
            raise Refused(_("Nơi nhận không yêu cầu sửa mục này."))
        point.reply = stated(reply, _("Ghi câu trả lời cho nơi nhận."), field="reply")
        point.save(update_fields=["reply"])
        return point
