"""The catalogue of recognised products and its open data."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.places.models import Place
from ocop.places.queries import area_of

pytestmark = pytest.mark.usefixtures("_history_only")
ALL = "/san-pham-ocop/?ca_het_han=on"


def names(client, url: str) -> list[str]:
    page = client.get(url).content.decode()
    return re.findall(r'<h3><a href="/c/[^"]+">(.*?)</a></h3>', page)


def test_only_what_is_in_force_today_is_shown_unless_asked(client, db):
    shown = names(client, "/san-pham-ocop/")

    assert shown == [
        "Miến dong Tài Hoan",
        "Vicumax Limited Nano Curcumin",
        "Vicumax Mật ong Nano Curcumin",
        "Vicumax Nano Curcumin",
    ]
    assert len(names(client, ALL)) == 25
    assert 'href="?ca_het_han=on"' in client.get("/san-pham-ocop/").content.decode()


@pytest.fixture
def _history_only(db):
    """The catalogue is tested over the public record; the scene's illustrative certificate would come and go by the day."""
    Certificate.objects.filter(producer__is_demo=True).delete()


@pytest.fixture
def certificate(_history_only):
    """A certificate of the record, put in force for three more years by a decision with a number."""
    found = Certificate.objects.select_related("product", "producer__place").get(
        number="LS-06-2024-0001"
    )
    found.decision_number = "215/QĐ-UBND"
    found.valid_to = clock.today() + timedelta(days=1000)
    found.save()
    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=mien+dong+tai", ["Miến dong Tài Hoan"]),
        ("q=MIẾN+na+rì+tài", ["Miến dong Tài Hoan"]),
        ("q=ruou+bang+phuc", ["Rượu men lá Bằng Phúc", "Rượu men lá Thanh Tâm"]),
        ("q=khong-co-gi", []),
        ("bo=BSP-15", ["Rượu men lá Bằng Phúc", "Rượu men lá Thanh Tâm"]),
    ],
)
def test_words_are_found_in_product_producer_and_place_without_accents(client, db, query, found):
    assert names(client, f"{ALL}&{query}") == found


def test_stars_are_counted_and_filtered(client, db):
    page = client.get(ALL).content.decode()
    counts = re.findall(r">(\d) sao <span class=\"tally\">(\d+)</span>", page)

    assert [stars for stars, _count in counts] == ["5", "4", "3"]
    for stars, count in counts:
        narrowed = client.get(f"{ALL}&sao={stars}").content.decode()
        assert f"<strong>{count}</strong>" in narrowed
        assert re.findall(r'class="tally">(\d+)<', narrowed) == [count for _stars, count in counts]


@pytest.mark.parametrize(
    "place",
    [
        "Xã Côn Minh",
        "con minh",
        "Côn Minh, Na Rì",
        "Xã Côn Minh, Huyện Na Rì (02173)",
        "Xã Côn Minh, Tỉnh Thái Nguyên (02185@2025)",
        "Huyện Na Rì",
        "Tỉnh Bắc Kạn",
        "Tỉnh Thái Nguyên (19@2025)",
    ],
)
def test_a_product_is_found_by_the_former_and_the_present_names_of_its_place(client, db, place):
    assert "Miến dong Tài Hoan" in names(client, f"/san-pham-ocop/?noi={place}")


@pytest.mark.parametrize(
    "place", ["Xã Bằng Phúc", "Tỉnh Thái Nguyên (19)", "Xã Không Có Đâu", "(x)"]
)
def test_a_product_is_not_found_by_another_place(client, db, place):
    assert names(client, f"/san-pham-ocop/?noi={place}") == []


def test_a_record_made_at_todays_unit_is_found_by_the_former_one(client, certificate):
    certificate.place = Place.objects.get(key="02185@2025")
    certificate.save()

    assert names(client, "/san-pham-ocop/?noi=Xã Côn Minh, Huyện Na Rì (02173)") == [
        "Miến dong Tài Hoan"
    ]


def test_a_former_unit_is_not_taken_for_its_neighbours_in_the_merger(db):
    """Xã Côn Minh of 2025 was made of three: asking for one of them does not bring the other two."""
    old = Place.objects.get(key="02173")

    assert set(Place.objects.filter(pk__in=area_of([old])).values_list("key", flat=True)) == {
        "02173",
        "02185@2025",
    }


def test_sorting_follows_the_vietnamese_alphabet_and_nonsense_is_ignored(client, db):
    by_name = names(client, f"{ALL}&sap=product__sort_key")

    assert by_name[:3] == ["Bánh gio Pắc San", "Bánh phở khô Chợ Đồn Hoàng Hải", "Bánh trời"]
    for nonsense in ("--stars", "producer__phone", "sap", "-"):
        assert names(client, f"{ALL}&sap={nonsense}") == names(client, ALL)


def test_pages_follow_each_other(client, db):
    first, second = names(client, ALL), names(client, f"{ALL}&trang=2")

    assert (len(first), len(second)) == (25, 14)
    assert not set(first) & set(second)


def test_a_page_costs_a_fixed_number_of_statements(client, db, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(ALL)


@pytest.fixture
def open_data(client, certificate):
    """open_data("csv") is the narrowed list as bytes; its producer has things that are nobody's business."""
    producer = certificate.producer
    producer.phone, producer.email, producer.representative = "0912345678", "rieng@tu.vn", "Bà Kín"
    producer.save()
    certificate.product_name = "=1+1"
    certificate.save()
    return lambda kind: client.get(f"/san-pham-ocop/?noi=Xã Côn Minh&xuat={kind}")


def test_open_data_is_the_narrowed_list_with_names_for_programs(open_data, certificate):
    assert json.loads(open_data("json").content) == [
        {
            "so_giay_chung_nhan": "LS-06-2024-0001",
            "san_pham": "=1+1",
            "sao": 5,
            "bo_san_pham": "Chế biến từ gạo, ngũ cốc",
            "chu_the": "HTX Tài Hoan",
            "xa": "Xã Côn Minh",
            "huyen": "Huyện Na Rì",
            "tinh": "Tỉnh Bắc Kạn",
            "ma_dia_ban": "02173",
            "quyet_dinh": "215/QĐ-UBND",
            "tu_ngay": "2024-12-31",
            "den_ngay": certificate.valid_to.isoformat(),
            "trang": "http://127.0.0.1:8000/c/LS-06-2024-0001/",
        }
    ]


def test_open_data_as_tables_runs_no_formula_and_tells_no_persons(open_data):
    table = list(csv.DictReader(io.StringIO(open_data("csv").content.decode("utf-8-sig"))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(open_data("xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()

    assert [row["san_pham"] for row in table] == ["'=1+1"]
    assert rows[1][:3] == ["LS-06-2024-0001", "=1+1", 5.0]
    everything = f"{table}{rows}{open_data('json').content.decode()}"
    for private in ("0912345678", "rieng@tu.vn", "Bà Kín"):
        assert private not in everything


def test_an_unknown_format_shows_the_page(open_data):
    assert open_data("exe")["Content-Type"].startswith("text/html")


def test_an_empty_catalogue_says_what_comes_here(client, db):
    Certificate.objects.update(valid_to="2025-01-01")

    page = client.get("/san-pham-ocop/").content.decode()

    assert "Chưa có sản phẩm nào còn hiệu lực" in page
    assert "Không có sản phẩm nào khớp" in client.get("/?q=zzz").content.decode()


def test_a_visitor_gets_no_cookie_and_the_page_once_while_nothing_changes(client, certificate):
    first = client.get("/san-pham-ocop/")
    again = client.get("/san-pham-ocop/", headers={"if-none-match": first["ETag"]})

    assert first.cookies == {}
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert again.status_code == 304

    Certificate.objects.filter(pk=certificate.pk).update(state="suspended")
    assert (
        client.get("/san-pham-ocop/", headers={"if-none-match": first["ETag"]}).status_code == 200
    )


def test_the_page_of_who_is_signed_in_is_no_cache_s(signed_in, certificate):
    assert "ETag" not in signed_in("tinh").get("/san-pham-ocop/")
