"""The sets among which a product chooses: those of the editions in force, and what becomes of it under another."""

from datetime import date

import pytest
from django.utils import translation

from ocop.core import clock
from ocop.criteria import sets
from ocop.criteria.models import Edition
from ocop.dossiers.models import Dossier
from ocop.rules.loading import builtin_edition, parse_edition
from tests.dossiers.factories import make_round
from tests.people.factories import client_of, make_user

from ..rules.small import small_files
from .factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
TODAY = date(2026, 5, 1)


def published(code="nho", **changes):
    """A small edition of two sets, the second incomplete, in force from February 2026 for a year; texts changed."""
    files = small_files()
    for old, new in changes.pop("texts", ()):
        files = {name: text.replace(old, new) for name, text in files.items()}
    files["index.yaml"] = files["index.yaml"].replace("code: nho", f"code: {code}")
    return Edition.objects.create(
        code=code,
        name="Quyết định 1/QĐ: Bộ nhỏ",
        files=files,
        digest=parse_edition(files).digest,
        state="published",
        published_at=clock.now(),
        **changes,
    )


def codes(on):
    return sorted(sets.catalogue().current(on))


def test_sets_are_those_of_the_edition_in_force_on_the_day():
    published()

    assert codes(date(2026, 2, 1)) == ["S1", "S2"]
    assert "S26" in codes(date(2026, 1, 31))
    assert codes(date(2022, 1, 1)) == [f"BSP-{n:02d}" for n in range(1, 27)]


def test_a_set_that_keeps_its_name_under_a_later_decision_keeps_its_key():
    found = sets.catalogue()

    assert found.current(date(2026, 11, 1))["BSP-05"] == "S05"
    assert found.current(date(2026, 11, 1))["qd26:S16"] == "S16"
    assert len({sheet.name for sheet in found.sheets.values()}) == len(found.sheets)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("BSP-05", "S05"),
        ("BSP-09", "S08"),
        ("BSP-24", "S21"),
        ("BSP-19", "S18"),
        ("BSP-04", ""),
        ("BSP-21", ""),
    ],
)
def test_a_set_of_1048_is_found_under_the_law_in_force_as_far_as_it_went_into_one(key, code):
    """Honey went into two sets, medical equipment into none: there a person must say."""
    sets.catalogue()

    assert sets.matching(builtin_edition("qd26"), key) == code


def test_a_draft_offers_nothing():
    Edition.objects.create(code="nho", name="Nháp", files=small_files())

    assert "Bộ một" not in sets.keys_by_name()
    assert "S1" not in codes(TODAY)


def test_a_code_that_an_earlier_edition_gave_to_another_set_gets_its_own_key():
    published(texts=[("S1", "BSP-01"), ("S2", "BSP-02")])

    assert codes(TODAY) == ["nho:BSP-01", "nho:BSP-02"]
    assert sets.set_name("BSP-01") == "Rau, củ, quả, hạt tươi"
    assert sets.set_name("nho:BSP-01") == "Bộ một"


def test_a_set_that_keeps_code_and_name_keeps_its_key():
    published(texts=[("S1", "BSP-01"), ("Bộ một", "Rau, củ, quả, hạt tươi")])

    assert codes(TODAY) == ["BSP-01", "S2"]


def test_a_name_that_another_process_published_is_found():
    sets.catalogue()
    assert "S1" not in sets.known_sets()

    published()

    assert sets.set_name("S1") == "Bộ một"


def test_groups_are_in_the_language_of_the_page_and_hold_the_set_that_a_product_has():
    with translation.override("en"):
        groups = dict(sets.set_groups())

    assert "Food · Condiments and spices" in groups
    published(texts=[("2026-02-01", "2026-06-01"), ("2027-02-01", "2099-02-01")])
    held = [choice.code for _place, found in sets.set_groups("BSP-11") for choice in found]
    assert sorted(held) == ["BSP-11", "S1", "S2"]


@pytest.fixture
def product():
    return make_product(make_producer(owner=make_user()))


@pytest.fixture
def owner(product):
    """The browser of who acts for the product's producer."""
    return client_of(product.producer.members.get().user)


@pytest.fixture
def elsewhere(product):
    """elsewhere(edition) is a round of that edition which takes the product."""

    def open_under(edition):
        return make_round(product.producer.place.province, edition=edition)

    return open_under


def ask(client, product, round, **data):
    return client.post(
        f"/danh-gia/ho-so/moi/{product.pk}/", {"round": round.pk, "purpose": "new", **data}
    )


def test_a_set_of_the_same_name_is_taken_without_asking(product, elsewhere, owner):
    name = sets.set_name(product.set_code)
    round = elsewhere(published(texts=[("Bộ một", name)]))

    answer = ask(owner, product, round)

    assert answer.status_code == 302
    assert Dossier.objects.get(product=product, round=round).set_code == "S1"


def test_where_no_set_has_the_name_the_person_is_asked_and_the_choice_holds(
    product, elsewhere, owner
):
    round = elsewhere(published())

    asked = ask(owner, product, round)

    form = asked.context["form"]
    assert asked.status_code == 200
    assert [code for code, _name in form.fields["set_code"].choices] == ["", "S1"]
    assert sets.set_name(product.set_code) in str(form["set_code"].help_text)
    assert ask(owner, product, round, set_code="S2").status_code == 200
    assert ask(owner, product, round, set_code="S1").status_code == 302
    assert Dossier.objects.get(product=product, round=round).set_code == "S1"


def test_a_product_chooses_among_the_sets_of_today_in_its_form(product, owner):
    published(texts=[("2026-02-01", "2026-06-01"), ("2027-02-01", "2099-02-01")])
    url = f"/chu-the/san-pham/{product.pk}/sua/"
    form = owner.get(url).context["form"]

    assert [c for c, _n in form.fields["set_code"].choices] == sorted(
        {product.set_code, "S1", "S2"}, key=[product.set_code, "S1", "S2"].index
    )
    data = {b.html_name: b.value() for b in form if b.value() is not None}
    owner.post(url, data | {"set_code": "S1", "version": product.version})

    product.refresh_from_db()
    assert product.set_code == "S1"
    assert "Bộ một" in owner.get(f"/chu-the/san-pham/{product.pk}/").content.decode()
