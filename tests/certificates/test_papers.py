"""The printed certificate: headed by the body that issued it."""

import pytest

from ocop.certificates.papers import certificate_of
from ocop.people.actions import organisations
from tests.certificates.factories import make_certificate
from tests.people.factories import make_officer, make_organisation
from tests.places.factories import make_place
from tests.producers.factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


def test_a_certificate_is_headed_by_its_issuing_office():
    country = make_place("country")
    province = make_place("province", under=country, name="Tỉnh Bắc Kạn")
    ministry = make_organisation(country, "Bộ Nông nghiệp và Phát triển nông thôn")
    product = make_product(make_producer(make_place(under=province)))

    by_country = make_certificate(product, office=country, issuing_office=ministry)
    by_province = make_certificate(product, office=province)

    assert certificate_of(by_country).office.body == "Bộ Nông nghiệp và Phát triển nông thôn"
    assert certificate_of(by_province).office.body == "Ủy ban nhân dân tỉnh Bắc Kạn"


def test_a_certificate_follows_its_issuing_office_when_duplicates_are_merged():
    place = make_place()
    office, twice = make_organisation(place), make_organisation(place)
    certificate = make_certificate(issuing_office=twice)

    organisations.merge(actor=make_officer(place), duplicate=twice, into=office)

    certificate.refresh_from_db()
    assert certificate.issuing_office == office
