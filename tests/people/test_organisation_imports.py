"""Organisations from a spreadsheet and into one: checked first, every wrong cell named, all or nothing; what was taken out and
comes in again changes nothing."""

import unicodedata
from io import BytesIO

import openpyxl
import pytest

from ocop.core import audit, history
from ocop.core.models import Job
from ocop.core.spreadsheets import OLE, write_table
from ocop.people import policy
from ocop.people.actions import peoples_committee
from ocop.people.enums import Role
from ocop.people.imports import LABELS
from ocop.people.models import Organisation
from ocop.places.models import Place
from tests.people.factories import make_organisation

pytestmark = pytest.mark.django_db

LIST = "/co-quan/?tinh_trang=tat-ca&xuat=xlsx"


def table(*rows, keys=tuple(LABELS)):
    lines = [[row.get(key, "") for key in keys] for row in rows]
    return named(write_table([LABELS[key] for key in keys], lines, sheet_name="Cơ quan"))


def named(content):
    file = BytesIO(content)
    file.name = "co-quan.xlsx"
    return file


OFFICE = {"name": "Phòng Nông nghiệp", "kind": "Phòng chuyên môn", "place": "66"}
TEAM = {"name": "Tổ khuyến nông", "kind": "Khác", "place": "066", "parent": "phong nong nghiep"}


@pytest.fixture
def district():
    return Place.objects.get(key="066")


@pytest.fixture
def office(district):
    return make_organisation(
        district, "Phòng Kinh tế", short_name="PKT", parent=peoples_committee(district)
    )


def test_a_file_is_checked_first_and_then_taken_whole(upload):
    trial = upload(table(TEAM, OFFICE))
    assert (trial.result["new"], trial.result["wrong"]) == (2, 0)
    assert not Organisation.objects.filter(name=OFFICE["name"]).exists()

    upload(table(TEAM, OFFICE), carry_out=True)

    team = Organisation.objects.select_related("parent").get(name=TEAM["name"])
    assert (team.parent.name, team.parent.place.key) == (OFFICE["name"], "066")


def test_what_the_list_gives_comes_in_again_and_changes_nothing(
    signed_in, person, upload, office, district
):
    heir = make_organisation(district, "Phòng Mới", valid_from="2020-01-01")
    make_organisation(
        district, "Phòng Cũ", valid_to="2019-12-31", successor=heir, parent=office.parent
    )
    before = list(Organisation.objects.values())
    kept = policy.organisations_of(person("huyen")).count()
    given = signed_in("huyen").get(LIST)

    job = upload(named(given.content))

    assert (job.result["kept"], job.result["wrong"]) == (kept, 0)
    assert (job.result["new"], job.result["changed"]) == (0, 0)
    page = signed_in("huyen").get(f"/co-quan/nhap/{job.pk}/").content.decode()
    assert "không có gì thay đổi" in page and "Nhập tất cả" not in page
    assert list(Organisation.objects.values()) == before


def test_a_changed_row_changes_the_same_body_after_it_was_shown(signed_in, upload, office):
    book = openpyxl.load_workbook(BytesIO(signed_in("huyen").get(LIST).content))
    sheet = book.active
    [number] = [row[0].row for row in sheet.iter_rows() if row[0].value == office.pk]
    sheet.cell(number, 3).value = "Phòng Kinh tế và Hạ tầng"
    sheet.cell(number, 6).value = ""
    changed = BytesIO()
    book.save(changed)

    trial = upload(named(changed.getvalue()))
    assert trial.result["changed_shown"] == [
        [
            number,
            "Phòng Kinh tế",
            [
                ["Tên cơ quan, tổ chức", "Phòng Kinh tế", "Phòng Kinh tế và Hạ tầng"],
                ["Cơ quan cấp trên", "Ủy ban nhân dân huyện Na Rì (UBND 066)", "—"],
            ],
        ]
    ]
    done = upload(named(changed.getvalue()), carry_out=True)

    office.refresh_from_db()
    assert (office.name, office.short_name, office.parent) == (
        "Phòng Kinh tế và Hạ tầng",
        "PKT",
        None,
    )
    assert (done.result["done"]["new"], done.result["done"]["changed"]) == (0, 1)
    [told] = history.tell(audit.history(office))
    assert told.title.startswith("Sửa thông tin. Tên cơ quan, tổ chức: Phòng Kinh tế → ")


def test_columns_that_a_file_lacks_stay_as_they_are(upload, office):
    row = {"id": office.pk, "name": "Phòng Khác", "kind": "Phòng chuyên môn", "place": 66}

    upload(table(row, keys=("place", "name", "id", "kind")), carry_out=True)

    office.refresh_from_db()
    assert (office.name, office.short_name) == ("Phòng Khác", "PKT")
    assert office.parent == peoples_committee(office.place)


def test_what_somebody_changed_after_it_was_shown_is_shown_again(upload, signed_in, office):
    row = OFFICE | {"id": office.pk, "short_name": "MỚI"}

    def meanwhile():
        office.short_name = "CỦA NGƯỜI KHÁC"
        office.save()

    job = upload(table(row), carry_out=True, meanwhile=meanwhile)

    office.refresh_from_db()
    assert ("done" in job.result, office.short_name) == (False, "CỦA NGƯỜI KHÁC")
    page = signed_in("huyen").get(f"/co-quan/nhap/{job.pk}/").content.decode()
    assert "Danh sách vừa được người khác sửa" in page


def test_a_body_that_is_there_is_left_as_it_is_where_a_row_has_no_code(upload):
    upload(table(OFFICE), carry_out=True)

    again = upload(table(OFFICE | {"name": "PHÒNG  NÔNG NGHIỆP", "short_name": "PNN"}))

    assert (again.result["new"], again.result["kept"]) == (0, 1)


def test_names_are_kept_in_one_form_however_they_were_typed(upload):
    typed = unicodedata.normalize("NFD", " Phòng\u00a0Nông\u200b  nghiệp ")

    upload(table(OFFICE | {"name": typed}), carry_out=True)

    assert Organisation.objects.filter(name="Phòng Nông nghiệp").count() == 1


def test_the_list_is_found_behind_a_cover_sheet(upload):
    book = openpyxl.load_workbook(table(OFFICE))
    book.create_sheet("Bìa", 0)["A1"] = "Danh sách cơ quan năm 2019"
    covered = BytesIO()
    book.save(covered)

    assert upload(named(covered.getvalue())).result["new"] == 1


def test_a_row_ends_a_body_and_names_who_took_over(upload, office, district):
    heir = make_organisation(district, "Phòng Kinh tế Hạ tầng", valid_from="2019-07-01")
    row = {"id": office.pk, "name": office.name, "kind": "Phòng chuyên môn", "place": "066"}
    keys = ("id", "name", "kind", "place", "valid_to", "successor")

    upload(
        table(row | {"valid_to": "30/6/2019", "successor": heir.name}, keys=keys), carry_out=True
    )

    office.refresh_from_db()
    assert (f"{office.valid_to}", office.successor) == ("2019-06-30", heir)


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("kind", OFFICE | {"kind": "Phòng"}),
        ("place", OFFICE | {"place": "08"}),
        ("parent", OFFICE | {"parent": "Không có"}),
        ("parent", OFFICE | {"parent": OFFICE["name"]}),
        ("parent", OFFICE | {"parent": "Phòng lạ (999999)"}),
        ("valid_to", OFFICE | {"valid_from": "01/02/2020", "valid_to": "01/02/2019"}),
        ("valid_to", OFFICE | {"successor": TEAM["name"]}),
        ("valid_from", OFFICE | {"valid_from": "31/02/2019"}),
        ("kind", OFFICE | {"name": "UBND khác", "kind": "Ủy ban nhân dân"}),
        ("name", OFFICE | {"name": ""}),
        ("name", TEAM | {"parent": ""}),
        ("id", OFFICE | {"id": 999_999}),
        ("id", OFFICE | {"id": "PNN-01"}),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken(upload, column, row, district):
    peoples_committee(district)

    job = upload(table(TEAM | {"parent": ""}, row), carry_out=True)

    assert [
        (sheet, number, label) for sheet, number, _at, label, *_rest in job.result["problems"]
    ] == [("Cơ quan", 3, LABELS[column])]
    assert not Organisation.objects.filter(name=TEAM["name"]).exists()


def test_a_wrong_cell_is_named_where_this_file_has_it(upload):
    job = upload(table(OFFICE | {"place": "08"}, keys=("place", "name", "kind")))

    assert job.result["problems"] == [
        ["Cơ quan", 2, "A", "Mã địa bàn", "08", "mã một địa bàn trong phạm vi của bạn"]
    ]


def test_two_that_stand_under_each_other_are_refused(upload):
    job = upload(table(TEAM, OFFICE | {"parent": TEAM["name"]}))

    assert [problem[3] for problem in job.result["problems"]] == [LABELS["parent"]] * 2


def test_two_rows_of_one_code_are_refused(upload, office):
    row = OFFICE | {"id": office.pk, "place": "066"}

    job = upload(table(row, row | {"name": "Khác"}))

    assert [(problem[1], problem[3]) for problem in job.result["problems"]] == [(3, "Mã cơ quan")]


def test_a_number_that_may_be_two_codes_is_asked_about(signed_in, person, upload):
    """66 is Đắk Lắk, 066 is Na Rì: who keeps both writes the code as text."""
    job = upload(table(OFFICE | {"place": 66}), who="quantri")

    [problem] = job.result["problems"]
    assert problem[3:5] == ["Mã địa bàn", "66"]
    assert "066 (Huyện Na Rì)" in problem[5]
    assert person("quantri").places_as(Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp này rỗng"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "Tệp có mật khẩu"),
        (b"Ma;Ten\n1;Phong", "Chỉ nhận: ODS, XLS, XLSX"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(signed_in, content, said):
    page = signed_in("huyen").post("/co-quan/nhap/", {"file": named(content)})

    assert said in " ".join(page.context["form"].errors["file"])


def test_a_file_of_other_columns_or_without_rows_says_so(signed_in, upload):
    other = upload(named(write_table(["Mã", "Tên"], [[1, "a"]], sheet_name="x")), state="failed")
    assert "Không thấy dòng tiêu đề cột" in other.message

    empty = upload(table())
    page = signed_in("huyen").get(f"/co-quan/nhap/{empty.pk}/").content.decode()
    assert "chưa có dòng nào" in page


@pytest.fixture
def upload(signed_in, carry_out_jobs, django_capture_on_commit_callbacks):
    """upload(file) checks a file through the page, as the district's officer; the finished job. meanwhile: what happens
    between looking and agreeing."""

    def sent(who, state, url, data):
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in(who).post(url, data)
        assert answer.status_code == 302, answer.context["form"].errors
        carry_out_jobs()
        job = Job.objects.get(pk=answer["Location"].split("/")[-2])
        assert job.state == state, job.message
        return job

    def send(file, carry_out=False, meanwhile=lambda: None, who="huyen", state="done"):
        job = sent(who, state, "/co-quan/nhap/", {"file": file})
        meanwhile()
        return sent(who, state, f"/co-quan/nhap/{job.pk}/", {}) if carry_out else job

    return send
