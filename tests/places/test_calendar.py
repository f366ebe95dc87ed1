"""Working days: weekends, holidays, and the days that an administrator adds."""

from datetime import date

import pytest

from ocop.people.enums import Role
from ocop.places import working_days as deadlines
from ocop.places.models import CalendarDay
from tests.people.factories import client_of, make_holder, make_officer

from .factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def admin(db):
    """The browser of who administers the whole country's installation."""
    return client_of(make_holder(Role.ADMINISTRATOR, make_place("country")))


def test_deadlines_pass_over_weekends_and_the_lunar_new_year():
    assert deadlines.after(1, date(2027, 2, 3)) == date(2027, 2, 11)
    assert deadlines.after(5, date(2026, 4, 24)) == date(2026, 5, 6)
    assert deadlines.after(3, date(2026, 12, 30)) == date(2027, 1, 5)


def test_a_saturday_worked_instead_counts():
    """22 August 2026 is worked for 31 August."""
    assert deadlines.after(1, date(2026, 8, 21)) == date(2026, 8, 22)
    assert deadlines.after(1, date(2026, 8, 28)) == date(2026, 9, 3)


def test_an_administrator_adds_what_was_announced_late(admin):
    url = "/dia-ban/lich-lam-viec/"
    for day, works in (("2026-10-10", True), ("2026-10-12", False)):
        admin.post(url, {"day": day, "works": works, "act": "Thông báo 1 (thử)"})

    assert deadlines.after(2, date(2026, 10, 9)) == date(2026, 10, 13)

    admin.post(f"{url}{CalendarDay.objects.get(works=False).pk}/bo/")
    assert deadlines.after(2, date(2026, 10, 9)) == date(2026, 10, 12)
    assert client_of(make_officer(make_place())).get(url).status_code == 404


@pytest.mark.parametrize(
    ("day", "works", "said"),
    [
        ("2026-10-08", True, "Thứ 5 08/10/2026 vốn là ngày làm việc"),
        ("2026-08-22", True, "Thứ 7 22/08/2026 vốn là ngày làm việc"),
        ("2026-10-10", False, "Thứ 7 10/10/2026 vốn đã là ngày nghỉ"),
        ("2026-09-02", False, "Thứ 4 02/09/2026 vốn đã là ngày nghỉ"),
    ],
)
def test_a_day_is_not_recorded_as_what_it_is_by_itself(admin, day, works, said):
    """22 August 2026 is worked for 31 August."""
    answer = admin.post(
        "/dia-ban/lich-lam-viec/", {"day": day, "works": works, "act": "Thông báo 1 (thử)"}
    )

    (error,) = answer.context["form"].errors["day"]
    assert error.startswith(said)
    assert not CalendarDay.objects.exists()


def test_a_holiday_may_be_worked_instead_of_another_day(admin):
    day = {"day": "2026-09-02", "works": True, "act": "Thông báo 1 (thử)"}

    admin.post("/dia-ban/lich-lam-viec/", day)

    assert CalendarDay.objects.get().day == date(2026, 9, 2)
