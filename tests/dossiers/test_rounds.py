"""A round is written down: its days, its edition."""

from datetime import timedelta

import pytest

from ocop.core import clock
from ocop.criteria.models import Edition
from ocop.dossiers.models import Round

pytestmark = pytest.mark.django_db


def test_a_round_that_would_end_before_it_begins_is_refused_at_its_last_day(signed_in):
    answer = signed_in("huyen").post(
        "/danh-gia/dot/moi/", {"receives_from": "2026-11-20", "receives_until": "2026-11-10"}
    )

    assert "sau ngày bắt đầu" in str(answer.context["form"].errors["receives_until"])


@pytest.fixture
def round_form(db):
    today = clock.today()
    return {
        "place": "Huyện Na Rì (066)",
        "year": today.year,
        "number": 9,
        "edition": Edition.objects.get(code="qd1048").pk,
        "process_code": "qd1048",
        "receives_from": (today - timedelta(days=3)).isoformat(),
        "receives_until": (today + timedelta(days=3)).isoformat(),
    }


def test_a_round_that_began_before_today_is_recorded_only_when_that_is_confirmed(
    signed_in, round_form
):
    office, url = signed_in("huyen"), "/danh-gia/dot/moi/"
    assert "Việc này đã diễn ra" not in office.get(url).content.decode()

    asked = office.post(url, round_form)

    assert asked.context["form"].errors.keys() == {"receives_from"}
    assert "Việc này đã diễn ra" in asked.content.decode()
    assert not Round.objects.filter(place__key="066", number=9).exists()
    office.post(url, round_form | {"took_place": "on"})
    assert Round.objects.get(place__key="066", number=9).receives_from < clock.today()


def test_a_round_does_not_go_by_a_process_that_is_not_in_force_yet(signed_in, round_form):
    earlier = {"receives_from": "2022-06-01", "receives_until": "2022-06-30", "took_place": "on"}

    answer = signed_in("huyen").post(
        "/danh-gia/dot/moi/", round_form | earlier | {"process_code": "qd148"}
    )

    assert answer.context["form"].errors == {
        "process_code": ["Quy trình này có hiệu lực từ 24/02/2023, sau ngày bắt đầu nhận hồ sơ."]
    }
    assert not Round.objects.filter(place__key="066", number=9).exists()
