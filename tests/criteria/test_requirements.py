"""Star requirements that were inferred warn a person, and decide only once an administrator has confirmed them."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ocop.certificates.models import Certificate
from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.criteria.actions import editions
from ocop.criteria.enums import EditionState
from ocop.criteria.models import Edition
from ocop.dossiers.actions import rounds
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.rulebook import rulebook
from ocop.evaluation.actions import results
from ocop.evaluation.enums import SheetState, TrackState
from ocop.evaluation.models import ScoreSheet, Track
from ocop.people.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return Edition.objects.get(code="qd1048")


def doubts(html):
    """The notice of what only warns, "" where there is none."""
    found = re.search(r"Cần người kiểm tra</strong>.*?</ul>", html, re.DOTALL)
    return " ".join(found.group().split()) if found else ""


def four_star_rule(sheet):
    return next(r for r in sheet.requirements if r.stars == 4 and r.is_inferred)


def best_but_one(sheet, rule):
    """The best answers, but the criterion of the rule at its lowest level."""
    answers = {leaf.code: max(leaf.points, key=leaf.points.__getitem__) for leaf in sheet.leaves}
    target = sheet.leaf(rule.criteria[0])
    return answers | {target.code: min(target.points, key=target.points.__getitem__)}


@pytest.fixture
def draft_dossier():
    """A dossier that its producer still works on, in a round where nobody has scored."""
    dossier = (
        Dossier.objects.filter(state="draft", round__state=RoundState.RECEIVING)
        .select_related("round__place")
        .first()
    )
    if dossier is None:
        dossier = Dossier.objects.filter(state="draft").select_related("round__place").first()
    ScoreSheet.objects.filter(track__round=dossier.round).delete()
    Round.objects.filter(pk=dossier.round_id).update(confirmed_requirements=[])
    return dossier


@pytest.fixture
def scored_track(person):
    """A product in scoring whose members have all signed nearly the best sheet: one requirement is not met."""
    track = (
        Track.objects.filter(state=TrackState.SCORING)
        .select_related("round__place", "dossier")
        .first()
    )
    sheet = rulebook(track.round).sheet(track.dossier.set_code)
    rule = four_star_rule(sheet)
    answers = best_but_one(sheet, rule)
    found = rulebook(track.round).score(track.dossier.set_code, answers)
    for filled in track.sheets.all():
        filled.answers, filled.facts, filled.total = answers, [], found.total
        filled.parts, filled.answered = dict(found.parts), len(answers)
        filled.state = SheetState.SIGNED
        filled.save()
    Track.objects.filter(pk=track.pk).update(level="province")
    return track, rule


def confirmed_in(track, *ids):
    Round.objects.filter(pk=track.round_id).update(confirmed_requirements=list(ids))
    return Track.objects.select_related("round__place", "dossier").get(pk=track.pk)


def attend_all(round):
    session = round.council.session
    for member in round.council.members.all():
        session.attendances.get_or_create(member=member, defaults={"recorded_by": member.user})


def certified(track, person):
    """The stars on the certificate of a concluded product, as a province's council would issue it."""
    Round.objects.filter(pk=track.round_id).update(state=RoundState.CONCLUDED)
    round = Round.objects.select_related("place", "council").get(pk=track.round_id)
    decision = results.draft_decision(actor=person("huyen"), round=round, fields={"signer": "A"})
    results.issue_decision(
        actor=person("huyen"), decision=decision, number="7/QĐ", signed_on=date(2026, 11, 2)
    )
    return Certificate.objects.get(track=track).stars


def test_the_self_score_warns_before_and_caps_after(signed_in, person, edition, draft_dossier):
    dossier = draft_dossier
    sheet = rulebook(dossier.round).sheet(dossier.set_code)
    rule = four_star_rule(sheet)
    dossier.answers = best_but_one(sheet, rule)
    dossier.save()
    url = f"/danh-gia/ho-so/{dossier.pk}/tu-cham/A/"

    before = signed_in("chuthe").get(url).content.decode()
    editions.confirm_requirement(
        actor=person("quantri"), edition=edition, requirement=rule.id, confirmed=True
    )
    if dossier.round.state not in (RoundState.PREPARING, RoundState.RECEIVING):
        Round.objects.filter(pk=dossier.round_id).update(confirmed_requirements=[rule.id])
    after = signed_in("chuthe").get(url).content.decode()

    assert f"4 sao: {rule.what}" in doubts(before)
    assert "giữ ở" not in before
    assert f"giữ ở 3 sao vì chưa đạt điều kiện của 4 sao: {rule.what}" in after
    assert f"4 sao: {rule.what}" not in doubts(after)


def test_a_result_only_warns_while_nobody_has_confirmed(person, scored_track):
    track, _rule = scored_track
    track = confirmed_in(track)
    attend_all(track.round)

    concluded = results.conclude(actor=person("huyen"), track=track)

    assert concluded.stars == 5
    assert [r["code"] for r in concluded.reasons if r["code"] in ("unconfirmed", "capped")] == [
        "unconfirmed"
    ]


@pytest.mark.parametrize(
    ("is_confirmed", "words"),
    [(False, "Điều kiện này chưa được xác nhận"), (True, "giữ ở 3 sao vì chưa đạt điều kiện")],
)
def test_the_members_sheets_together_show_it_before_the_council_concludes(
    signed_in, scored_track, is_confirmed, words
):
    track, rule = scored_track
    track = confirmed_in(track, *([rule.id] if is_confirmed else []))
    attend_all(track.round)

    for role in ("thuky", "uyvien2"):
        html = signed_in(role).get(f"/danh-gia/san-pham/{track.pk}/").content.decode()
        assert words in html


def test_a_confirmed_requirement_holds_the_result_and_its_certificate_down(person, scored_track):
    track, rule = scored_track
    track = confirmed_in(track, rule.id)
    attend_all(track.round)

    concluded = results.conclude(actor=person("huyen"), track=track)

    assert concluded.stars == 3
    assert certified(track, person) == 3
    capped = next(r for r in concluded.reasons if r["code"] == "capped")
    assert (capped["params"]["needed"], capped["params"]["what"]) == (4, rule.what)


def test_a_concluded_result_keeps_what_it_was_decided_by(person, edition, scored_track):
    """Confirmed after the council has concluded: the decision and its documents still say what the council did."""
    track, rule = scored_track
    track = confirmed_in(track)
    attend_all(track.round)
    results.conclude(actor=person("huyen"), track=track)

    editions.confirm_requirement(
        actor=person("quantri"), edition=edition, requirement=rule.id, confirmed=True
    )

    later = Track.objects.select_related("round__place", "dossier").get(pk=track.pk)
    again = results.result_of(later, list(later.sheets.select_related("member")))
    assert (again.stars, later.stars, later.round.confirmed_requirements) == (5, 5, [])
    assert certified(later, person) == 4  # 5 stars are the centre's: 4 and "potential"


def test_confirming_reaches_rounds_that_have_not_begun_to_score_and_no_others(person, edition):
    rule = editions.inferred_requirements(edition)[0][0]
    scoring = Round.objects.filter(state=RoundState.SCORING, edition=edition).first()
    waiting = Round.objects.filter(
        state__in=(RoundState.PREPARING, RoundState.RECEIVING), edition=edition
    ).first()

    editions.confirm_requirement(
        actor=person("quantri"), edition=edition, requirement=rule.id, confirmed=True
    )

    scoring.refresh_from_db()
    waiting.refresh_from_db()
    assert scoring.confirmed_requirements == []
    assert waiting.confirmed_requirements == [rule.id]


def test_confirming_and_doubting_are_in_the_audit_trail(person, edition):
    rule = editions.inferred_requirements(edition)[0][0]

    for confirmed in (True, False):
        editions.confirm_requirement(
            actor=person("quantri"), edition=edition, requirement=rule.id, confirmed=confirmed
        )

    entries = list(AuditEntry.objects.filter(target_id=str(edition.pk)).order_by("-number")[:2])
    assert [e.action for e in entries] == [
        "criteria.requirement.doubted",
        "criteria.requirement.confirmed",
    ]
    assert {e.data["requirement"] for e in entries} == {rule.id}
    assert {e.actor for e in entries} == {person("quantri")}


def test_only_an_administrator_confirms_and_only_what_there_is(person, edition):
    rule = editions.inferred_requirements(edition)[0][0]

    with pytest.raises(NotYours):
        editions.confirm_requirement(
            actor=person("tinh"), edition=edition, requirement=rule.id, confirmed=True
        )
    with pytest.raises(Refused):
        editions.confirm_requirement(
            actor=person("quantri"), edition=edition, requirement="khong-co", confirmed=True
        )


def test_a_new_round_begins_with_what_is_confirmed(person, edition):
    rule = editions.inferred_requirements(edition)[0][0]
    edition = editions.confirm_requirement(
        actor=person("quantri"), edition=edition, requirement=rule.id, confirmed=True
    )
    old = Round.objects.filter(level="district").first()
    round = Round(
        place=old.place,
        year=2031,
        number=9,
        edition=edition,
        process_code="qd1048",
        receives_from=old.receives_from,
        receives_until=old.receives_until,
    )

    rounds.open_round(actor=person("huyen"), round=round)

    assert rulebook(round).confirmed == {rule.id}


@pytest.mark.parametrize(
    "change", [{"files": {}}, {"digest": "x"}, {"code": "khac"}, {"state": EditionState.DRAFT}]
)
def test_the_database_refuses_to_change_a_published_edition(edition, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**change)


def test_the_database_refuses_to_delete_a_published_edition():
    lonely = Edition.objects.get(code="qd148")

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=lonely.pk)._raw_delete("default")


def test_the_database_still_guards_the_moves_of_a_round():
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(state=RoundState.PUBLISHED).update(state=RoundState.PREPARING)


def test_a_member_is_warned_on_the_own_sheet_and_as_it_changes(person, signed_in, scored_track):
    track, rule = scored_track
    sheet = track.sheets.filter(member__user__login="uyvien1@demo.vn").first()
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.OPEN, signed_at=None)
    client = signed_in("uyvien1")
    target = rulebook(track.round).sheet(track.dossier.set_code).leaf(rule.criteria[0])
    best = max(target.points, key=target.points.__getitem__)

    page = client.get(f"/danh-gia/phieu/{sheet.pk}/").content.decode()
    field = {"field": f"a:{target.code}", "value": best, "was": sheet.answers[target.code]}
    saved = client.post(f"/danh-gia/phieu/{sheet.pk}/luu/", field).json()

    assert f"4 sao: {rule.what}" in doubts(page)
    assert f"4 sao: {rule.what}" not in doubts(saved["html"]["#sheet-doubts"])


def test_the_producer_reads_no_rule_that_nobody_has_confirmed(signed_in, person, scored_track):
    """Neither in the notice of the result nor on its page; the council and its office do."""
    track, rule = scored_track
    track = confirmed_in(track)
    attend_all(track.round)
    concluded = results.conclude(actor=person("huyen"), track=track)
    producer = person("chuthe")
    concluded.dossier.producer.members.get_or_create(user=producer)
    certified(concluded, person)
    url = f"/danh-gia/san-pham/{track.pk}/"

    notice = Notification.objects.filter(kind="evaluation.result", user=producer).latest("pk")

    assert "unconfirmed" in {reason["code"] for reason in concluded.reasons}
    assert rule.what not in notice.body
    assert rule.what not in signed_in("chuthe").get(url).content.decode()
    assert rule.what in signed_in("huyen").get(url).content.decode()


def test_an_administrator_confirms_when_a_criterion_applies(signed_in, edition):
    condition = "B.5.2:applies_if:B.5.1:2"
    client = signed_in("quantri")
    url = f"/bo-tieu-chi/{edition.pk}/"

    page = " ".join(client.get(url).content.decode().split())
    client.post(f"{url}xac-nhan/", {"requirement": condition, "confirmed": "1"})

    edition.refresh_from_db()
    assert "tiêu chí 5.2 chỉ chấm nếu tiêu chí 5.1 đạt từ 2 điểm" in page
    assert edition.confirmed_requirements == [condition]
