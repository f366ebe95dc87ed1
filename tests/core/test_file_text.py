"""A digital file is compared with its record by what stands in it."""

from datetime import date

import pytest

from ocop.core.file_text import Statement, day_spellings, forget, number_spellings, text_of, unsaid

from .factories import stored_pdf, stored_picture

HONEY = "Mật ong rừng"
TEXT = """ỦY BAN NHÂN DÂN  Số: 1234/QĐ-UBND  Bắc Kạn, ngày 08 tháng 4 năm 2019
1 Mật ong rừng Hợp tác xã A 91,14 5 sao
2 Mật ong rừng hoa
bạc hà Hợp tác xã B 55,10 3 sao 3 Chè Hợp tác xã C 40,00 14 sao"""


def told(*statements: Statement) -> list[str]:
    return [statement.label for statement in unsaid(TEXT, statements)]


def stars(name: str, text: str) -> Statement:
    return Statement(f"{name}: {text}", (text,), of=name)


@pytest.mark.parametrize(
    "said",
    [
        ("1234/qđ-ubnd",),
        ("1234 / QĐ-UBND",),
        ("MẬT ONG RỪNG HOA BẠC HÀ",),
        ("Mật ong rừng",),  # letters and accents apart
        day_spellings(date(2019, 4, 8)),
        number_spellings("1234/QĐ-UBND (minh hoạ)"),
    ],
)
def test_case_spaces_and_accents_make_no_difference(said):
    assert told(Statement("điều", said)) == []


@pytest.mark.parametrize(
    "said", [("234/QĐ-UBND",), ("1234/QĐ-UBN2",), day_spellings(date(2019, 4, 9)), ("Rượu men lá",)]
)
def test_what_the_text_does_not_say_is_told(said):
    assert told(Statement("điều", said)) == ["điều"]


def test_stars_are_looked_for_behind_the_name_they_belong_to():
    flowers = "Mật ong rừng hoa bạc hà"

    assert told(stars(HONEY, "5 sao"), stars(flowers, "3 sao"), stars("Chè", "4 sao")) == [
        "Chè: 4 sao"
    ]
    assert told(stars(HONEY, "3 sao"), stars(flowers, "5 sao")) == [
        f"{HONEY}: 3 sao",
        f"{flowers}: 5 sao",
    ]


def test_stars_of_a_product_that_the_text_does_not_name_are_not_asked():
    assert told(stars("Rượu men lá", "4 sao"), Statement("Rượu", ("Rượu men lá",))) == ["Rượu"]


@pytest.mark.django_db
def test_the_text_of_a_file_is_read_once_and_goes_with_it(monkeypatch):
    stored = stored_pdf()

    assert "Mẫu" in text_of(stored)
    with monkeypatch.context() as gone:
        gone.setattr("ocop.core.file_text._read", None)
        assert "Mẫu" in text_of(stored)
    forget(stored)
    assert "Mẫu" in text_of(stored)


@pytest.mark.django_db
def test_a_picture_has_no_text():
    assert text_of(stored_picture()) == ""
