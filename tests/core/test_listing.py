"""What every list does: cells, totals, the period and the place asked for, columns chosen by each person."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.db.models import Sum
from django.test import RequestFactory
from django.urls import reverse_lazy
from django.utils.safestring import mark_safe

from ocop.certificates.models import Certificate
from ocop.core.listing import Column, Listing, table_rows
from ocop.dossiers.enums import DossierState
from ocop.people.actions.lists import hide_columns
from ocop.producers.models import ProducerYear
from tests.certificates.factories import make_certificate
from tests.dossiers.factories import make_dossier, make_round
from tests.evaluation.factories import make_track
from tests.people.factories import as_found, client_of, make_officer
from tests.places.factories import make_place
from tests.producers.factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]

PRODUCERS, CERTIFICATES = "/chu-the/", "/giay-chung-nhan/"
ROUNDS, DOSSIERS = reverse_lazy("dossiers:rounds"), reverse_lazy("dossiers:dossiers")


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def officer(place):
    """An officer of the place's province."""
    return make_officer(place.province)


def heads(page) -> list[str]:
    return [str(head["label"]) for head in page.context["listing"].heads]


def listed(page) -> list[str]:
    return [str(thing) for thing in page.context["listing"].page]


def choose(client, *, listing: str, columns: list[str], shown: list[str], back: str = "/"):
    sent = {"list": listing, "column": columns, "shown": shown, "next": back}
    return client.post("/danh-sach/cot/", sent)


# Cells


def test_a_cell_escapes_what_is_not_html_of_its_own():
    columns = [
        Column("<Tên>", cell=lambda row: row),
        Column("Lời", cell=lambda row: mark_safe("<b>đậm</b>")),
    ]

    assert table_rows(columns, ["<i>"]) == (
        '<tr><td data-label="&lt;Tên&gt;">&lt;i&gt;</td><td data-label="Lời"><b>đậm</b></td></tr>'
    )


def test_a_cell_that_asks_for_what_is_not_there_does_not_empty_the_list():
    with pytest.raises(LookupError, match="not there"):
        table_rows([Column("Tên", cell=lambda row: Certificate.objects.get(pk=0))], ["A"])


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Decimal("1234.50"), "1.234,50"),
        (1234, "1.234"),
        (date(2019, 12, 2), "02/12/2019"),
        (None, "—"),
        ("", "—"),
        ("<", "&lt;"),
    ],
)
def test_a_column_without_a_cell_shows_its_value_as_people_read_it(value, says):
    columns = [Column("Số", value=lambda row: row, is_number=True)]

    assert table_rows(columns, [value]) == (
        f'<tr><td class="number" data-label="Số">{says}</td></tr>'
    )


# Totals


@pytest.fixture
def years():
    """Workers of one producer over thirty years: 1 + 2 + … + 30; a year that nobody counted is none."""
    producer = make_producer()
    for number in range(1, 31):
        ProducerYear.objects.create(producer=producer, year=1970 + number, workers=number)
    return ProducerYear.objects.order_by("year")


def of_workers(rows, user) -> Listing:
    columns = [
        Column("Năm", sort="year", value=lambda y: y.year),
        Column("Lao động", sort="workers", value=lambda y: y.workers, total=Sum("workers")),
    ]
    request = RequestFactory().get("/")
    request.user = user
    return Listing(request, rows, columns=columns, name="nam")


def test_a_total_is_of_all_pages_and_costs_no_statement(years, django_assert_num_queries, officer):
    listing = of_workers(years, officer)

    with django_assert_num_queries(2):
        assert len(listing.page) == 25
        assert listing.totals == '<td data-label="Lao động">465</td>'
    assert listing.page.paginator.count == 30


def test_a_total_of_what_nobody_entered_is_nought(years, officer):
    years.update(workers=None)

    assert of_workers(years, officer).totals == '<td data-label="Lao động">0</td>'


def test_the_rounds_are_totalled_over_what_is_narrowed(place, officer):
    for products in (2, 1):
        round = make_round(place.province)
        for _ in range(products):
            make_track(make_dossier(round))
    make_track(make_dossier(make_round()))

    page = client_of(officer).get(ROUNDS)

    assert 'data-label="Sản phẩm">3</td>' in page.context["listing"].totals
    assert "Cộng 2 dòng" in page.content.decode()


# Period and place


def test_certificates_of_a_period_are_those_that_began_in_it(place, officer):
    client = client_of(officer)
    product = make_product(make_producer(place))
    first, second = (make_certificate(product, date(2018, m, d)).pk for m, d in ((3, 31), (4, 1)))

    def began_in(period: str) -> list[int]:
        page = client.get(CERTIFICATES, {"ky": period, "moi-trang": 100})
        return [c.pk for c in page.context["listing"].page]

    assert began_in("2018-Q2") == [second]
    assert began_in("2018-Q1") == [first]
    assert set(began_in("2018-2020")) == {first, second}
    assert began_in("2017") == []


def test_a_dossier_belongs_to_the_day_on_which_it_was_handed_in(place, officer):
    client = client_of(officer)
    round = make_round(place.province)
    # Half past midnight of New Year's Day in Việt Nam, when it is still the afternoon of the day before in Greenwich.
    dossier = make_dossier(
        round,
        make_product(make_producer(place)),
        DossierState.SUBMITTED,
        submitted_at=datetime(2018, 12, 31, 17, 30, tzinfo=UTC),
    )
    make_dossier(round, make_product(make_producer(place)))

    assert listed(client.get(DOSSIERS, {"ky": "2019-M01"})) == [str(dossier)]
    assert listed(client.get(DOSSIERS, {"ky": "2018"})) == []


@pytest.mark.parametrize("wrong", ["2019-M13", "tháng này", "1", "2020-2018"])
def test_a_period_that_is_none_is_told_at_its_box_and_nothing_is_listed(wrong, place, officer):
    make_certificate(make_product(make_producer(place)))

    page = client_of(officer).get(CERTIFICATES, {"ky": wrong})

    assert listed(page) == []
    assert 'id="id_ky_error"' in page.content.decode()
    assert "Bộ lọc có chỗ chưa đúng" in page.content.decode()


def test_a_file_of_a_wrong_filter_holds_nothing_rather_than_everything(place, officer):
    make_certificate(make_product(make_producer(place)))

    file = client_of(officer).get(CERTIFICATES, {"ky": "2019-M13", "xuat": "xlsx"}).content

    (sheet,) = openpyxl.load_workbook(io.BytesIO(file)).worksheets
    assert sheet.max_row == 1


def test_a_place_finds_what_lies_in_it(place, officer):
    here = make_producer(place)
    make_producer(make_place(under=place.province))

    page = client_of(officer).get(PRODUCERS, {"dia_ban": f"x ({place.key})"})

    assert listed(page) == [str(here)]


def test_a_place_that_nobody_knows_is_told_at_its_box(place, officer):
    make_producer(place)

    page = client_of(officer).get(PRODUCERS, {"dia_ban": "Xã Không Có Ở Đâu"})

    assert listed(page) == []
    assert 'id="id_dia_ban_error"' in page.content.decode()


# Columns of each person


def test_who_hides_a_column_does_not_see_it_and_others_do(place, officer):
    make_producer(place)
    client, other = client_of(officer), client_of(make_officer(place.province))
    before = heads(client.get(PRODUCERS))

    answer = choose(
        client, listing="chu-the", columns=["type", "state"], shown=["state"], back=PRODUCERS
    )

    assert (answer.status_code, answer["Location"]) == (302, PRODUCERS)
    assert heads(client.get(PRODUCERS)) == [head for head in before if head != "Loại hình"]
    assert 'data-label="Loại hình"' not in client.get(PRODUCERS).content.decode()
    assert heads(other.get(PRODUCERS)) == before


def test_a_hidden_column_comes_back_when_it_is_ticked(officer):
    client = client_of(officer)
    before = heads(client.get(PRODUCERS))

    choose(client, listing="chu-the", columns=["type"], shown=[])
    choose(client, listing="chu-the", columns=["type"], shown=["type"])

    assert heads(client.get(PRODUCERS)) == before


def test_the_column_that_names_the_row_cannot_be_hidden(officer):
    client = client_of(officer)
    before = heads(client.get(PRODUCERS))

    hide_columns(user=officer, listing="chu-the", columns=["sort_key", "nonsense"])

    assert heads(client.get(PRODUCERS)) == before


def test_a_file_has_all_columns_whatever_the_page_shows(officer):
    client = client_of(officer)
    hide_columns(user=officer, listing="chu-the", columns=["type", "state"])

    file = client.get(PRODUCERS, {"xuat": "xlsx"}).content

    (sheet,) = openpyxl.load_workbook(io.BytesIO(file)).worksheets
    assert [cell.value for cell in sheet[1]] == [
        "Tên chủ thể",
        "Loại hình",
        "Địa bàn",
        "Số sản phẩm",
        "Tình trạng",
    ]


def test_a_choice_is_of_one_list_and_leads_nowhere_else(officer):
    answer = choose(
        client_of(officer), listing="a", columns=["b", "b"], shown=[], back="https://example.com/"
    )

    assert answer["Location"] == "/"
    assert as_found(officer).hidden_columns == {"a": ["b"]}


@pytest.mark.parametrize(
    ("listing", "columns"),
    [("a", [f"c{number}" for number in range(60)]), ("a", ["\0"]), ("", []), ("x" * 81, [])],
)
def test_what_no_list_has_is_refused(listing, columns, officer):
    answer = choose(client_of(officer), listing=listing, columns=columns, shown=[])

    assert answer.status_code in (400, 422)
    assert as_found(officer).hidden_columns == {}
