"""Numbers on pages: as officials of the same offices write them, in both languages."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("value", "shown"),
    [("1234.50|vn_number", "1.234,50"), ("0.944|vn_number:2", "0,94"), ("66.7|vn_number:0", "67")],
)
def test_a_number_reads_the_same_in_both_languages(language, value, shown):
    number, _bar, spec = value.partition("|")
    with translation.override(language):
        text = Template("{{ n|" + spec + " }}").render(Context({"n": Decimal(number)}))

    assert text == shown
