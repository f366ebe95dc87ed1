"""What the server tells a phone that works without a network, and what it takes from one."""

import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from ocop.core.files import PDF
from ocop.producers.models import Evidence, Producer
from tests.faults.papers import png

pytestmark = pytest.mark.django_db

CONTACT = "/tren-may-nay/lien-lac/"
UPLOAD = "/tren-may-nay/tep/"


@pytest.fixture
def library() -> str:
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    return f"/chu-the/{producer.pk}/kho-minh-chung/them/"


def entry(*tokens: str, once: str = "lan-1", **fields: str) -> dict[str, object]:
    """A paper as a phone sends it once its photos are there."""
    form = {"item_code": "HS12", "title": "Giấy chụp (thử)", "_once": once}
    return form | {"file_kept": list(tokens)} | fields


def send(client: Client, address: str, data: dict[str, object], person: object) -> object:
    return client.post(
        address, data, headers={"Field-Person": str(person), "Accept": "application/json"}
    )


def sent_photo(client: Client, content: bytes, name: str = "trang.png") -> dict[str, str]:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}).json()


def standing(device: str) -> str:
    return Client().get(CONTACT, {"device": device}).json()["standing"]


def test_only_pages_that_a_room_marks_may_be_kept(signed_in, library):
    client = signed_in("chuthe")

    marked = {
        path
        for path in (library, "/ban-lam-viec/", "/ho-so/")
        if "Field-Form" in client.get(path).headers
    }

    assert marked == {library}
    assert "Field-Form" not in client.post(library, {}).headers


def test_contact_says_who_is_signed_in_and_nothing_of_others(signed_in, person):
    mine = signed_in("chuthe").get(CONTACT).json()
    nobodys = Client().get(CONTACT, {"device": "made-up"}).json()

    assert (mine["person"], mine["standing"]) == (str(person("chuthe").pk), "")
    assert (nobodys["person"], nobodys["device"], nobodys["standing"]) == ("", "", "revoked")


def test_a_phone_learns_that_the_account_was_closed_or_the_password_changed(signed_in, person):
    user = person("chuthe")
    device = signed_in("chuthe").get(CONTACT).json()["device"]
    assert standing(device) == ""

    user.set_password("another-password-2019")
    user.save()
    assert standing(device) == "revoked"

    user.is_active = False
    user.save()
    assert standing(device) == "closed"


def test_an_entry_is_told_where_it_led_and_is_carried_out_once(signed_in, person, library):
    client, me = signed_in("chuthe"), person("chuthe").pk
    content = png(320, 200)
    photo = sent_photo(client, content)
    assert photo["sha256"] == hashlib.sha256(content).hexdigest()

    first = send(client, library, entry(photo["token"]), me)
    again = send(client, library, entry(photo["token"]), me)

    assert first.json() == again.json() == {"location": library.replace("them/", "")}
    made = Evidence.objects.get(title="Giấy chụp (thử)")
    assert (made.file_id, made.file_name) == (photo["sha256"], "trang.png")


def test_photos_sent_one_by_one_become_one_pdf_in_their_order(signed_in, person, library):
    client = signed_in("chuthe")
    tokens = [sent_photo(client, png(w, h))["token"] for w, h in ((300, 200), (200, 300))]

    send(client, library, entry(*tokens), person("chuthe").pk)

    made = Evidence.objects.get(title="Giấy chụp (thử)")
    assert (made.file.content_type, made.file_name) == (PDF, "trang.pdf")
    with default_storage.open(made.file.path) as file:
        boxes = [page.mediabox for page in PdfReader(io.BytesIO(file.read())).pages]
    assert [box.width > box.height for box in boxes] == [True, False]


def test_a_photo_serves_only_the_person_who_sent_it(signed_in, person, library):
    token = sent_photo(signed_in("tinh"), png())["token"]

    answer = send(signed_in("chuthe"), library, entry(token), person("chuthe").pk)

    assert answer.context["form"].errors.keys() == {"file"}
    assert not Evidence.objects.filter(title="Giấy chụp (thử)").exists()


def test_an_entry_waits_for_the_person_who_made_it(signed_in, person, library):
    other = signed_in("xa")
    token = sent_photo(other, png())["token"]

    answers = [
        send(client, library, entry(token), person("chuthe").pk) for client in (other, Client())
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert not Evidence.objects.filter(title="Giấy chụp (thử)").exists()


def test_a_refused_photo_says_why(signed_in):
    answer = signed_in("chuthe").post(
        UPLOAD,
        {"file": SimpleUploadedFile("a.png", b"<script>")},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert "Chỉ nhận" in answer.json()["message"]


def test_where_keeping_is_switched_off_the_worker_leaves(client, settings):
    assert client.get("/tren-may-nay.js").content.startswith(b"self.KEEPS = true;")

    settings.KEEPS_FIELD_FORMS = False

    assert client.get("/tren-may-nay.js").content.startswith(b"self.KEEPS = false;")
