"""The desk of who leads an area, watches over it or works for it: figures that can be counted by hand."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ocop.certificates import desk
from ocop.core import clock
from ocop.core.charts import shown
from ocop.people.enums import Role
from tests.certificates.factories import make_certificate
from tests.measures.world import communes, place
from tests.people.factories import as_found, make_appointment, make_holder, make_user
from tests.producers.factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.country]
CAO_BANG = "04@2025"
NOTHING_WAITS = "Không có việc nào đang chờ"


def somebody(role=None, at=CAO_BANG):
    """Who holds the role at a place, or none."""
    return make_holder(role, place(at)) if role else make_user()


def issued(days_ago, at=None, **fields):
    """A certificate of a product and a producer of its own."""
    made = make_product(make_producer(at or communes(CAO_BANG, on=clock.today())[0]))
    return make_certificate(made, clock.today() - timedelta(days_ago), **fields)


def page(client, user):
    client.force_login(user, "ocop.people.backends.Accounts")
    return client.get(reverse("people:desk")).content.decode()


def figures(user):
    return {str(tile.title): tile.amount for tile in desk.figures(user)["tiles"]}


def test_a_leader_sees_how_the_area_stands():
    first, second = communes(CAO_BANG, on=clock.today())[:2]
    issued(400, first, stars=3)
    issued(400, second, stars=4)
    issued(400, second, stars=4)
    issued(4 * 365, first, stars=3)

    leader = somebody(Role.LEADER)
    shown_figures = desk.figures(leader)

    assert figures(leader)["Sản phẩm từ 3 sao trở lên còn hiệu lực"] == 3
    assert figures(leader)["Chủ thể OCOP"] == 3
    assert figures(leader)["Giấy chứng nhận hết hạn chưa đánh giá lại"] == 1
    (row,) = shown_figures["by_star"].rows
    assert [value.amount for value in row.values] == [0, 2, 1]
    assert shown_figures["trend"].values[-1].amount == 3
    on_map = {r.value.label: r.value.amount for r in shown_figures["map"].regions}
    assert sum(on_map.values()) == 3


def test_what_lies_in_another_province_is_not_counted():
    issued(400, communes("08@2025", on=clock.today())[0])

    assert set(figures(somebody(Role.LEADER)).values()) == {0}


def links_of_figures(client, user) -> list[str]:
    html = page(client, user)
    return sorted(set(re.findall(r'href="(/so-lieu/[^"]+|/[^"]*certificates\.[^"]+)"', html)))


def test_every_figure_opens_its_records(client):
    issued(400)

    opened = links_of_figures(client, somebody(Role.LEADER))

    assert len(opened) > 10
    assert {client.get(path).status_code for path in opened} == {200}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OFFICER])
def test_who_watches_over_an_area_or_works_there_opens_the_same_figures(client, role):
    issued(400)
    by_leader = links_of_figures(client, somebody(Role.LEADER))

    opened = links_of_figures(client, somebody(role))

    assert opened == by_leader
    assert {client.get(path).status_code for path in opened[:2]} == {200}


def test_a_leader_without_work_sees_figures_and_no_empty_list(client):
    html = page(client, somebody(Role.LEADER))

    assert "Sản phẩm OCOP của Tỉnh Cao Bằng" in html
    assert NOTHING_WAITS not in html


def test_who_stands_over_no_place_keeps_the_list_of_work(client):
    html = page(client, somebody())

    assert "Sản phẩm OCOP của" not in html
    assert NOTHING_WAITS in html


def test_an_officer_has_what_ends_soon_once_as_work(client):
    ending = issued(2 * 365 + 330)
    officer = somebody(Role.OFFICER)

    assert desk.figures(officer)["ending"] == []
    assert page(client, officer).count(ending.product_name) == 1


def test_a_leader_is_told_what_ends_soon_first_things_first():
    later, sooner = issued(2 * 365 + 330), issued(2 * 365 + 340)
    issued(400)

    told = [item.title for item in desk.figures(somebody(Role.LEADER))["ending"]]

    assert told == [sooner.product_name, later.product_name]


def test_the_highest_place_is_shown():
    user = somebody(Role.LEADER)
    below = communes(CAO_BANG, on=clock.today())[0]
    make_appointment(user, below, Role.OFFICER)
    user = as_found(user)

    assert desk.figures(user)["place"] == place(CAO_BANG)


def test_an_administrator_sees_the_area_looked_after_unless_work_lies_elsewhere():
    user = somebody(Role.ADMINISTRATOR, at="vn")
    assert desk.figures(user)["place"] == place("vn")

    make_appointment(user, place(CAO_BANG), Role.LEADER)

    assert desk.figures(as_found(user))["place"] == place(CAO_BANG)


def test_a_desk_asks_no_more_when_there_is_more():
    leader = somebody(Role.LEADER)
    issued(400)
    desk.figures(leader)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.figures(leader)
        return len(queries)

    before = asked()
    for commune in communes(CAO_BANG, on=clock.today())[:4]:
        issued(500, commune)

    assert asked() == before <= 17


def test_what_a_picture_shows_stands_in_its_table():
    issued(400)
    found = desk.figures(somebody(Role.LEADER))

    for chart in (found["by_star"], found["trend"], found["map"]):
        table = [str(cell.text) for row in chart.table.rows for cell in row[1:]]
        assert [shown(value.amount) for value in chart.drawn] == table[: len(chart.drawn)]
