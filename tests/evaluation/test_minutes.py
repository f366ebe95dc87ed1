"""What the minutes and the letter upward of a council say."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from ocop.cli import main
from ocop.core import audit, clock
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Round
from ocop.evaluation.actions import conflicts
from ocop.evaluation.enums import ConflictSource
from ocop.evaluation.models import Conflict, Session, Track
from ocop.evaluation.papers.rounds import round_of
from ocop.official.facts import Decision
from ocop.official.minutes import minutes
from ocop.official.score_summary import score_summary
from ocop.rules.reasons import Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes_of(scoring_round):
    """minutes_of() are the minutes of the round as it stands, its first product concluded."""

    def written():
        first = scoring_round.tracks.order_by("position").first()
        Track.objects.filter(pk=first.pk).update(concluded_at=clock.now())
        return minutes(round_of(Round.objects.get(pk=scoring_round.pk)), Decision())

    return written


def test_the_minutes_carry_no_hints_for_who_checks_a_result(minutes_of, product):
    band = Reason("band", {"total": 92, "stars": 5})
    hint = {"what": "Có truy xuất nguồn gốc"}
    reasons = [band, Reason("unconfirmed", {**hint, "needed": 4}), Reason("unconfirmed_gate", hint)]
    Track.objects.filter(pk=product().pk).update(reasons=[reason.as_data() for reason in reasons])

    [said] = minutes_of().products

    assert said.conclusion == band.text()


def test_the_minutes_begin_when_the_session_did_not_when_it_was_planned(
    minutes_of, everybody_present
):
    tomorrow = clock.now() + timedelta(days=1)
    Session.objects.filter(pk=everybody_present.pk).update(
        starts_at=tomorrow, closed_at=clock.now()
    )
    began = timezone.localtime(Session.objects.get(pk=everybody_present.pk).opened_at)

    written = minutes_of()

    assert written.opened.startswith(f"{began:%H} giờ {began:%M} phút")
    assert f"ngày {began:%d} tháng" in written.opened


def test_minutes_of_a_session_nobody_opened_begin_at_the_latest_when_it_ended(scoring_round):
    ended = clock.now()
    Session.objects.filter(council__round=scoring_round).update(
        starts_at=ended + timedelta(days=1), opened_at=None, closed_at=ended
    )

    fresh = Round.objects.get(pk=scoring_round.pk)
    assert round_of(fresh).opened == timezone.localtime(ended)


def test_the_minutes_name_who_does_not_score_a_product_for_a_conflict_of_interest(
    minutes_of, product, person, scoring_round
):
    conflicts.declare_conflict(actor=person("uyvien1"), track=product(), reason="Người nhà")
    excused = scoring_round.council.members.get(user=person("uyvien2"))
    Conflict.objects.create(
        member=excused, track=product(), source=ConflictSource.EXCUSED, reason="Đi công tác"
    )

    [said] = minutes_of().products

    assert f"Không chấm vì xung đột lợi ích: {person('uyvien1')}." in said.discussion
    assert str(person("uyvien2")) not in said.discussion


@pytest.mark.parametrize(("stars", "status"), [(4, 200), (0, 404)])
def test_the_letter_upward_is_printed_only_when_something_goes_up(signed_in, stars, status):
    round = Round.objects.get(state=RoundState.PUBLISHED)
    round.tracks.update(stars=stars)

    answer = signed_in("huyen").get(f"/danh-gia/dot/{round.pk}/van-ban/to-trinh.docx")

    assert answer.status_code == status


def test_the_summary_of_points_and_the_audit_trail_prove_each_other():
    session = Session.objects.filter(state="closed").first()

    notes = score_summary(round_of(session.council.round), Decision()).notes

    [closing] = audit.history(session).filter(action="evaluation.session.closed")
    seal = f"{closing.number}:{closing.hash[:16]}"
    assert f"Dấu nhật ký khi đóng phiên: {seal}." in notes
    told = CliRunner().invoke(main, ["audit", "verify", "--seal", seal])
    assert (told.exit_code, told.output.splitlines()[-1]) == (0, f"{seal}: is in the trail")
    for other in (f"{closing.number + 1}:{closing.hash[:16]}", "9:", "x:0", "đ"):
        assert CliRunner().invoke(main, ["audit", "verify", "--seal", other]).exit_code == 1
