"""Producers and products from a spreadsheet and back: dry run, rejected rows, nothing twice."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ocop.core.files import ODS, XLS, XLSX, kind_of
from ocop.core.models import Job
from ocop.core.spreadsheets import letter, write_table
from ocop.producers import imports
from ocop.producers.models import Producer, Product
from tests.people.factories import client_of, make_officer, make_user
from tests.places.factories import make_place

from .factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
LABELS = list(imports.LABELS.values())
OLD_EXCEL = Path(__file__).parent / "data" / "chu-the.xls"


def cells(**values):
    known = {
        "type": "Hợp tác xã",
        "name": "HTX Nhập Thử",
        "place": "02173",
        "product": "Măng thử",
        "set_code": "Chế biến từ rau, củ, quả, hạt",
    } | values
    return [known.get(key, "") for key in imports.LABELS]


def xlsx(*rows):
    return io.BytesIO(write_table(LABELS, rows, sheet_name="Chủ thể"))


def ods(*rows):
    """The smallest spreadsheet that LibreOffice would open."""

    def line(values):
        texts = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
            for v in values
        )
        return f"<table:table-row>{texts}</table:table-row>"

    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{"".join(map(line, rows))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    output.seek(0)
    return output


@pytest.fixture
def commune():
    """That of the rows."""
    return make_place(key="02173")


@pytest.fixture
def officer(commune):
    """An officer of its province."""
    return make_officer(commune.province)


@pytest.fixture
def office(officer):
    """The officer's browser."""
    return client_of(officer)


@pytest.fixture
def upload(carry_out_jobs, django_capture_on_commit_callbacks, office):
    """upload(file) checks a file through the page as the officer; the finished job."""

    def send(file, name="chu-the.xlsx", **more):
        file.name = name
        with django_capture_on_commit_callbacks(execute=True):
            answer = office.post("/chu-the/nhap/", {"file": file})
        assert answer.status_code == 302, answer.context["form"].errors
        carry_out_jobs()
        job = Job.objects.get(pk=answer["Location"].split("/")[-2])
        if more.get("carry_out"):
            data = {"leave_wrong": "1"} if more.get("leave_wrong") else {}
            with django_capture_on_commit_callbacks(execute=True):
                answer = office.post(f"/chu-the/nhap/{job.pk}/", data)
            carry_out_jobs()
            job = Job.objects.get(pk=answer["Location"].split("/")[-2])
        assert job.state == Job.State.DONE, job.message
        return job

    return send


def test_a_dry_run_writes_nothing_and_names_each_wrong_cell(upload, office):
    job = upload(xlsx(cells(), cells(product="Nấm thử", set_code="Không có bộ này", type="")))

    assert not Producer.objects.filter(name="HTX Nhập Thử").exists()
    assert (job.result["good"], job.result["wrong"]) == (1, 1)
    assert [(row, column) for _sheet, row, column, *_rest in job.result["problems"]] == [
        (3, "A"),
        (3, letter(list(imports.LABELS).index("set_code"))),
    ]
    page = office.get(f"/chu-the/nhap/{job.pk}/").content.decode()
    assert "Không có bộ này" in page
    assert "Tải các dòng có lỗi kèm lý do" in page


def test_the_rows_left_out_can_be_downloaded_with_the_reason_mended_and_imported(upload, office):
    job = upload(
        xlsx(cells(), cells(product="Nấm thử", place="99999")), carry_out=True, leave_wrong=True
    )

    assert job.result["done"] == {"producers": 1, "products": 1, "kept": 0}
    answer = office.get(f"/viec/{job.pk}/tep/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head, row = list(book.active.iter_rows(values_only=True))
    found = dict(zip(head, row, strict=True))
    assert (found["Tên sản phẩm"], found["Mã xã"], found["Dòng cũ"]) == ("Nấm thử", "99999", 3)
    assert "mã một xã trong địa bàn của bạn" in found["Lý do"]

    book.active.cell(2, head.index("Mã xã") + 1, "02173")
    mended = io.BytesIO()
    book.save(mended)
    mended.seek(0)
    assert upload(mended, carry_out=True).result["done"] == {
        "producers": 0,
        "products": 1,
        "kept": 0,
    }


def test_the_same_file_a_second_time_changes_nothing(upload):
    rows = [cells(), cells(product="Nấm thử")]
    upload(xlsx(*rows), carry_out=True)

    again = upload(xlsx(*rows), carry_out=True)

    assert again.result["done"] == {"producers": 0, "products": 0, "kept": 2}
    assert Product.objects.filter(producer__name="HTX Nhập Thử").count() == 2


def test_what_is_exported_is_taken_in_again_without_a_change(officer, office, commune):
    for name in ("Miến", "Bún"):
        make_product(make_producer(commune), name=name)
    make_producer(commune)
    answer = office.get("/chu-the/xuat/")

    plan = imports.read(io.BytesIO(answer.content), user=officer)

    assert plan.problems == []
    counts = (Producer.objects.count(), Product.objects.count())
    assert imports.carry_out(plan, user=officer)["kept"] == len(plan.rows)
    assert (Producer.objects.count(), Product.objects.count()) == counts


def test_an_export_holds_only_what_the_person_sees(office, commune):
    owner = make_user()
    make_producer(commune, owner=owner, name="HTX Của Mình")
    make_product(make_producer(commune, name="HTX Khác"))

    def names(answer):
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        return {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}

    assert names(client_of(owner).get("/chu-the/xuat/")) == {"HTX Của Mình"}
    assert names(office.get("/chu-the/xuat/")) == {"HTX Của Mình", "HTX Khác"}


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (lambda: xlsx(cells()), "a.xlsx", XLSX),
        (lambda: ods(LABELS, cells()), "a.ods", ODS),
        (lambda: io.BytesIO(OLD_EXCEL.read_bytes()), "a.xls", XLS),
    ],
)
def test_each_kind_of_spreadsheet_that_the_form_names_is_read(upload, make, name, kind):
    assert kind_of(make()) == kind

    assert upload(make(), name).result["good"] == 1


def test_a_file_that_only_calls_itself_a_spreadsheet_is_refused(office):
    file = io.BytesIO(b"%PDF-1.4 nothing")
    file.name = "chu-the.xlsx"

    answer = office.post("/chu-the/nhap/", {"file": file})

    assert "Chỉ nhận" in answer.content.decode()


def test_an_officer_imports_into_the_own_area_only(officer):
    make_place(key="00001")

    elsewhere = imports.read(xlsx(cells(place="00001")), user=officer)

    assert [p.label for p in elsewhere.problems] == ["Mã xã"]


def test_a_registration_number_of_somebody_else_is_named(officer, commune):
    make_producer(commune, name="HTX Đã Ghi", registration_number="4700999999")

    plan = imports.read(xlsx(cells(registration_number="4700999999")), user=officer)

    assert [p.expected for p in plan.problems] == ["số này là của HTX Đã Ghi"]


def test_a_thousand_rows_cost_statements_by_the_batch_and_not_by_the_row(
    django_assert_max_num_queries, officer
):
    imports.read(
        xlsx(cells()), user=officer
    )  # the tree and the sets are kept in memory from then on
    rows = [cells(name=f"HTX Thử {n // 3}", product=f"Sản phẩm {n}") for n in range(1000)]

    with django_assert_max_num_queries(6):
        plan = imports.read(xlsx(*rows), user=officer)
    with django_assert_max_num_queries(60):  # SQLite takes 999 values a statement
        figures = imports.carry_out(plan, user=officer)

    assert figures == {"producers": 334, "products": 1000, "kept": 0}
