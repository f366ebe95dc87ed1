"""The check page, what a phone keeps of it, and the code on the printed certificate."""

import json
import re
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner
from django.conf import settings
from django.contrib.staticfiles import finders

from ocop.certificates.models import Certificate
from ocop.certificates.papers import certificate_of
from ocop.cli import main
from ocop.core import rehearsal
from ocop.official.certificate_token import read_certificate
from ocop.official.certificates import signed_address
from tests.people.factories import client_of, make_officer
from tests.places.factories import make_place

pytestmark = pytest.mark.country


def kept(client) -> dict | None:
    script = client.get("/sw.js").content.decode()
    return json.loads(re.match(r"self\.KEPT = (.*);\n", script)[1])


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("LS-06-2024-0001", "/c/LS-06-2024-0001/"),
        (" ls-06 - 2024-0001 ", "/c/LS-06-2024-0001/"),
        ("https://ocop.example/c/LS-06-2024-0001/#a.b", "/c/LS-06-2024-0001/#a.b"),
        ("ocop.example/c/LS-06-2024-0001", "/c/LS-06-2024-0001/"),
        ("//evil.example/", "/c/EVIL.EXAMPLE/"),
        ("/", "/c/"),
    ],
)
def test_a_number_or_an_address_leads_to_its_page_without_scripts(client, db, asked, leads_to):
    answer = client.get("/c/", {"so": asked})

    assert answer.status_code == 302
    assert answer["Location"] == leads_to


def test_the_former_address_still_leads_here(client, db):
    assert client.get("/tra-cuu/?so=X-1")["Location"] == "/c/?so=X-1"
    assert client.get("/tra-cuu/")["Location"] == "/c/"


def test_the_kept_page_is_the_same_for_all_and_knows_the_keys(client, db):
    officer = make_officer(make_place())
    page = client.get("/c/")

    assert client_of(officer).get("/c/").content == page.content
    assert officer.login not in page.content.decode()
    assert "csrf" not in page.content.decode()
    assert rehearsal.keyring().id in page.content.decode()


def test_what_is_kept_is_public_there_and_all_that_the_page_asks_for(client, db):
    what = kept(client)
    page = client.get(what["page"]).content.decode()
    asked = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))

    assert what["page"] == "/c/"
    assert asked <= set(what["files"])
    assert all(file.startswith("/static/ocop/") for file in what["files"])
    assert all(finders.find(file.removeprefix("/static/")) for file in what["files"])


def test_a_new_key_makes_phones_fetch_the_page_again(client, db, tmp_path, settings):
    settings.CERTIFICATE_KEY = tmp_path / "key.pem"
    before = kept(client)["version"]

    assert kept(client)["version"] == before
    rehearsal.rotate()
    assert kept(client)["version"] != before


def test_the_command_line_changes_the_key_and_says_which_are_trusted(db, tmp_path, settings):
    settings.CERTIFICATE_KEY = tmp_path / "key.pem"
    old = rehearsal.keyring().id

    refused = CliRunner().invoke(main, ["keys", "rotate"], input="n\n")
    assert (refused.exit_code, rehearsal.keyring().id) == (1, old)
    rotated = CliRunner().invoke(main, ["keys", "rotate", "--yes"])
    listed = CliRunner().invoke(main, ["keys", "list"]).output.splitlines()

    new = rehearsal.keyring().id
    assert rotated.exit_code == 0
    assert [(line.split()[0], line.split()[-1]) for line in listed] == [
        (old, "trusted"),
        (new, "signs"),
    ]


def test_the_worker_is_served_so_that_browsers_always_ask_for_it(client, db):
    answer = client.get("/sw.js")

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_an_office_can_take_the_check_off_the_phones(client, db, settings):
    settings.KEEPS_CHECK_OFFLINE = False

    assert kept(client) is None
    assert "data-keep=" not in client.get("/c/").content.decode()


def test_a_phone_can_put_the_check_on_its_home_screen(client, db):
    manifest = json.loads(client.get("/kiem-tra.webmanifest").content)

    assert (manifest["start_url"], manifest["scope"]) == ("/c/", "/c/")
    assert finders.find(manifest["icons"][0]["src"].removeprefix("/static/"))


def test_search_engines_are_kept_to_the_public_pages(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert lines[-1] == "Disallow: /"
    assert set(lines[1:-1]) == {
        "Allow: /$",
        "Allow: /san-pham-ocop/",
        "Allow: /c/",
        "Allow: /anh-san-pham/",
        "Allow: /static/",
    }


@pytest.mark.parametrize("letters", [1, 60, 200])
def test_the_code_on_the_printed_certificate_is_read_from_its_picture(certificate, letters):
    certificate.product_name = ("Miến dong sấy lạnh " * 20)[:letters].strip()
    certificate.producer_name = ("Hợp tác xã nông nghiệp " * 20)[:letters].strip()
    certificate.valid_to = date(2027, 12, 31)
    certificate.save()

    pdf = (
        client_of(make_officer(certificate.place))
        .get(f"/giay-chung-nhan/{certificate.pk}/giay.pdf")
        .content
    )

    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    assert (len(document), round(page.get_width()), round(page.get_height())) == (1, 842, 595)
    found = [code.text for code in zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())]
    document.close()
    printed = certificate_of(Certificate.objects.get(pk=certificate.pk))
    keys = rehearsal.keyring()
    assert found == [signed_address(printed, keys, settings.PUBLIC_URL)]
    address, token = found[0].split("#")
    signed = read_certificate(token, keys.public)
    assert address == f"{settings.PUBLIC_URL}/c/{certificate.number}/"
    assert signed["number"] == certificate.number
    assert (signed["stars"], signed["valid_to"]) == (5, "2027-12-31")
    assert signed["decision"] == "215/QĐ-UBND"
