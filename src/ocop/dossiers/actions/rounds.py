"""Rounds: opened under rules that are fixed from then on, taken from step to step."""

from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import named
from ocop.criteria.rulebook import process, usable_sets
from ocop.people import policy as people
from ocop.people.models import User

from .. import followers, policy
from ..models import Round
from ..queries.rounds import open_rounds_above
from ..rulebook import rulebook
from ..states import round_moves


@use_case
def open_round(*, actor: User, round: Round) -> Round:
    """Set up a round at a place; the rules are fixed from now on."""
    require(people.is_officer_over(actor, round.place))
    if not usable_sets(round.edition):
        raise Refused(
            _("Bộ tiêu chí này chưa có phiếu chấm điểm hoàn chỉnh nào."), fields=["edition"]
        )
    round.level = round.place.level
    rules = process(round.process_code)
    if round.receives_from < rules.in_force_from:
        raise Refused(
            _("Quy trình này có hiệu lực từ %(day)s, sau ngày bắt đầu nhận hồ sơ.")
            % {"day": f"{rules.in_force_from:%d/%m/%Y}"},
            fields=["process_code"],
        )
    if wrong := rules.wrong_settings(round.settings):
        raise Refused(_("Quy trình không cho chọn giá trị này."), fields=list(wrong))
    round.edition_digest = round.edition.digest
    round.confirmed_requirements = round.edition.confirmed_requirements
    if rulebook(round).process.level(round.level) is None:
        raise Refused(
            _("Theo quy trình này, cấp của địa bàn không đánh giá."), fields=["process_code"]
        )
    if round.upper is not None:
        require_upper(round, round.upper)
    round.save()
    audit.record(
        actor,
        "dossiers.round.opened",
        round,
        place=round.place.key,
        edition=round.edition.code,
        digest=round.edition_digest,
        process=round.process_code,
        settings=round.settings,
    )
    return round


def require_upper(round: Round, upper: Round) -> None:
    """A round to which dossiers may go: of the next level above, still receiving, and by the same rules."""
    rules = rulebook(round).process
    following, own = rules.above(round.level), rulebook(upper).process.level(upper.level)
    if not open_rounds_above([round.place]).filter(pk=upper.pk).exists() or following is None:
        raise Refused(_("Chọn đợt của cấp trên còn nhận hồ sơ."), fields=["upper"])
    if own is None or own.level != following.level:
        raise Refused(
            _("Theo quy trình của đợt này, hồ sơ chuyển lên cấp %(level)s. Chọn đợt của cấp đó.")
            % {"level": named(following).lower()},
            fields=["upper"],
        )
    require_same_rules(round, upper)


def require_same_rules(round: Round, upper: Round) -> None:
    """Self-score and evidence of a dossier answer one edition's sheet: the council above scores by the same edition, and
    by the process of the round below or one that came after it for the same criteria (148/QĐ-TTg, amended by 1489)."""
    rules, above = rulebook(round).process, rulebook(upper).process
    if upper.edition_id != round.edition_id:
        ours, theirs = round.edition.short_name, upper.edition.short_name
        said = _(
            "%(upper)s chấm theo bộ tiêu chí khác (%(theirs)s; đợt này: %(ours)s). Chọn đợt cùng bộ tiêu chí, hoặc để trống rồi gửi hồ sơ bằng tờ trình."
        )
    elif above.code != rules.code and (
        above.criteria != rules.criteria or above.in_force_from < rules.in_force_from
    ):
        ours, theirs = named(rules), named(above)
        said = _(
            "%(upper)s theo quy trình khác (%(theirs)s; đợt này: %(ours)s). Chọn đợt cùng quy trình, hoặc để trống rồi gửi hồ sơ bằng tờ trình."
        )
    else:
        return
    raise Refused(said % {"upper": upper, "theirs": theirs, "ours": ours}, fields=["upper"])


@use_case
def move_round(*, actor: User, round: Round, to: str) -> Round:
    """Take a round to its next step: receive dossiers, score, conclude. What its council asks before is the council's own
    affair (`followers`)."""
    require(policy.runs_round(actor, round))
    current = round.locked()
    followers.follow_move(actor, current, to)
    round_moves.apply(current, to=to)
    current.save()
    audit.record(actor, f"dossiers.round.{to}", current)
    return current
