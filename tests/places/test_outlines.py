"""Outlines from GeoJSON: what is taken, what is refused with which sentence, and what a map shows then."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ocop.core.errors import Refused
from ocop.core.models import AuditEntry
from ocop.people.enums import Role
from ocop.people.models import Appointment, User
from ocop.places import maps
from ocop.places.models import Outline, Place
from ocop.places.outlines import pack, read, square_kilometres, unpack
from ocop.places.queries import units_at

pytestmark = [pytest.mark.django_db, pytest.mark.country]
DAY = date(2019, 12, 2)


def square(longitude, latitude, side=0.1):
    east, north = longitude + side, latitude + side
    return [
        [longitude, latitude],
        [east, latitude],
        [east, north],
        [longitude, north],
        [longitude, latitude],
    ]


def feature(properties, *rings):
    geometry = {"type": "Polygon", "coordinates": rings or [square(105.8, 22.1)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def bac_kan():
    return Place.objects.get(key="06")


@pytest.fixture
def districts(bac_kan):
    return units_at(bac_kan, "district", DAY)


@pytest.mark.parametrize(
    "name", ["066", "66", 66, 66.0, "Huyện Na Rì", "NA RÌ", "na ri", " Na Rì "]
)
def test_a_unit_is_known_by_its_code_or_its_name(districts, name):
    reading = read(file(feature({"id": 7, "ten": name})), districts)

    na_ri = Place.objects.get(key="066")
    assert (reading.key, list(reading.outlines)) == ("ten", [na_ri.pk])
    assert na_ri not in reading.without
    assert len(reading.without) == len(districts) - 1


def test_what_is_no_unit_of_the_area_is_named(districts):
    lines = {"type": "Feature", "properties": {"ten": "Sông Năng"}, "geometry": None}

    reading = read(
        file(feature({"ten": "Na Rì"}), feature({"ten": "Định Hóa"}), feature({}), lines),
        districts,
    )

    assert reading.unknown == ["Định Hóa", "đối tượng thứ 3", "Sông Năng"]


def test_parts_of_a_unit_come_together_and_an_enclave_is_taken_off(districts):
    hole = square(105.84, 22.14, 0.02)[::-1]

    reading = read(
        file(
            feature({"ten": "Na Rì"}, square(105.8, 22.1), hole),
            feature({"ten": "Na Rì"}, square(106.0, 22.1)),
        ),
        districts,
    )

    (geometry,) = reading.outlines.values()
    assert len(unpack(geometry)) == 3
    one = 0.1 * 111.2 * 0.1 * 111.2 * 0.9265
    assert square_kilometres(geometry) == pytest.approx(one * 1.96, rel=0.01)


def test_geometry_is_kept_as_short_text_and_read_back():
    rings = [[(1058345, 221442), (1058349, 221440), (1058350, 221500)]]

    assert pack(rings) == "1058345 221442 4 -2 1 60"
    assert unpack(pack(rings))[0][1] == pytest.approx((105.8349, 22.1440))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "không phải GeoJSON đọc được"),
        (b"[" * 100_000, "không phải GeoJSON đọc được"),
        (b"{}", "FeatureCollection"),
        (b'{"features": [1]}', "FeatureCollection"),
        (file(feature({"ten": "Na Rì"}, square(22.1, 105.8))), "kinh độ trước"),
        (file(feature({"ten": "Na Rì"}, square(599000, 2440000))), "nằm ngoài Việt Nam"),
        (file(feature({"ten": "Na Rì"}, [["x", 1]])), "thứ 1 có toạ độ không phải số"),
        (file(feature({"ten": "Na Rì"}, [[True, 1]])), "thứ 1 có toạ độ không phải số"),
        (file(feature({"ten": "Định Hóa"})), "Không đối tượng nào"),
        (file(), "Không đối tượng nào"),
        (b" " * (15 * 2**20 + 1), "lớn hơn 15 MB"),
    ],
)
def test_a_file_that_is_no_use_gets_a_sentence(districts, content, sentence):
    with pytest.raises(Refused, match=sentence):
        read(content, districts)


def test_a_heavy_file_becomes_a_light_map(districts):
    na_ri, around = [], 60_000
    import math

    for n in range(around):
        turn = 2 * math.pi * n / around
        reach = 0.2 + 0.01 * math.sin(turn * 400)
        na_ri.append([105.9 + reach * math.cos(turn), 22.2 + reach * math.sin(turn)])

    reading = read(file(feature({"ten": "Na Rì"}, [*na_ri, na_ri[0]])), districts)

    assert reading.points_before > around
    assert 100 < reading.points_after <= 2000


@pytest.fixture
def administrator(client):
    """Who runs the installation, signed in."""
    country = Place.objects.get(key="vn")
    person = User.objects.create_user("quan-tri@thu.vn", full_name="Quản trị")
    Appointment.objects.create(user=person, role=Role.ADMINISTRATOR, place=country)
    client.force_login(person, "ocop.people.backends.Accounts")
    return person


def sent(client, content, **fields):
    form = {
        "place": "Tỉnh Bắc Kạn (06)",
        "level": "district",
        "source": "Sở thử",
        "licence": "CC BY 4.0",
        "file": SimpleUploadedFile("huyen.geojson", content),
    }
    return client.post(reverse("places:load_outlines"), form | fields)


def test_outlines_are_shown_first_and_kept_when_agreed_to(client, administrator, bac_kan):
    shown = sent(client, file(feature({"ten": "Na Rì"}), feature({"ten": "<b>X</b>"})))

    page = shown.content.decode()
    assert "Khớp 1 đơn vị" in page
    assert "&lt;b&gt;X&lt;/b&gt;" in page
    assert Outline.objects.count() == 0

    kept = shown.context["form"]["file"].field.widget.kept[0][1]
    answer = client.post(
        reverse("places:load_outlines"),
        {
            "place": "Tỉnh Bắc Kạn (06)",
            "level": "district",
            "source": "Sở thử",
            "licence": "CC BY 4.0",
            "file_kept": kept,
            "do": "keep",
        },
    )

    assert answer.url == reverse("places:outlines")
    outline = Outline.objects.get()
    assert (str(outline), outline.loaded_by) == ("Huyện Na Rì", "Quản trị")
    entry = AuditEntry.objects.get(action="places.outlines.loaded")
    assert (entry.target_id, entry.data["units"]) == (str(bac_kan.pk), 1)


def test_outlines_loaded_again_replace_the_former(client, administrator):
    for side in (0.1, 0.2):
        sent(client, file(feature({"ten": "Na Rì"}, square(105.8, 22.1, side))), do="keep")

    outline = Outline.objects.get()
    assert square_kilometres(outline.geometry) == pytest.approx(458, rel=0.01)


def test_a_refused_file_is_told_at_its_input(client, administrator):
    page = sent(client, file(feature({"ten": "Định Hóa"}))).content.decode()

    assert "Không đối tượng nào trong tệp" in page
    assert Outline.objects.count() == 0


def test_a_map_without_outlines_says_that_it_is_a_sketch(bac_kan, districts):
    drawing = maps.draw(bac_kan, districts, {districts[0].pk: 5}, title="Sản phẩm")

    assert drawing.is_sketch
    assert drawing.beside == []
    assert [v.amount for v in drawing.drawn] == [5] + [None] * 7
    for region in drawing.regions:
        assert 0 < region.x < drawing.width and 0 < region.y < drawing.height


def test_a_unit_that_nobody_knows_the_place_of_is_beside_the_map(bac_kan):
    communes = units_at(bac_kan, "commune", DAY)

    drawing = maps.draw(bac_kan, communes, {}, title="Sản phẩm")

    without = [unit.short_name for unit in communes if unit.latitude is None]
    assert without
    assert {*without} <= {value.label for value in drawing.beside}
    assert len(drawing.regions) == len(communes)


def test_a_map_with_outlines_names_their_source(bac_kan, districts):
    na_ri = next(unit for unit in districts if unit.key == "066")
    geometry = read(file(feature({"ten": "Na Rì"})), districts).outlines[na_ri.pk]
    Outline.objects.create(
        place=na_ri,
        geometry=geometry,
        source="Sở thử",
        licence="CC BY 4.0",
        loaded_at="2019-12-02T00:00Z",
        loaded_by="Quản trị",
    )

    drawing = maps.draw(bac_kan, districts, {}, title="Sản phẩm")

    assert (drawing.is_sketch, drawing.source) == (False, "Sở thử (CC BY 4.0)")
    assert len(drawing.beside) == len(districts) - 1


def test_the_whole_country_can_be_sketched():
    country = Place.objects.get(key="vn")
    provinces = units_at(country, "province", date(2026, 1, 1))

    drawing = maps.draw(country, provinces, {}, title="Sản phẩm")

    assert len(drawing.regions) == 34
    assert drawing.beside == []
