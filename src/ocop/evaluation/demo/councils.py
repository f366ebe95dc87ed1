"""Councils of the demo: seated, scored and decided by the actions that people use."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from ocop.core import clock
from ocop.dossiers.actions import rounds
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Round
from ocop.people.demo import account, add_account
from ocop.people.enums import OrganisationKind
from ocop.people.models import Organisation, User

from ..actions import councils, results, sessions, sheets
from ..enums import CouncilRole
from ..models import Council, Decision, ScoreSheet

SENDER = "Cơ quan minh hoạ"


def seats(members: int) -> list[tuple[str, str, str]]:
    """Accounts, names and roles of a council: chair and so many members score, the working group prepares."""
    return [
        ("chutich", "Chủ tịch hội đồng (minh hoạ)", CouncilRole.CHAIR),
        ("thuky", "Thư ký hội đồng (minh hoạ)", CouncilRole.SECRETARY),
        *[
            (f"uyvien{n}", f"Ủy viên {n} (minh hoạ)", CouncilRole.MEMBER)
            for n in range(1, members + 1)
        ],
        ("giupviec", "Tổ giúp việc (minh hoạ)", CouncilRole.SUPPORT),
    ]


def add_people(members: int) -> None:
    for name, full_name, _role in seats(members):
        add_account(name, full_name)


def seat_council(officer: User, round: Round, members: int, *, meets: date) -> Council:
    council = councils.set_up_council(
        actor=officer,
        round=round,
        decision_number="01/QĐ-UBND (minh hoạ)",
        decision_date=clock.today() - timedelta(days=10),
    )
    for name, _full_name, role in seats(members):
        councils.seat(
            actor=officer,
            council=council,
            user=account(name),
            role=role,
            organisation=Organisation(kind=OrganisationKind.OTHER, name=SENDER),
        )
    sessions.plan_session(
        actor=officer,
        council=council,
        starts_at=datetime.combine(meets, time(8), tzinfo=clock.HANOI),
        venue="Hội trường UBND (minh hoạ)",
    )
    return council


def fill(sheet: ScoreSheet, answers: dict[str, str]) -> None:
    """A member's choices: put in together and saved by the last one, with its totals and its entry in the trail, as from a
    page that was filled in without a network. A save for each of some thirty choices would take minutes."""
    *before, (code, level) = answers.items()
    sheet.answers = dict(before)
    sheet.save(update_fields=["answers"])
    sheets.save_field(
        actor=sheet.member.user, sheet_id=sheet.pk, field=f"a:{code}", value=level, was=None
    )


def sign(sheet: ScoreSheet) -> None:
    sheets.sign(actor=sheet.member.user, sheet=sheet)


def attend(round: Round, *, without: Iterable[str] = ()) -> None:
    """The council signs in, all but some."""
    away = {account(name).pk for name in without}
    for member in round.council.members.select_related("user"):
        if member.user_id not in away:
            sessions.sign_attendance(
                actor=member.user, session=round.council.session, member=member
            )


def decide(officer: User, round: Round, *, number: str) -> Decision:
    """The session is closed, the decision signed today: certificates are issued, dossiers go up, results are public."""
    sessions.close_session(
        actor=officer, session=round.council.session, remarks="Phiên họp minh hoạ."
    )
    concluded = rounds.move_round(actor=officer, round=round, to=RoundState.CONCLUDED)
    decision = results.draft_decision(
        actor=officer,
        round=concluded,
        fields={
            "authority": "TM. ỦY BAN NHÂN DÂN",
            "signer_title": "CHỦ TỊCH",
            "signer": "(minh hoạ)",
        },
    )
    return results.issue_decision(
        actor=officer, decision=decision, number=number, signed_on=clock.today()
    )
