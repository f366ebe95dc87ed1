"""From when and until when certificates hold, as their decision says."""

from datetime import date, timedelta

import pytest

from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.core.errors import Refused
from ocop.evaluation.enums import TrackState
from tests.evaluation.concluding import issue, state_of
from tests.evaluation.factories import make_concluded
from tests.people.factories import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


def test_a_certificate_is_not_in_force_before_its_decision_is_signed(province, officer):
    _track, decision = make_concluded(province)
    decision.valid_from = clock.today() - timedelta(days=1)
    decision.save()

    with pytest.raises(Refused, match="trước ngày ký"):
        issue(officer, decision)


def test_the_decision_says_from_when_and_until_when_its_certificates_hold(province, officer):
    track, decision = make_concluded(province)
    page = f"/danh-gia/dot/{track.round_id}/quyet-dinh/"
    office = client_of(officer)

    wrong = office.post(page, TERM | {"valid_to": "2098-12-31"})
    assert "Ngày hết giá trị phải từ ngày có hiệu lực trở đi" in wrong.content.decode()
    office.post(page, TERM | {"valid_to": "2099-12-31"})

    decision.refresh_from_db()
    assert (decision.valid_from, decision.valid_to) == (date(2099, 1, 1), date(2099, 12, 31))


def test_a_last_day_that_has_passed_is_told_at_its_input_unless_a_first_day_explains_it(
    province, officer
):
    track, decision = make_concluded(province)
    page = f"/danh-gia/dot/{track.round_id}/quyet-dinh/"
    office = client_of(officer)

    wrong = office.post(page, TERM | {"valid_from": "", "valid_to": "2024-12-31"})
    assert "Ngày này đã qua" in wrong.context["form"].errors["valid_to"][0]

    office.post(page, TERM | {"valid_from": "2022-01-01", "valid_to": "2024-12-31"})
    decision.refresh_from_db()
    assert decision.valid_to == date(2024, 12, 31)


def test_a_decision_whose_certificates_would_end_before_they_begin_is_refused(province, officer):
    track, decision = make_concluded(province)
    decision.valid_to = clock.today() - timedelta(days=1)
    decision.save()

    answer = client_of(officer).post(
        f"/danh-gia/dot/{track.round_id}/quyet-dinh/",
        {"number": "40/QĐ-UBND", "signed_on": f"{clock.today()}"},
    )

    assert "trước ngày có hiệu lực" in answer.context["issue_form"].errors["signed_on"][0]
    assert state_of(track) == TrackState.CONCLUDED


def test_the_term_of_the_process_runs_from_the_first_day(province, officer):
    track, decision = make_concluded(province)
    decision.valid_from = date(2200, 1, 31)
    decision.save()

    issue(officer, decision)

    assert Certificate.objects.get(track=track).valid_to == date(2203, 1, 31)


TERM = {"authority": "TM. ỦY BAN NHÂN DÂN", "signer_title": "CHỦ TỊCH", "valid_from": "2099-01-01"}
