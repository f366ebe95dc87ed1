"""How dates and points are written in official papers."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ocop.documents.writing import long_date, place_and_date, points_text


def test_dates_and_points_are_written_the_official_way():
    assert place_and_date("Bắc Kạn", date(2019, 4, 8)) == ("Bắc Kạn, ngày 08 tháng 4 năm 2019")
    assert long_date(date(2020, 2, 11)) == "ngày 11 tháng 02 năm 2020"
    assert points_text(Fraction(1367, 15)) == "91,13"
    assert points_text(Decimal("89.995")) == "90,00"
    assert points_text(Fraction(89995, 1000)) == "90,00"
    assert points_text(70) == "70,00"
