"""Orders and ranges mean the same on every database, whatever its language."""

import pytest
from django.apps import apps

from ocop.certificates.models import Certificate
from ocop.core.fields import KeyField
from ocop.places.models import Place
from ocop.producers.models import Product

pytestmark = pytest.mark.django_db


def test_a_subtree_is_all_that_lies_below_a_place_and_nothing_else():
    province = Place.objects.get(key="06")

    found = set(Place.objects.under(province).values_list("path", flat=True))

    assert found == {path for path in paths() if path.startswith(province.path)}
    assert len(found) > 100


def paths():
    return Place.objects.values_list("path", flat=True)


@pytest.mark.parametrize("model", [Place, Product])
def test_keys_sort_as_python_sorts_them(model):
    keys = list(model.objects.order_by("sort_key").values_list("sort_key", flat=True))

    assert keys == sorted(keys)
    assert len(set(keys)) > 20


def test_a_prefix_of_a_number_finds_all_that_begin_with_it():
    numbers = Certificate.objects.values_list("number", flat=True)

    found = numbers.filter(number__gte="LS-06-", number__lt="LS-06-~").order_by("number")

    assert list(found) == sorted(n for n in numbers if n.startswith("LS-06-"))
    assert len(found) > 20


def test_whatever_is_sorted_by_a_key_or_asked_for_by_a_range_is_compared_by_bytes():
    plain = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name in ("sort_key", "path") and not isinstance(field, KeyField)
    ]

    assert plain == []
