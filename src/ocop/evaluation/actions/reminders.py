"""The secretary's reminders to members who have not signed yet."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Round
from ocop.people.actions import notify
from ocop.people.models import User

from .. import policy
from ..enums import SheetState
from ..models import CouncilMember
from ..queries.boards import REMINDER, sheets_url


@use_case
def remind(*, actor: User, round: Round, members: Sequence[CouncilMember]) -> list[CouncilMember]:
    """Remind members of their open sheets, each at most once a day; returns who was reminded."""
    require(policy.runs_round(actor, round))
    if round.state != RoundState.SCORING:
        raise Refused(_("Đợt này không ở bước chấm điểm."))
    reached = []
    for member in members:
        waiting = member.sheets.filter(state=SheetState.OPEN).count()
        if not waiting:
            continue
        notify(
            [member.user],
            kind=REMINDER,
            title=fill(gettext_lazy("Nhắc: còn %(n)d sản phẩm chờ bạn chấm"), n=waiting),
            body=round,
            url=sheets_url(round),
            once_key=f"{REMINDER}:{round.pk}:{clock.today()}",
        )
        reached.append(member)
    if not reached:
        raise Refused(_("Không còn ai phải nhắc."))
    audit.record(actor, REMINDER, round, members=[member.user_id for member in reached])
    return reached
