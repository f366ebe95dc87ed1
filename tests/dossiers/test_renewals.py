"""A dossier that is begun from a certificate: what carries over, what does not."""

from datetime import timedelta

import pytest

from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.core.uploads import keep
from ocop.criteria.models import Edition
from ocop.dossiers.actions import dossiers
from ocop.dossiers.enums import Purpose
from ocop.dossiers.models import Round
from ocop.dossiers.queries.dossiers import changes_since, papers_of
from ocop.producers.actions import evidence
from ocop.producers.models import Evidence

from ..days import TODAY
from .filing import of, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal(person, receiving):
    """renewal(edition code) starts a new dossier of a product that has one, under an edition's rules."""

    def start(edition="qd1048"):
        previous = of("Trà hoa vàng Mẫu")
        round = receiving
        if edition != "qd1048":
            Round.objects.filter(pk=round.pk).update(
                edition=Edition.objects.get(code=edition), edition_digest="x"
            )
        return previous, dossiers.start(
            actor=person("chuthe"),
            product=previous.product,
            round=Round.objects.select_related("place", "edition").get(pk=round.pk),
            purpose=Purpose.RENEWAL,
        )

    return start


def test_a_renewal_begins_with_what_is_valid_and_names_what_lapsed_or_is_newer(person, renewal):
    producer = of("Trà hoa vàng Mẫu").producer
    Evidence.objects.filter(producer=producer, item_code="HS06").update(
        issued_on=TODAY - timedelta(days=400), expires_on=TODAY - timedelta(days=1)
    )
    old = producer.evidence.get(item_code="HS09")
    newer = evidence.add(
        actor=person("chuthe"),
        evidence=Evidence(producer=producer, item_code="HS09", title="Kiểm nghiệm mới (thử)"),
        upload=keep([picture()]),
        replaces=old,
    )

    previous, dossier = renewal()

    assert dossier.answers == previous.answers
    assert dossier.papers.filter(evidence=newer).exists()
    assert not dossier.papers.filter(item_code="HS06").exists()
    changes = changes_since(dossier, papers_of(dossier))
    assert [p.item_code for p in changes.lapsed] == ["HS06"]
    assert [p.evidence_id for p in changes.newer] == [old.pk]
    assert changes.criteria == ()


def test_under_another_edition_papers_stay_and_scores_do_not_carry_over(
    person, receiving, monkeypatch
):
    other = Edition.objects.get(code="qd1048")
    files = {
        name: text.replace("code: qd1048", "code: qdthu") for name, text in other.files.items()
    }
    from ocop.rules.loading import parse_edition

    parsed = parse_edition(files)
    edition = Edition.objects.create(
        code="qdthu", name="Bộ thử", files=files, digest=parsed.digest, state="published"
    )
    Round.objects.filter(pk=receiving.pk).update(edition=edition, edition_digest=parsed.digest)
    previous = of("Trà hoa vàng Mẫu")

    dossier = dossiers.start(
        actor=person("chuthe"),
        product=previous.product,
        round=Round.objects.select_related("place", "edition").get(pk=receiving.pk),
        purpose=Purpose.RENEWAL,
    )

    assert (dossier.answers, dossier.self_total) == ({}, 0)
    assert set(dossier.papers.values_list("evidence", flat=True)) == set(
        previous.papers.values_list("evidence", flat=True)
    )
    changes = changes_since(dossier, papers_of(dossier))
    assert changes.other_edition
    assert len(changes.criteria) > 20


def test_a_renewal_is_started_from_the_certificate_with_its_countdown(signed_in):
    certificate = Certificate.objects.get(product__name="Tinh bột nghệ Mẫu")

    desk = signed_in("chuthe").get("/ban-lam-viec/").content.decode()
    assert "Đánh giá lại Tinh bột nghệ Mẫu để giữ hạng sao" in desk
    days_left = (certificate.valid_to - clock.today()).days
    assert f"giấy chứng nhận còn {days_left} ngày" in desk
    page = signed_in("chuthe").get(f"/giay-chung-nhan/{certificate.pk}/").content.decode()
    assert f"/danh-gia/ho-so/moi/{certificate.product_id}/?muc-dich=renewal" in page
