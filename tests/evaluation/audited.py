"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from typing import Any

from ocop.core import clock
from ocop.evaluation.actions import sheets
from tests.criteria.factories import answers
from tests.dossiers.audited import Things, round_above

from ..days import TODAY


def filled(t: Things) -> Any:
    """The member's sheet with every criterion answered."""
    t["open"].answers = answers(0.4)
    t["open"].save()
    return t["open"]


def ready(t: Things) -> Any:
    """The product whose sheets are all signed."""
    sheets.sign(actor=t["member"], sheet=filled(t))
    t["track"].refresh_from_db()
    return t["track"]


def reconciling(t: Things) -> Any:
    type(t["track"]).objects.filter(pk=t["track"].pk).update(state="reconciling")
    t["signed"].track.refresh_from_db()
    return t["signed"]


def all_concluded(t: Things) -> Any:
    """The open session of a round without anything left to conclude, its members there."""
    t["scoring"].tracks.all().update(state="concluded")
    return t["scoring"].council.session


def attended(t: Things) -> Any:
    """The open session that a member has signed in to."""
    session = t["scoring"].council.session
    session.attendances.get_or_create(member=t["attending"], recorded_by=t["chair"])
    return session


def assessing(t: Things, state: str = "waiting") -> Any:
    """The product that the commune has assessed, its round below one that receives."""
    above = round_above(t)
    above.process_code = t["communes"].process_code
    above.save()
    type(t["communes"]).objects.filter(pk=t["communes"].pk).update(upper=above)
    tracks = type(t["assessing"]).objects.filter(pk=t["assessing"].pk)
    tracks.update(state=state)
    return tracks.select_related("round__place", "round__upper", "dossier").get()


def handed_over(t: Things) -> Any:
    """The product whose appraisal the members see."""
    t["appraisal"].handed_over_at = clock.now()
    t["appraisal"].save()
    return t["track"]


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "evaluation.actions.results.choose_upper": lambda t: {
        "actor": t["district"],
        "round": t["scoring"],
        "upper": round_above(t),
    },
    "evaluation.actions.councils.set_up_council": lambda t: {
        "actor": t["district"],
        "round": t["receiving"],
        "decision_number": "9/QĐ",
        "decision_date": TODAY,
    },
    "evaluation.actions.councils.seat": lambda t: {
        "actor": t["district"],
        "council": t["receiving"].council,
        "user": t["clerk"],
        "role": "member",
    },
    "evaluation.actions.councils.unseat": lambda t: {"actor": t["district"], "member": t["seat"]},
    "evaluation.actions.conflicts.declare_conflict": lambda t: {
        "actor": t["member"],
        "track": t["track"],
        "reason": "Người nhà",
    },
    "evaluation.actions.conflicts.excuse": lambda t: {
        "actor": t["secretary"],
        "sheet": t["open"],
        "reason": "Ốm",
    },
    "evaluation.actions.conflicts.lift": lambda t: {
        "actor": t["secretary"],
        "conflict": t["conflict"],
        "reason": "Nhầm người",
    },
    "evaluation.actions.reminders.remind": lambda t: {
        "actor": t["secretary"],
        "round": t["scoring"],
        "members": list(t["scoring"].council.members.filter(votes=True)),
    },
    "evaluation.actions.appraisals.save_field": lambda t: {
        "actor": t["support"],
        "track": t["track"],
        "field": "a:A.1.2",
        "value": "L1",
        "was": "",
    },
    "evaluation.actions.appraisals.record_visit": lambda t: {
        "actor": t["support"],
        "track": t["track"],
        "papers": "Đủ",
        "visited_on": TODAY,
        "visitors": "Tổ giúp việc",
        "findings": "Xưởng sạch",
    },
    "evaluation.actions.appraisals.hand_over": lambda t: {
        "actor": t["support"],
        "track": t["track"],
    },
    "evaluation.actions.appraisals.take_back": lambda t: {
        "actor": t["support"],
        "track": handed_over(t),
    },
    "evaluation.actions.assessments.assess": lambda t: {
        "actor": t["commune"],
        "track": assessing(t),
        "findings": {"origin": ["met", "Có căn cứ"]},
        "fields": {"met_on": TODAY},
    },
    "evaluation.actions.assessments.close": lambda t: {
        "actor": t["commune"],
        "track": assessing(t),
    },
    "evaluation.actions.assessments.reopen": lambda t: {
        "actor": t["commune"],
        "track": assessing(t, "concluded"),
    },
    "evaluation.actions.assessments.forward": lambda t: {
        "actor": t["commune"],
        "track": assessing(t, "concluded"),
        "number": "12/BC",
        "signed_on": TODAY,
    },
    "evaluation.actions.appraisals.assign": lambda t: {
        "actor": t["secretary"],
        "round": t["scoring"],
        "chosen": {t["track"].pk: t["scoring"].council.members.get(role="support").pk},
    },
    "evaluation.actions.sessions.plan_session": lambda t: {
        "actor": t["district"],
        "council": t["receiving"].council,
        "starts_at": clock.now(),
        "venue": "Phòng họp",
    },
    "evaluation.actions.sessions.sign_attendance": lambda t: {
        "actor": t["chair"],
        "session": t["receiving"].council.session,
        "member": t["seat"],
    },
    "evaluation.actions.sessions.withdraw_attendance": lambda t: {
        "actor": t["chair"],
        "session": attended(t),
        "member": t["attending"],
        "reason": "Ghi nhầm",
    },
    "evaluation.actions.sessions.reorder": lambda t: {
        "actor": t["district"],
        "round": t["scoring"],
        "track": t["track"],
        "to": 1,
    },
    "evaluation.actions.sessions.close_session": lambda t: {
        "actor": t["secretary"],
        "session": all_concluded(t),
        "remarks": "Xong",
    },
    "evaluation.actions.sheets.save_field": lambda t: {
        "actor": t["member"],
        "sheet_id": t["open"].pk,
        "field": "a:A.1.1",
        "value": "L1",
        "was": "",
    },
    "evaluation.actions.sheets.sign": lambda t: {"actor": t["member"], "sheet": filled(t)},
    "evaluation.actions.sheets.reopen": lambda t: {
        "actor": t["secretary"],
        "sheet": t["signed"],
        "reason": "Nhầm",
    },
    "evaluation.actions.sheets.rescore": lambda t: {
        "actor": t["chair"],
        "sheet": reconciling(t),
        "levels": {"A.1.1": "L1"},
        "reason": "Trao đổi",
    },
    "evaluation.actions.sheets.discuss": lambda t: {
        "actor": t["chair"],
        "track": t["track"],
        "text": "Ý kiến",
    },
    "evaluation.actions.sheets.start_reconciling": lambda t: {
        "actor": t["secretary"],
        "track": ready(t),
    },
    "evaluation.actions.sheets.type_paper": lambda t: {
        "actor": t["secretary"],
        "sheet": t["open"],
        "number": 1,
        "answers": answers(0.5),
    },
    "evaluation.actions.sheets.settle_paper": lambda t: {
        "actor": t["secretary"],
        "sheet": t["open"],
        "right": dict.fromkeys(sheets.differences(t["open"]), 1),
    },
    "evaluation.actions.results.send_back": lambda t: {
        "actor": t["secretary"],
        "track": ready(t),
        "reason": "Thiếu mẫu",
    },
    "evaluation.actions.results.conclude": lambda t: {"actor": t["secretary"], "track": ready(t)},
    "evaluation.actions.results.draft_decision": lambda t: {
        "actor": t["secretary"],
        "round": t["concluded"],
        "fields": {"signer": "A"},
    },
    "evaluation.actions.results.issue_decision": lambda t: {
        "actor": t["secretary"],
        "decision": t["decision"],
        "number": "3/QĐ",
        "signed_on": TODAY,
    },
}
