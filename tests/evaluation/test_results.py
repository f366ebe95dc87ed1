"""From a conclusion to a decision: levels, certificates, and who may read what of it."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.utils import timezone

from ocop.certificates.actions import certificates
from ocop.certificates.enums import CertificateState
from ocop.certificates.models import Certificate, CertificateEvent
from ocop.core import clock, doctor
from ocop.core.errors import NotYours, Refused
from ocop.criteria.enums import EditionState
from ocop.criteria.models import Edition, ProcessEdition
from ocop.evaluation.actions import results
from ocop.evaluation.enums import DossierState, RoundState, TrackState
from ocop.evaluation.models import Decision, Dossier, Round, Track
from ocop.people import reminding
from ocop.people.models import Reminder
from ocop.places.models import Place
from ocop.rules.deciding import lacks_competence
from ocop.rules.processes import builtin_contents, process, process_in_force

from ..days import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def concluded(scoring_round):
    """concluded("06", "qd1048", 4, 78) is a product concluded with so many stars and points at a place, with its
    decision drafted; again=track is the same product in a later round."""

    def make(
        key: str, process_code: str, stars: int, points: int, *, again: Track | None = None
    ) -> tuple[Track, Decision]:
        place, edition = Place.objects.get(key=key), Edition.objects.get(code="qd1048")
        round = Round.objects.create(
            place=place,
            level=place.level,
            year=TODAY.year,
            number=40 + Round.objects.filter(place=place, number__gte=40).count(),
            edition=edition,
            edition_digest=edition.digest,
            process_code=process_code,
            state=RoundState.CONCLUDED,
            receives_from=clock.today(),
            receives_until=clock.today(),
        )
        accepted = Dossier.objects.filter(round=scoring_round, state=DossierState.ACCEPTED)
        dossier = again.dossier if again else accepted.first()
        track = Track.objects.create(
            dossier=dossier,
            round=round,
            level=round.level,
            state=TrackState.CONCLUDED,
            points_sum=points,
            sheets_counted=1,
            mean_total=points,
            stars=stars,
            concluded_at=clock.now(),
        )
        return track, Decision.objects.create(round=round)

    return make


def issue(actor, decision, on=None):
    return results.issue_decision(
        actor=actor, decision=decision, number="40/QĐ-UBND", signed_on=on or clock.today()
    )


def state_of(track):
    return Track.objects.get(pk=track.pk).state


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


def test_an_upgrade_replaces_the_old_certificate_only_when_it_is_itself_in_force(concluded, person):
    track, decision = concluded("06", "qd1048", 4, 78)
    product = track.dossier.product
    old = Certificate.objects.create(
        number="CU-1",
        product_code="CU-1",
        product=product,
        producer=product.producer,
        place=product.producer.place,
        product_name=product.name,
        producer_name=product.producer.name,
        level="province",
        office=product.producer.place.province,
        year=2024,
        stars=3,
        valid_from=date(2024, 1, 1),
        valid_to=date(2027, 1, 1),
    )
    assert Certificate.objects.get(pk=old.pk).state == CertificateState.IN_FORCE

    issue(person("tinh"), decision)

    old.refresh_from_db()
    assert old.state == CertificateState.SUPERSEDED
    assert old.superseded_by == Certificate.objects.get(track=track)


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


def states(*certificates):
    return [Certificate.objects.get(pk=c.pk).state for c in certificates]


@pytest.fixture
def next_day():
    return clock.today() + timedelta(days=1)


@pytest.fixture
def tomorrow(monkeypatch, next_day):
    """The clock stands at tomorrow once the fixtures asked for before this one have done their work of today."""
    monkeypatch.setattr(timezone, "localdate", lambda: next_day)
    return next_day


def test_a_certificate_in_force_later_replaces_the_present_one_only_on_that_day(
    concluded, person, monkeypatch, next_day
):
    present, decision = concluded("06", "qd1048", 4, 78)
    issue(person("tinh"), decision)
    track, decision = concluded("06", "qd1048", 4, 80, again=present)
    decision.valid_from = next_day
    decision.save()

    issue(person("tinh"), decision)

    old, new = (Certificate.objects.get(track=t) for t in (present, track))
    assert (old.status(), new.status(), new.valid_from) == ("valid", "pending", next_day)
    assert new.decision_date == clock.today()

    reminding.send_due(next_day)  # as `ocop remind --day` asks, today
    assert states(old, new) == ["in_force", "in_force"]

    monkeypatch.setattr(timezone, "localdate", lambda: next_day)
    assert reminding.send_due(next_day) >= 1
    old.refresh_from_db()
    assert (old.status(next_day), old.superseded_by, new.status(next_day)) == (
        "superseded",
        new,
        "valid",
    )
    assert old.events.last().on == next_day
    assert reminding.send_due(next_day) == 0


@pytest.fixture
def recorded(concluded, person):
    """recorded(day, after=certificate): a certificate of the same product, of a decision signed that day, recorded now."""

    def record(day: date, *, after: Certificate | None = None) -> Certificate:
        track, decision = concluded("06", "qd1048", 4, 78, again=after and after.track)
        issue(person("tinh"), decision, day)
        return Certificate.objects.get(track=track)

    return record


def lives(*certificates):
    """Of each its state, by which it is replaced, and the last day told in its history."""
    now = [Certificate.objects.get(pk=c.pk) for c in certificates]
    return [(c.state, c.superseded_by and c.superseded_by.number, c.events.last().on) for c in now]


def test_a_certificate_recorded_after_its_successor_ended_on_the_first_day_of_that_one(recorded):
    first = recorded(date(2021, 3, 1))
    last = recorded(date(2022, 9, 1), after=first)

    between = recorded(date(2021, 12, 1), after=first)

    assert lives(first, between, last) == [
        ("superseded", between.number, date(2021, 12, 1)),
        ("superseded", last.number, date(2022, 9, 1)),
        ("in_force", None, date(2022, 9, 1)),
    ]
    assert first.events.count() == 2


def test_the_office_is_told_which_certificate_is_in_force_instead(recorded, concluded, signed_in):
    present = recorded(date(2022, 9, 1))
    track, decision = concluded("06", "qd1048", 3, 60, again=present.track)

    page = signed_in("tinh").post(
        f"/danh-gia/dot/{decision.round_id}/quyet-dinh/",
        {"number": "41/QĐ-UBND", "signed_on": "2022-05-04"},
        follow=True,
    )

    late = Certificate.objects.get(track=track)
    said = f"đã có giấy {present.number} có hiệu lực từ ngày 01/09/2022"
    assert said in page.content.decode()
    public = signed_in("tinh").get(f"/c/{late.number}/").content.decode()
    assert 'data-status="superseded"' in public
    assert f"Xem giấy thay thế {present.number}" in public


def test_one_recorded_after_its_successor_was_revoked_ended_all_the_same(recorded, person):
    last = recorded(date(2022, 9, 1))
    certificates.change_state(
        actor=person("tinh"), certificate=last, to="revoked", reason="Thử", decision_number="9"
    )

    late = recorded(date(2021, 3, 1), after=last)

    assert states(late, last) == ["superseded", "revoked"]


def test_a_pair_in_force_that_an_older_release_left_is_named_and_ended_with_the_days_work(recorded):
    newer = recorded(date(2022, 9, 1))
    older = Certificate.objects.get(pk=newer.pk)
    older.pk, older._state.adding = None, True
    older.number = older.product_code = "CU-1"
    older.valid_from = date(2021, 3, 1)
    older.save()
    CertificateEvent.objects.create(certificate=older, state=older.state, on=older.valid_from)
    named = [found for found in doctor.examine() if found.startswith("certificate ")]
    assert [found.split(":")[0] for found in named] == ["certificate CU-1"]

    reminding.send_due(clock.today())

    assert lives(older, newer)[0] == ("superseded", newer.number, date(2022, 9, 1))
    assert [found for found in doctor.examine() if found.startswith("certificate ")] == []


@pytest.fixture
def to_begin(concluded, person, next_day):
    """The present certificate of a product, and two that are in force tomorrow, of two decisions."""
    present, decision = concluded("06", "qd1048", 4, 78)
    issue(person("tinh"), decision)
    made = [Certificate.objects.get(track=present)]
    for points in (79, 80):
        track, decision = concluded("06", "qd1048", 4, points, again=present)
        decision.valid_from = next_day
        decision.save()
        issue(person("tinh"), decision)
        made.append(Certificate.objects.get(track=track))
    return made


def test_of_two_certificates_that_begin_on_one_day_the_one_issued_last_stands(to_begin, tomorrow):
    reminding.send_due(tomorrow)

    assert states(*to_begin) == ["superseded", "superseded", "in_force"]


def test_one_suspended_over_its_first_day_takes_the_place_of_the_present_one_when_restored(
    to_begin, person, monkeypatch, next_day
):
    present, other, new = to_begin
    Track.objects.filter(certificate=other).update(certificate=None)
    other.delete()
    change = {"actor": person("tinh"), "certificate": new, "reason": "Thử"}
    certificates.change_state(**change, to="suspended")
    monkeypatch.setattr(timezone, "localdate", lambda: next_day)

    reminding.send_due(next_day)
    assert states(present, new) == ["in_force", "suspended"]

    monkeypatch.setattr(timezone, "localdate", lambda: next_day + timedelta(days=3))
    certificates.change_state(**change, to="in_force")
    assert states(present, new) == ["superseded", "in_force"]
    assert present.events.last().on == next_day + timedelta(days=3)


def test_one_restored_before_its_first_day_waits_for_it(to_begin, person, monkeypatch, next_day):
    present, other, new = to_begin
    change = {"actor": person("tinh"), "certificate": new, "reason": "Thử"}
    for to in ("suspended", "in_force"):
        certificates.change_state(**change, to=to)
    assert states(present, other, new) == ["in_force"] * 3

    monkeypatch.setattr(timezone, "localdate", lambda: next_day)
    reminding.send_due(next_day)
    assert states(present, other, new) == ["superseded", "superseded", "in_force"]


def test_a_certificate_takes_the_place_of_several(to_begin, tomorrow, client):
    present, between, last = to_begin
    Reminder.objects.filter(kind=certificates.BEGINS, target_id=between.pk).delete()

    reminding.send_due(tomorrow)

    assert set(last.supersedes.all()) == {present, between}
    shown = client.get(f"/c/{last.number}/").content.decode()
    assert all(f'href="/c/{old.number}/"' in shown for old in (present, between))


def test_a_certificate_is_not_in_force_before_its_decision_is_signed(concluded, person):
    _track, decision = concluded("06", "qd1048", 4, 78)
    decision.valid_from = clock.today() - timedelta(days=1)
    decision.save()

    with pytest.raises(Refused, match="trước ngày ký"):
        issue(person("tinh"), decision)


def test_the_decision_says_from_when_and_until_when_its_certificates_hold(signed_in, concluded):
    track, decision = concluded("06", "qd1048", 4, 78)
    page = f"/danh-gia/dot/{track.round_id}/quyet-dinh/"
    office = signed_in("tinh")

    wrong = office.post(page, TERM | {"valid_to": "2098-12-31"})
    assert "Ngày hết giá trị phải từ ngày có hiệu lực trở đi" in wrong.content.decode()
    office.post(page, TERM | {"valid_to": "2099-12-31"})

    decision.refresh_from_db()
    assert (decision.valid_from, decision.valid_to) == (date(2099, 1, 1), date(2099, 12, 31))


def test_a_last_day_that_has_passed_is_told_at_its_input_unless_a_first_day_explains_it(
    signed_in, concluded
):
    track, decision = concluded("06", "qd1048", 4, 78)
    page = f"/danh-gia/dot/{track.round_id}/quyet-dinh/"
    office = signed_in("tinh")

    wrong = office.post(page, TERM | {"valid_from": "", "valid_to": "2024-12-31"})
    assert "Ngày này đã qua" in wrong.context["form"].errors["valid_to"][0]

    office.post(page, TERM | {"valid_from": "2022-01-01", "valid_to": "2024-12-31"})
    decision.refresh_from_db()
    assert decision.valid_to == date(2024, 12, 31)


def test_a_decision_whose_certificates_would_end_before_they_begin_is_refused(signed_in, concluded):
    track, decision = concluded("06", "qd1048", 4, 78)
    decision.valid_to = clock.today() - timedelta(days=1)
    decision.save()

    answer = signed_in("tinh").post(
        f"/danh-gia/dot/{track.round_id}/quyet-dinh/",
        {"number": "40/QĐ-UBND", "signed_on": f"{clock.today()}"},
    )

    assert "trước ngày có hiệu lực" in answer.context["issue_form"].errors["signed_on"][0]
    assert state_of(track) == TrackState.CONCLUDED


def test_the_term_of_the_process_runs_from_the_first_day(concluded, person):
    track, decision = concluded("06", "qd1048", 4, 78)
    decision.valid_from = date(2200, 1, 31)
    decision.save()

    issue(person("tinh"), decision)

    assert Certificate.objects.get(track=track).valid_to == date(2203, 1, 31)


TERM = {"authority": "TM. ỦY BAN NHÂN DÂN", "signer_title": "CHỦ TỊCH", "valid_from": "2099-01-01"}
