"""What the server tells a phone that works without a network, and what it takes from one."""

import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from ocop.core.files import PDF
from ocop.producers.models import Evidence
from tests.faults.papers import png
from tests.people.factories import client_of, make_user
from tests.producers.factories import make_producer

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]

CONTACT = "/tren-may-nay/lien-lac/"
UPLOAD = "/tren-may-nay/tep/"


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def library(owner) -> str:
    producer = make_producer(owner=owner)
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


def test_only_pages_that_a_room_marks_may_be_kept(library, owner):
    client = client_of(owner)

    marked = {
        path
        for path in (library, "/ban-lam-viec/", "/ho-so/")
        if "Field-Form" in client.get(path).headers
    }

    assert marked == {library}
    assert "Field-Form" not in client.post(library, {}).headers


def test_contact_says_who_is_signed_in_and_nothing_of_others(owner):
    mine = client_of(owner).get(CONTACT).json()
    nobodys = Client().get(CONTACT, {"device": "made-up"}).json()

    assert (mine["person"], mine["standing"]) == (str(owner.pk), "")
    assert (nobodys["person"], nobodys["device"], nobodys["standing"]) == ("", "", "revoked")


def test_a_phone_learns_that_the_account_was_closed_or_the_password_changed(owner):
    user = owner
    device = client_of(owner).get(CONTACT).json()["device"]
    assert standing(device) == ""

    user.set_password("another-password-2019")
    user.save()
    assert standing(device) == "revoked"

    user.is_active = False
    user.save()
    assert standing(device) == "closed"


def test_an_entry_is_told_where_it_led_and_is_carried_out_once(library, owner):
    client, me = client_of(owner), owner.pk
    content = png(320, 200)
    photo = sent_photo(client, content)
    assert photo["sha256"] == hashlib.sha256(content).hexdigest()

    first = send(client, library, entry(photo["token"]), me)
    again = send(client, library, entry(photo["token"]), me)

    assert first.json() == again.json() == {"location": library.replace("them/", "")}
    made = Evidence.objects.get(title="Giấy chụp (thử)")
    assert (made.file_id, made.file_name) == (photo["sha256"], "trang.png")


def test_photos_sent_one_by_one_become_one_pdf_in_their_order(library, owner):
    client = client_of(owner)
    tokens = [sent_photo(client, png(w, h))["token"] for w, h in ((300, 200), (200, 300))]

    send(client, library, entry(*tokens), owner.pk)

    made = Evidence.objects.get(title="Giấy chụp (thử)")
    assert (made.file.content_type, made.file_name) == (PDF, "trang.pdf")
    with default_storage.open(made.file.path) as file:
        boxes = [page.mediabox for page in PdfReader(io.BytesIO(file.read())).pages]
    assert [box.width > box.height for box in boxes] == [True, False]


def test_a_photo_serves_only_the_person_who_sent_it(library, owner):
    token = sent_photo(client_of(make_user()), png())["token"]

    answer = send(client_of(owner), library, entry(token), owner.pk)

    assert answer.context["form"].errors.keys() == {"file"}
    assert not Evidence.objects.filter(title="Giấy chụp (thử)").exists()


def test_an_entry_waits_for_the_person_who_made_it(library, owner):
    other = client_of(make_user())
    token = sent_photo(other, png())["token"]

    answers = [send(client, library, entry(token), owner.pk) for client in (other, Client())]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert not Evidence.objects.filter(title="Giấy chụp (thử)").exists()


def test_a_refused_photo_says_why(owner):
    answer = client_of(owner).post(
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
