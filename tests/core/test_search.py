"""Folding for search and the Vietnamese order, which plain byte comparison must give on every database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.core.search import fold, person_sort_key, sort_key

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạẮằẲẵẶđĐ 0123456789", max_size=20)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Rượu  men Lá", "ruou men la"),
        ("ĐẶC SẢN đá", "dac san da"),
        ("  Miến\tdong\n", "mien dong"),
        ("", ""),
    ],
)
def test_fold_forgets_case_accents_and_spaces(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=40))
def test_fold_is_the_same_however_the_accents_are_typed(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "ordered",
    [
        ["an", "ăn", "ân", "ba", "ca", "da", "đa", "em", "êm", "on", "ôn", "ơn", "um", "ưm", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Xã 2", "Xã 10", "Xã 100"],
        ["Ba Bể", "Bạch Thông"],
        ["an", "án", "an toàn"],
        ["HTX An Bình", "HTX Ăn Ngon", "HTX Bình An"],
    ],
)
def test_dictionary_order(ordered):
    keys = [sort_key(name) for name in ordered]

    assert keys == sorted(set(keys))


@given(VIETNAMESE)
def test_keys_are_ascii_and_blind_to_case(text):
    assert sort_key(text).isascii()
    assert sort_key(text) == sort_key(text.upper()) == sort_key(unicodedata.normalize("NFD", text))


def test_people_are_sorted_by_given_name():
    names = ["Nguyễn Văn Bình", "Trần Thị An", "Lê Văn Bình", "Đỗ Thị Ánh"]

    assert sorted(names, key=person_sort_key) == [
        "Trần Thị An", "Đỗ Thị Ánh", "Lê Văn Bình", "Nguyễn Văn Bình",
    ]  # fmt: skip
