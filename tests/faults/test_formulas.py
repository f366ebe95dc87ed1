"""What people type goes into spreadsheets as text: no formula of theirs is ever calculated."""

import io
import re
from urllib.parse import urljoin

import pytest
from openpyxl import load_workbook

from ocop.certificates.models import Certificate
from ocop.core.spreadsheets import write_csv
from ocop.dossiers.models import Dossier
from ocop.people.models import Appointment, Organisation, User
from ocop.producers.models import Producer, Product
from tests.faults.forms import kind_of, walk

STARTS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://x")',
    "http://x.vn",
)
FIGURES = "/so-lieu/"
"""One page lists the records of every figure."""
EXPORTS = {
    "huyen": [
        "/chu-the/",
        "/chu-the/san-pham/",
        "/danh-gia/dot/",
        "/danh-gia/ho-so/",
        "/nguoi-dung/",
        "/co-quan/",
    ],
    "tinh": [
        "/giay-chung-nhan/",
        "/san-pham-ocop/",
        f"{FIGURES}certificates.products_in_force/06/2019/",
    ],
}
OF_A_ROUND = ("xep-hang", "tien-do")


@pytest.fixture
def formulas(db):
    """A formula in every name that an export shows."""
    for number, start in enumerate(STARTS):
        for model, field in ((Producer, "name"), (Product, "name"), (User, "full_name")):
            for row in list(model.objects.order_by("pk"))[number :: len(STARTS)]:
                model.objects.filter(pk=row.pk).update(**{field: f"{start} {row.pk}"})
    Certificate.objects.update(product_name="=1+1", producer_name="@SUM(A1)")
    Appointment.objects.update(position="=1+1")
    for organisation in Organisation.objects.all():
        Organisation.objects.filter(pk=organisation.pk).update(name=f"=1+{organisation.pk}")


@pytest.mark.parametrize("role", EXPORTS)
def test_every_export_holds_names_as_text(formulas, signed_in, role):
    client, starts = signed_in(role), set()

    for path in EXPORTS[role]:
        answer = client.get(path, {"xuat": "xlsx"})
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
        assert cells
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, path
        assert not any(cell.hyperlink for cell in cells)
        starts |= {str(cell.value)[:1] for cell in cells if cell.data_type == "s"}

    assert starts >= {"=", "@"}


def page_of(url: str) -> str:
    return FIGURES if url.startswith(FIGURES) else kind_of(url)


def test_every_list_with_an_export_is_checked_here(signed_in):
    known = {page_of(path) for paths in EXPORTS.values() for path in paths} | {
        f"/danh-gia/dot/N/{page}/" for page in OF_A_ROUND
    }
    found = {
        page_of(urljoin(url, list_))
        for role in EXPORTS
        for url, html in walk(signed_in(role))
        for list_ in re.findall(r'href="([^"?]*)\?[^"]*xuat=xlsx', html)
    }

    assert found <= known


@pytest.mark.parametrize("page", OF_A_ROUND)
def test_the_lists_of_a_round_hold_names_as_text(formulas, signed_in, page):
    round = Dossier.objects.filter(tracks__concluded_at__isnull=False).first().round_id

    answer = signed_in("huyen").get(f"/danh-gia/dot/{round}/{page}/", {"xuat": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n", "d"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_csv_cell_that_starts_like_a_formula_gets_an_apostrophe(start):
    text = write_csv(["Tên"], [[f"{start}1+1"]])

    assert f"'{start}1+1" in text
