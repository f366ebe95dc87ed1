"""What goes up waits for its decision, then for the round above that somebody chooses."""

import pytest

from ocop.core import clock
from ocop.core.errors import NotYours, Refused
from ocop.criteria.models import Edition
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Round
from ocop.evaluation.actions import results
from ocop.evaluation.enums import TrackState
from ocop.evaluation.models import Decision
from ocop.places.models import Place

from ..days import TODAY
from .concluding import issue, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def upper(db):
    """The province's round that still takes dossiers."""
    province, edition = Place.objects.get(key="06"), Edition.objects.get(code="qd1048")
    return Round.objects.create(
        place=province,
        level=province.level,
        year=TODAY.year,
        number=50,
        edition=edition,
        edition_digest=edition.digest,
        process_code="qd1048",
        state=RoundState.RECEIVING,
        receives_from=clock.today(),
        receives_until=clock.today(),
    )


def test_issuing_says_what_was_made_and_the_round_above_is_chosen_later(
    concluded, signed_in, upper
):
    track, _decision = concluded("066", "qd1048", 4, 78)
    page = f"/danh-gia/dot/{track.round_id}/quyet-dinh/"
    office = signed_in("huyen")
    form = {"number": "40/QĐ-UBND", "signed_on": clock.today().isoformat()}

    issued = office.post(page, form, follow=True).content.decode()
    assert "Giấy chứng nhận đã lập: 0. Chuyển cấp trên: 1." in issued
    assert "40/QĐ-UBND" in office.get(page).content.decode()
    assert not upper.tracks.exists()

    office.post(f"/danh-gia/dot/{track.round_id}/dot-tren/", {"upper": upper.pk})

    (made,) = upper.tracks.all()
    assert (made.dossier_id, made.state) == (track.dossier_id, TrackState.WAITING)
    assert "dot-tren" not in office.get(page).content.decode()


def test_dossiers_wait_for_the_decision_before_they_go_to_the_round_chosen(
    concluded, person, upper
):
    track, decision = concluded("066", "qd1048", 4, 78)

    results.choose_upper(actor=person("huyen"), round=track.round, upper=upper)
    assert not upper.tracks.exists()
    issue(person("huyen"), Decision.objects.get(pk=decision.pk))

    assert upper.tracks.get().dossier_id == track.dossier_id
    with pytest.raises(Refused, match="Đã có hồ sơ chuyển lên"):
        results.choose_upper(actor=person("huyen"), round=track.round, upper=upper)


def test_only_an_open_round_of_a_place_above_is_chosen_by_who_runs_the_round(
    concluded, person, upper
):
    track, _decision = concluded("066", "qd1048", 4, 78)

    with pytest.raises(NotYours):
        results.choose_upper(actor=person("xa"), round=track.round, upper=upper)
    with pytest.raises(Refused, match="còn nhận hồ sơ"):
        results.choose_upper(actor=person("huyen"), round=track.round, upper=track.round)
    Round.objects.filter(pk=upper.pk).update(state=RoundState.CONCLUDED)
    with pytest.raises(Refused, match="còn nhận hồ sơ"):
        results.choose_upper(actor=person("huyen"), round=track.round, upper=upper)


def refused_upper(office, track, upper) -> str:
    """What the office is told that chooses a round above."""
    answer = office.post(f"/danh-gia/dot/{track.round_id}/dot-tren/", {"upper": upper.pk})
    return answer.content.decode()


def test_a_round_above_with_other_score_sheets_or_an_older_process_is_refused_with_the_reason(
    concluded, signed_in, upper
):
    track, _decision = concluded("066", "qd1048", 4, 78)
    office = signed_in("huyen")
    other = Edition.objects.create(
        code="khac", name="Bộ khác", state="published", files=upper.edition.files, digest="x"
    )

    upper.edition = other
    upper.save()
    assert "bộ tiêu chí khác (Bộ khác; đợt này: Quyết định 1048/QĐ-TTg)" in refused_upper(
        office, track, upper
    )
    upper.edition, upper.process_code = Edition.objects.get(code="qd1048"), "qd148"
    upper.save()
    assert "theo quy trình khác" in refused_upper(office, track, upper)
    track.round.refresh_from_db()
    assert track.round.upper is None


def test_a_dossier_begun_under_148_goes_to_a_round_of_the_province_under_its_amendment(
    concluded, person, upper
):
    track, _decision = concluded("066", "qd148", 4, 78)
    upper.process_code = "qd148-2025"
    upper.save()

    chosen = results.choose_upper(actor=person("huyen"), round=track.round, upper=upper)

    assert chosen.upper == upper


def test_a_new_round_is_not_tied_to_one_above_that_scores_otherwise(signed_in, upper):
    upper.process_code = "qd148"
    upper.save()
    form = {
        "place": "Huyện Na Rì (066)",
        "year": TODAY.year,
        "number": 9,
        "edition": upper.edition_id,
        "process_code": "qd1048",
        "receives_from": clock.today().isoformat(),
        "receives_until": clock.today().isoformat(),
        "upper": upper.pk,
    }

    answer = signed_in("huyen").post("/danh-gia/dot/moi/", form)

    (error,) = answer.context["form"].errors["upper"]
    assert "theo quy trình khác" in error
    answer = signed_in("huyen").post(
        "/danh-gia/dot/moi/", form | {"process_code": "qd1048", "upper": ""}
    )
    assert Round.objects.get(place__key="066", number=9).upper is None


def test_a_choice_that_no_longer_fits_stops_the_decision_until_it_is_taken_back(
    concluded, person, signed_in, upper
):
    track, decision = concluded("066", "qd1048", 4, 78)
    upper.process_code = "qd148"
    upper.save()
    Round.objects.filter(pk=track.round_id).update(upper=upper)

    with pytest.raises(Refused, match="theo quy trình khác"):
        issue(person("huyen"), Decision.objects.get(pk=decision.pk))
    signed_in("huyen").post(f"/danh-gia/dot/{track.round_id}/dot-tren/", {"upper": ""})
    issue(person("huyen"), Decision.objects.get(pk=decision.pk))

    assert state_of(track) == TrackState.PASSED_UP
    assert not upper.tracks.exists()


@pytest.mark.parametrize(("stars", "points", "is_offered"), [(4, 78, True), (2, 45, False)])
def test_the_letter_upward_is_offered_only_when_something_goes_up(
    concluded, signed_in, stars, points, is_offered
):
    track, _decision = concluded("066", "qd1048", stars, points)

    page = signed_in("huyen").get(f"/danh-gia/dot/{track.round_id}/quyet-dinh/").content.decode()

    assert ("van-ban/to-trinh.pdf" in page) == is_offered
