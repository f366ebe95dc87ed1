"""Script in every text field: shown as the text that it is, in pages, exports, PDF, Word, e-mail and JSON."""

import io
import json
import re
import zipfile

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from ocop.certificates.models import Certificate
from ocop.core.transactions import write
from ocop.dossiers.models import Dossier, DossierPaper
from ocop.evaluation.models import Council, CouncilMember, Decision, Discussion, ScoreSheet, Session
from ocop.people.models import Appointment, Notification, Organisation, User
from ocop.producers.models import Evidence, Producer, Product
from tests.faults.forms import walk
from tests.faults.papers import pdf
from tests.scene import COMMUNE, DISTRICT

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% x %}#eval(1)"
LIVE = re.compile(r"<script>alert|<img src=x|onerror=alert\(2\)>(?!&)|\b49#eval")
ROLES = ("huyen", "tinh", "chuthe", "quantri", "thuky", "uyvien2")
FIELDS = {
    Producer: ["name", "address", "representative", "state_reason", "registered_by"],
    Product: [
        "name",
        "description",
        "story",
        "packaging",
        "capacity",
        "price_unit",
        "markets",
        "standards",
    ],
    Evidence: ["title", "number", "issuer", "file_name"],
    User: ["full_name"],
    Appointment: ["position"],
    CouncilMember: ["position"],
    Organisation: ["name", "short_name"],
    Council: ["decision_number"],
    Session: ["venue", "remarks"],
    Decision: ["authority", "signer_title", "signer"],
    Certificate: ["product_name", "producer_name", "decision_number"],
    Discussion: ["text"],
    Notification: ["title", "body"],
    Dossier: ["return_reason"],
}


def answer_of(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return content


@pytest.fixture
def scripts(db):
    """Script in every text that a page, a document or an export shows."""
    with write():
        for model, names in FIELDS.items():
            longest = {name: model._meta.get_field(name).max_length or 500 for name in names}
            rows = list(model._base_manager.all())
            for row in rows:
                for name in names:
                    setattr(row, name, f"{SCRIPT} {row.pk}"[: longest[name]])
            model._base_manager.bulk_update(rows, names)
        sheets = list(ScoreSheet.objects.all())
        for sheet in sheets:
            sheet.comments = {"A.1.1": SCRIPT}
        ScoreSheet.objects.bulk_update(sheets, ["comments"])
        Dossier.objects.update(notes={"A.1.1": SCRIPT})


def test_script_typed_into_the_forms_is_kept_as_text_and_breaks_none_of_them(forms, signed_in):
    for role in ("huyen", "chuthe"):
        client = signed_in(role)
        for form in forms(role):
            place = DISTRICT if form.action.startswith("/danh-gia/") else COMMUNE
            sent = form.filled(SCRIPT) | {"_once": ""}
            named = {"place": f"({place})", "login": "uyvien5@demo.vn", "process_code": "qd1048"}
            sent |= {name: value for name, value in named.items() if name in form.fields}
            for name, field in form.fields.items():
                if field.kind == "file":
                    sent[name] = SimpleUploadedFile(f"{SCRIPT}.pdf", pdf(SCRIPT))
            with transaction.atomic():
                assert client.post(form.action, sent).status_code < 500
                if form.kind[0] == "/chu-the/N/san-pham/":
                    assert Product.objects.filter(name=SCRIPT, story=SCRIPT).exists()
                elif form.kind[0] == "/chu-the/N/kho-minh-chung/them/":
                    assert Evidence.objects.filter(title=SCRIPT, number=SCRIPT[:80]).exists()
                transaction.set_rollback(True)


def test_every_page_shows_script_as_text(scripts, signed_in):
    shown, live = dict.fromkeys(ROLES, 0), []
    for role in ROLES:
        for url, html in walk(signed_in(role)):
            shown[role] += html.count("&lt;script&gt;")
            live += [(url, found.group(0)) for found in LIVE.finditer(html)]

    assert live == []
    assert min(shown.values()) > 5


def test_public_pages_show_script_as_text(scripts, client):
    number = Certificate.objects.order_by("pk").first().number

    pages = [answer_of(client, path).decode() for path in ("/", f"/c/{number}/")]
    odd = client.get("/c/" + "<script>alert(1)<%2Fscript>/").content.decode()
    search = client.get("/san-pham-ocop/", {"q": SCRIPT}).content.decode()

    assert [LIVE.findall(page) for page in (*pages, odd, search)] == [[]] * 4
    assert "&lt;script&gt;" in pages[1]


def test_word_and_pdf_hold_script_as_text(scripts, signed_in):
    client, round = signed_in("huyen"), Decision.objects.first().round_id
    for kind in ("bien-ban", "tong-hop-diem", "quyet-dinh", "to-trinh"):
        path = f"/danh-gia/dot/{round}/van-ban/{kind}"

        word = zipfile.ZipFile(io.BytesIO(answer_of(client, f"{path}.docx")))
        pages = PdfReader(io.BytesIO(answer_of(client, f"{path}.pdf"))).pages

        xml = word.read("word/document.xml").decode()
        text = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
        assert "&lt;script&gt;alert(1)" in xml
        assert "<script" not in xml
        assert "{{ 7*7 }}" in xml
        assert "<script>alert(1)" in text


def test_certificate_dossier_and_sheet_print_script_as_text(scripts, signed_in):
    certificate = Certificate.objects.order_by("pk").first()
    dossier = DossierPaper.objects.first().dossier
    client = signed_in("huyen")

    for path in (
        f"/giay-chung-nhan/{certificate.pk}/giay.pdf",
        f"/danh-gia/ho-so/{dossier.pk}/ho-so.pdf",
    ):
        pages = PdfReader(io.BytesIO(answer_of(client, path))).pages
        text = "".join(page.extract_text() for page in pages)
        assert "<script>alert(1)".upper() in re.sub(r"\s", "", text).upper(), path


def test_exports_hold_script_as_text(scripts, signed_in):
    content = answer_of(signed_in("huyen"), "/chu-the/san-pham/?xuat=xlsx")

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert str(sheet["A2"].value).startswith("<script>")


def test_the_answer_of_autosave_is_json_without_live_script(scripts, signed_in):
    sheet = ScoreSheet.objects.filter(
        member__user__login="uyvien1@demo.vn", track__round__state="scoring"
    ).first()

    answer = signed_in("uyvien1").post(
        f"/danh-gia/phieu/{sheet.pk}/luu/", {"field": "n:A.1.1", "value": "x", "was": "khác"}
    )

    assert answer["Content-Type"] == "application/json"
    assert (answer.status_code, json.loads(answer.content)["value"]) == (409, SCRIPT)


def test_letters_are_plain_text_with_one_line_of_subject(scripts, signed_in, person):
    from ocop.people.actions import send_email

    send_email.func("a@example.vn", f"Chủ thể mới: {SCRIPT}\r\nBcc: x@example.vn", SCRIPT)

    (letter,) = mail.outbox
    assert letter.content_subtype == "plain"
    assert letter.alternatives == []
    assert "\n" not in letter.subject
    assert letter.recipients() == ["a@example.vn"]
