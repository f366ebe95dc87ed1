"""The printed certificate: headed by the body that issued it."""

import pytest

from ocop.certificates.models import Certificate
from ocop.certificates.papers import certificate_of
from ocop.people.actions import organisations
from ocop.people.models import Organisation

pytestmark = pytest.mark.django_db


def test_a_certificate_is_headed_by_its_issuing_office():
    by_country = Certificate.objects.filter(office__level="country").first()
    by_province = Certificate.objects.filter(office__level="province").first()

    assert certificate_of(by_country).office.body == "Bộ Nông nghiệp và Phát triển nông thôn"
    assert certificate_of(by_province).office.body == "Ủy ban nhân dân tỉnh Bắc Kạn"


def test_a_certificate_follows_its_issuing_office_when_duplicates_are_merged(person):
    certificate = Certificate.objects.filter(office__level="country").first()
    ministry = certificate.issuing_office
    twice = Organisation.objects.create(kind="other", name="Bộ NN", place=ministry.place)
    Certificate.objects.filter(pk=certificate.pk).update(issuing_office=twice)

    organisations.merge(actor=person("quantri"), duplicate=twice, into=ministry)

    certificate.refresh_from_db()
    assert certificate.issuing_office == ministry
