"""A round of the demo: what the rules of a council promise."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ocop.certificates.actions import certificates
from ocop.certificates.enums import CertificateState
from ocop.certificates.models import Certificate
from ocop.core import audit, clock
from ocop.core.audit import Break
from ocop.core.doctor import examine as findings
from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.dossiers.actions import rounds
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.evaluation.actions import conflicts, results, sheets
from ocop.evaluation.enums import SheetState, TrackState
from ocop.evaluation.models import Conflict, ScoreSheet, Session, Track

from .conftest import levels_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_sheet(person):
    sheet = ScoreSheet.objects.filter(
        state=SheetState.OPEN, member__user=person("uyvien1")
    ).select_related("track__round__place", "track__dossier", "member")
    return sheet.first()


def save_url(sheet):
    return f"/danh-gia/phieu/{sheet.pk}/luu/"


def test_a_choice_is_kept_with_its_total(signed_in, open_sheet):
    client = signed_in("uyvien1")

    answer = client.post(save_url(open_sheet), {"field": "a:A.1.1", "value": "L1", "was": ""})

    assert answer.status_code == 200
    open_sheet.refresh_from_db()
    assert (open_sheet.answers, open_sheet.total, open_sheet.answered) == ({"A.1.1": "L1"}, 1, 1)


def test_an_answer_to_a_criterion_that_was_ruled_out_does_not_count_as_answered(
    signed_in, open_sheet
):
    confirm_conditions(open_sheet.track)
    open_sheet.answers = levels_at(open_sheet.track, 1)
    sheets.keep_totals(open_sheet)
    open_sheet.save()
    all_asked = open_sheet.answered
    client = signed_in("uyvien1")

    changed = {"field": "a:B.5.1", "value": "L1", "was": open_sheet.answers["B.5.1"]}
    saved = client.post(save_url(open_sheet), changed).json()["html"]
    page = client.get(f"/danh-gia/phieu/{open_sheet.pk}/").content.decode()

    open_sheet.refresh_from_db()
    left = all_asked - 2
    assert (open_sheet.answered, len(open_sheet.answers)) == (left, all_asked)
    assert f"{left}/{left} tiêu chí" in saved["#sheet-total"]
    assert f"{left}/{left} tiêu chí" in page
    assert f"{left} tiêu chí" in client.get("/danh-gia/phieu/").content.decode()


def confirm_conditions(track):
    """The conditions of criteria that no sheet states, confirmed for the round."""
    found = rulebook(track.round).sheet(track.dossier.set_code).conditions.values()
    track.round.confirmed_requirements = [rule.id for rules in found for rule in rules]
    track.round.save()


def test_a_member_is_told_what_may_not_apply_and_signs_with_it_left_empty(signed_in, open_sheet):
    """Nobody has confirmed from how many points there is a story: the member decides."""
    open_sheet.answers = levels_at(open_sheet.track, 1) | {"B.5.1": "L1"}
    for code in ("B.5.2", "B.5.3"):
        del open_sheet.answers[code]
    sheets.keep_totals(open_sheet)
    open_sheet.save()
    before = open_sheet.total
    client = signed_in("uyvien1")

    page = client.get(f"/danh-gia/phieu/{open_sheet.pk}/B/").content.decode()
    choice = {"field": "a:B.5.2", "value": "L2", "was": ""}
    saved = client.post(save_url(open_sheet), choice).json()["html"]
    client.post(save_url(open_sheet), {"field": "a:B.5.2", "value": "", "was": "L2"})
    client.post(f"/danh-gia/phieu/{open_sheet.pk}/ky/")

    hint = "Có thể tiêu chí 5.2 chỉ chấm nếu tiêu chí 5.1 đạt từ 2 điểm: có chấm thì tính điểm"
    open_sheet.refresh_from_db()
    assert hint in " ".join(page.split())
    assert hint in " ".join(saved["#sheet-doubts"].split())
    assert f"{before + 1}" in saved["#sheet-total"]
    assert (open_sheet.is_signed, open_sheet.total) == (True, before)


def test_each_choice_brings_the_points_of_its_part(signed_in, open_sheet):
    client = signed_in("uyvien1")

    choice = {"field": "a:A.1.1", "value": "L1", "was": ""}
    parts = client.post(save_url(open_sheet), choice).json()["html"]["#sheet-parts"]

    page = client.get(f"/danh-gia/phieu/{open_sheet.pk}/A/").content.decode()
    assert "(1/35)" in parts
    assert parts.strip() in page.replace(' aria-current="page"', "")


def test_the_same_choice_sent_again_changes_nothing_and_is_confirmed(signed_in, open_sheet):
    client = signed_in("uyvien1")
    client.post(save_url(open_sheet), {"field": "a:A.1.1", "value": "L1", "was": ""})

    assert (
        client.post(
            save_url(open_sheet), {"field": "a:A.1.1", "value": "L1", "was": ""}
        ).status_code
        == 200
    )


def test_a_second_tab_is_told_that_another_value_was_saved(signed_in, open_sheet):
    client = signed_in("uyvien1")
    client.post(save_url(open_sheet), {"field": "a:A.1.1", "value": "L1", "was": ""})

    answer = client.post(save_url(open_sheet), {"field": "a:A.1.1", "value": "L2", "was": ""})

    assert (answer.status_code, answer.json()["value"]) == (409, "L1")


@pytest.mark.parametrize("field", ["a:Z.9.9", "a:A.1.1", "x:A.1.1", "f:none"])
def test_what_the_sheet_does_not_know_is_refused_with_a_sentence(signed_in, open_sheet, field):
    answer = signed_in("uyvien1").post(
        save_url(open_sheet),
        {"field": field, "value": "L99", "was": ""},
        headers={"accept": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json()["message"]


def test_opening_and_saving_a_sheet_cost_a_fixed_number_of_queries(
    signed_in, open_sheet, django_assert_num_queries
):
    client = signed_in("uyvien1")
    client.get(f"/danh-gia/phieu/{open_sheet.pk}/")

    with django_assert_num_queries(5):
        client.get(f"/danh-gia/phieu/{open_sheet.pk}/")
    with django_assert_num_queries(8):  # two of them the savepoint made of a transaction here
        client.post(save_url(open_sheet), {"field": "a:A.1.2", "value": "L1", "was": ""})


def test_a_member_does_not_see_other_sheets_before_signing(signed_in, open_sheet):
    url = f"/danh-gia/san-pham/{open_sheet.track_id}/"

    assert signed_in("uyvien1").get(url).status_code == 404
    assert signed_in("uyvien2").get(url).status_code == 200


def test_an_incomplete_sheet_cannot_be_signed(person, open_sheet):
    with pytest.raises(Refused, match="29"):
        sheets.sign(actor=person("uyvien1"), sheet=open_sheet)


def test_nobody_else_scores_a_members_sheet(person, open_sheet):
    with pytest.raises(NotYours):
        sheets.save_field(
            actor=person("uyvien2"), sheet_id=open_sheet.pk, field="a:A.1.1", value="L1", was=""
        )


def test_only_the_secretary_reopens_a_signed_sheet_and_needs_a_reason(person):
    sheet = (
        ScoreSheet.objects.filter(state=SheetState.SIGNED, track__state=TrackState.SCORING)
        .select_related("track__round__place", "track__dossier", "member")
        .first()
    )

    with pytest.raises(NotYours):
        sheets.reopen(actor=person("chutich"), sheet=sheet, reason="Nhầm")
    with pytest.raises(Refused):
        sheets.reopen(actor=person("thuky"), sheet=sheet, reason=" ")
    assert (
        sheets.reopen(actor=person("thuky"), sheet=sheet, reason="Nhầm dòng").state
        == SheetState.OPEN
    )
    assert list(sheet.revisions.values_list("kind", "reason"))[-1] == ("reopened", "Nhầm dòng")


def test_a_product_is_not_concluded_before_all_have_signed(person):
    track = (
        Track.objects.filter(state=TrackState.SCORING)
        .select_related("round__place", "dossier")
        .first()
    )

    with pytest.raises(Refused):
        results.conclude(actor=person("huyen"), track=track)


def test_a_declared_conflict_takes_the_sheet_away(person, open_sheet):
    track = open_sheet.track

    conflicts.declare_conflict(actor=person("uyvien1"), track=track, reason="Người nhà")

    assert not ScoreSheet.objects.filter(pk=open_sheet.pk).exists()
    assert Conflict.objects.get(track=track).reason == "Người nhà"


def test_a_districts_result_goes_up_to_a_council_that_scores_anew():
    passed = Track.objects.get(state=TrackState.PASSED_UP)
    above = Track.objects.get(dossier=passed.dossier, level="province")

    assert passed.stars >= 3
    assert (above.state, above.stars, above.sheets.count()) == (TrackState.WAITING, None, 0)


def test_a_round_does_not_score_without_its_council(person):
    round = Round.objects.get(level="province", number=1)
    round.council.members.filter(role="chair").delete()

    with pytest.raises(Refused):
        rounds.move_round(actor=person("tinh"), round=round, to=RoundState.SCORING)


def test_a_revoked_certificate_is_revoked_on_the_public_page_at_once(person, client):
    certificate = Certificate.objects.filter(
        level="province", state=CertificateState.IN_FORCE
    ).first()

    with pytest.raises(Refused):
        certificates.change_state(
            actor=person("tinh"), certificate=certificate, to="revoked", reason="Kém chất lượng"
        )
    certificates.change_state(
        actor=person("tinh"),
        certificate=certificate,
        to="revoked",
        reason="Kém chất lượng",
        decision_number="09/QĐ-UBND",
    )

    page = client.get(f"/c/{certificate.number}/").content.decode()
    assert "Đã thu hồi" in page
    assert "09/QĐ-UBND" in page


def test_only_a_new_certificate_supersedes_one(signed_in):
    certificate = Certificate.objects.filter(
        level="province", state=CertificateState.IN_FORCE
    ).first()

    answer = signed_in("tinh").post(
        f"/giay-chung-nhan/{certificate.pk}/", {"to": "superseded", "reason": "Thử"}
    )

    assert answer.status_code == 404
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.IN_FORCE


def test_a_revocation_without_its_decision_is_told_at_that_input(signed_in):
    certificate = Certificate.objects.filter(
        level="province", state=CertificateState.IN_FORCE
    ).first()

    answer = signed_in("tinh").post(
        f"/giay-chung-nhan/{certificate.pk}/",
        {"to": "revoked", "reason": "Kém chất lượng"},
    )

    assert answer.context["form"].errors.keys() == {"decision_number"}
    assert "Thu hồi phải có số quyết định." in answer.content.decode()


def test_the_database_refuses_a_move_that_the_table_does_not_know():
    track = Track.objects.filter(state=TrackState.WAITING).first()

    with pytest.raises(DatabaseError), transaction.atomic():
        Track.objects.filter(pk=track.pk).update(state=TrackState.RECOGNISED)


def test_the_database_refuses_to_change_the_audit_trail():
    for change in (lambda q: q.update(action="x"), lambda q: q._raw_delete(q.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(AuditEntry.objects.filter(number=5))


def test_the_audit_chain_of_the_demo_is_whole_and_the_doctor_finds_nothing():
    assert not any(isinstance(entry, Break) for entry in audit.verify())
    assert list(findings()) == []


@pytest.mark.parametrize("kind", ["bien-ban", "tong-hop-diem", "quyet-dinh", "to-trinh"])
@pytest.mark.parametrize(("suffix", "magic"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_documents_of_a_round_are_real_files(signed_in, kind, suffix, magic):
    round = Round.objects.get(state=RoundState.PUBLISHED)

    answer = signed_in("huyen").get(f"/danh-gia/dot/{round.pk}/van-ban/{kind}.{suffix}")

    assert answer.content.startswith(magic)


def test_a_session_is_not_planned_for_yesterday_by_a_slip(signed_in, scoring_round):
    office, url = signed_in("thuky"), f"/danh-gia/dot/{scoring_round.pk}/phien-hop/"
    before = Session.objects.get(council__round=scoring_round).starts_at
    yesterday = timezone.localtime(clock.now()) - timedelta(days=1)
    form = {"starts_at": f"{yesterday:%Y-%m-%dT%H:%M}", "venue": "Hội trường"}

    asked = office.post(url, form)

    assert asked.context["form"].errors.keys() == {"starts_at"}
    assert Session.objects.get(council__round=scoring_round).starts_at == before
    office.post(url, form | {"took_place": "on"})
    kept = Session.objects.get(council__round=scoring_round)
    assert (kept.venue, kept.starts_at < clock.now()) == ("Hội trường", True)
    office.post(url, form | {"venue": "Phòng 2"})  # the place alone, of the session that took place
    assert Session.objects.get(council__round=scoring_round).venue == "Phòng 2"


def test_a_page_that_shows_old_pieces_of_a_sheet_gets_them_anew(signed_in):
    sheet = ScoreSheet.objects.filter(state="open", track__round__state="scoring")[0]
    client = signed_in(sheet.member.user.login.split("@")[0])
    url = f"/danh-gia/phieu/{sheet.pk}/"
    page = client.get(url).content.decode()
    has = [
        f"{place}:{mark}" for place, mark in re.findall(r'id="([\w-]+)" data-shown="(\w+)"', page)
    ]

    def brought(has):
        answer = client.post(f"{url}luu/", {"field": "n:A.1.1", "value": "Đã xem", "has": has})
        return set(answer.json()["html"])

    assert brought(has) == {"#sheet-parts", "#sheet-total"}
    assert brought(["sheet-end:0"]) == {
        "#sheet-parts",
        "#sheet-total",
        "#sheet-doubts",
        "#sheet-end",
    }
