"""From a conclusion to a decision: levels, who recognises, and who may read what of it."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from ocop.certificates.enums import CertificateState
from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.core.errors import NotYours, Refused
from ocop.criteria.enums import EditionState
from ocop.criteria.models import ProcessEdition
from ocop.dossiers.enums import DossierState
from ocop.dossiers.models import Dossier, Round
from ocop.evaluation.actions import results
from ocop.evaluation.enums import TrackState
from ocop.evaluation.models import Track
from ocop.rules.deciding import lacks_competence
from ocop.rules.processes import builtin_contents, process, process_in_force

from .concluding import issue, state_of

pytestmark = pytest.mark.django_db


def test_a_province_recognises_four_stars_and_the_dossier_is_done(concluded, person):
    track, decision = concluded("06", "qd1048", 4, 78)

    issue(person("tinh"), decision)

    certificate = Certificate.objects.get(track=track)
    assert (certificate.stars, certificate.state) == (4, CertificateState.IN_FORCE)
    assert certificate.issuing_office.name == "Ủy ban nhân dân tỉnh Bắc Kạn"
    assert state_of(track) == TrackState.RECOGNISED
    assert Dossier.objects.get(pk=track.dossier_id).state == DossierState.CONCLUDED


def test_a_second_product_of_one_code_is_refused_with_what_the_process_lacks(concluded, person):
    """Under a process that an older release let be published without commune and serial number."""
    content = deepcopy(dict(builtin_contents()["qd1048"]))
    content |= {"code": "trung", "in_force_from": "2035-01-01", "in_force_to": None}
    content["values"]["product_code"] |= {"value": "{province}-{year}"}
    ProcessEdition.objects.create(code="trung", state=EditionState.PUBLISHED, content=content)
    _first, decision = concluded("06", "trung", 4, 78)
    issue(person("tinh"), decision)
    second, again = concluded("06", "trung", 4, 78)

    with pytest.raises(Refused, match="thiếu mã xã, số thứ tự hoặc năm"):
        issue(person("tinh"), again)

    assert not Certificate.objects.filter(track=second).exists()


def test_ninety_points_at_the_province_are_four_stars_with_potential_for_five(concluded, person):
    track, decision = concluded("06", "qd1048", 5, 92)

    issue(person("tinh"), decision)

    certificate = Certificate.objects.get(track=track)
    assert (certificate.stars, certificate.is_potential_five) == (4, True)


@pytest.mark.parametrize(
    ("stars", "points", "state"), [(2, 45, TrackState.RESULT_ONLY), (0, 40, TrackState.NOT_RANKED)]
)
def test_one_or_two_stars_are_a_result_without_a_certificate(
    concluded, person, stars, points, state
):
    track, decision = concluded("06", "qd1048", stars, points)

    issue(person("tinh"), decision)

    assert state_of(track) == state
    assert not Certificate.objects.filter(track=track).exists()


def test_a_gate_keeps_a_product_from_going_up_whatever_its_points(concluded, person):
    track, decision = concluded("066", "qd1048", 0, 80)

    issue(person("huyen"), decision)

    assert state_of(track) == TrackState.NOT_RANKED


def test_a_decision_signed_at_the_wrong_level_for_its_day_is_refused_with_the_clause(
    concluded, person
):
    track, decision = concluded("066", "qd148", 3, 55)

    with pytest.raises(Refused, match="1489/QĐ-TTg") as refused:
        issue(person("huyen"), decision, date(2025, 7, 6))
    assert refused.value.fields == ["signed_on"]
    assert state_of(track) == TrackState.CONCLUDED
    assert not Certificate.objects.filter(track=track).exists()


def test_the_day_before_the_same_decision_is_right(concluded, person):
    track, decision = concluded("066", "qd148", 3, 55)

    issue(person("huyen"), decision, date(2025, 7, 5))

    assert Certificate.objects.get(track=track).valid_from == date(2025, 7, 5)


def test_a_decision_of_tomorrow_is_refused(concluded, person):
    _track, decision = concluded("06", "qd1048", 4, 78)

    with pytest.raises(Refused, match="Ngày ký"):
        issue(person("tinh"), decision, clock.today() + timedelta(days=1))


@pytest.mark.parametrize(
    ("on", "level", "stars", "able"),
    [
        (date(2019, 9, 1), "district", 3, "province"),
        (date(2023, 2, 24), "district", 3, ""),
        (date(2023, 2, 24), "province", 3, "district"),
        (date(2025, 7, 6), "province", 3, ""),
        (date(2025, 7, 6), "province", 5, "centre"),
        (date(2025, 7, 6), "country", 5, ""),
    ],
)
def test_who_may_recognise_follows_the_process_of_the_day(on, level, stars, able):
    reason = lacks_competence(stars, level, process_in_force(on))

    assert (reason.params["able_en"] if reason else "") == able


def test_the_council_gives_a_dossier_back_with_its_reason(product, person):
    with pytest.raises(Refused):
        results.send_back(actor=person("thuky"), track=product(), reason=" ")
    with pytest.raises(NotYours):
        results.send_back(actor=person("uyvien2"), track=product(), reason="Thiếu mẫu")

    track = results.send_back(actor=person("thuky"), track=product(), reason="Thiếu mẫu.")

    assert (track.state, track.stars) == (TrackState.CONCLUDED, 0)
    assert track.reasons == [{"code": "returned", "params": {"why": "Thiếu mẫu"}}]


@pytest.fixture
def decided(db):
    """The demo's product whose district has decided."""
    return Track.objects.select_related("round__place", "dossier__producer__place").get(
        state=TrackState.PASSED_UP
    )


def test_the_producer_reads_the_result_and_the_means_but_not_who_gave_what(signed_in, decided):
    page = signed_in("chuthe").get(f"/danh-gia/san-pham/{decided.pk}/").content.decode()

    assert str(decided.mean_printed).replace(".", ",") in page
    assert "trung bình của hội đồng" in page
    for sheet in decided.sheets.select_related("member__user"):
        assert str(sheet.member.user) not in page


@pytest.mark.parametrize("name", ["lanhdao", "giamsat", "tinh", "huyen", "uyvien3", "thuky"])
def test_the_council_and_the_area_read_every_score_after_the_conclusion(signed_in, decided, name):
    page = signed_in(name).get(f"/danh-gia/san-pham/{decided.pk}/").content.decode()

    assert "Ủy viên 4 (minh hoạ)" in page


def test_another_producers_product_does_not_exist_for_a_producer(signed_in, decided, person):
    from ocop.producers.models import Producer, ProducerMember

    ProducerMember.objects.filter(user=person("chuthe")).delete()
    other = Producer.objects.exclude(pk=decided.dossier.producer_id).first()
    ProducerMember.objects.create(producer=other, user=person("chuthe"))

    assert signed_in("chuthe").get(f"/danh-gia/san-pham/{decided.pk}/").status_code == 404


def test_a_producer_learns_nothing_before_the_decision(signed_in, product):
    track = product()
    Track.objects.filter(pk=track.pk).update(state=TrackState.CONCLUDED)
    Track.objects.filter(pk=track.pk).update(
        concluded_at=clock.now(), points_sum=77, sheets_counted=1, mean_total=77, stars=4
    )
    client = signed_in("chuthe")

    assert client.get(f"/danh-gia/san-pham/{track.pk}/").status_code == 404
    assert "77,00" not in client.get(f"/danh-gia/dot/{track.round_id}/xep-hang/").content.decode()
    assert "77,00" not in client.get(f"/danh-gia/ho-so/{track.dossier_id}/").content.decode()


def test_the_process_of_each_decree_says_who_assesses_at_the_commune():
    assert not process("qd148-2025").level("commune").has_council
    assert process("qd148").level("commune") is None


def test_a_day_of_signing_that_the_rules_refuse_is_told_at_its_input(concluded, signed_in):
    track, decision = concluded("066", "qd148", 3, 55)

    answer = signed_in("huyen").post(
        f"/danh-gia/dot/{decision.round_id}/quyet-dinh/",
        {"number": "40/QĐ-UBND", "signed_on": "2025-07-06"},
    )

    (error,) = answer.context["issue_form"].errors["signed_on"]
    assert "1489/QĐ-TTg" in error
    assert state_of(track) == TrackState.CONCLUDED


def test_a_page_opened_before_the_round_moved_on_drafts_no_second_decision(concluded, person):
    track, decision = concluded("06", "qd1048", 4, 78)
    opened = Round.objects.get(pk=track.round_id)
    issue(person("tinh"), decision)

    with pytest.raises(Refused):
        results.draft_decision(actor=person("tinh"), round=opened, fields={"signer": "A"})

    assert opened.decisions.count() == 1
