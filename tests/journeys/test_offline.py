"""A buyer scans the code on a printed certificate where there is no network."""

import json
import re
import string
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from ..browser import PATIENCE_MS, Visitor, until

pytestmark = pytest.mark.browser

NUMBER = "LS-06-2024-0001"
EXPIRED = "LS-06-2022-0008"
LETTERS = string.ascii_letters + string.digits + "-_"


@pytest.fixture
def print_code(visitor):
    """print_code(number): the address in the code, read from the picture of the certificate that an office prints."""

    def read(number: str) -> str:
        office = visitor("tinh")
        open_certificate(office, number)
        pdf = office.context.request.get(f"{office.page.url}giay.pdf").body()
        document = pypdfium2.PdfDocument(pdf)
        codes = zxingcpp.read_barcodes(document[0].render(scale=200 / 72).to_pil())
        document.close()
        return codes[0].text

    return read


@pytest.fixture
def printed(print_code) -> str:
    return print_code(NUMBER)


def open_certificate(office, number: str) -> None:
    office.open("/giay-chung-nhan/?moi-trang=100")
    office.follow(office.page.locator("tbody a", has_text=number))


@pytest.fixture
def phone(browser, site):
    """A phone that has seen the check page once, and keeps it."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(site.url + "/c/")
    page.locator("body[data-kept=yes]").wait_for()
    page.close()
    yield context
    context.close()


def decide(office, word: str, **why: str) -> None:
    office.page.get_by_text("Tạm dừng, khôi phục, thu hồi").click()
    office.fill(**why)
    office.press(word)


def scan(phone, address: str):
    page = phone.new_page()
    page.goto(address)
    return page


def told(page) -> str:
    """What the kept page says first, once it has judged the code."""
    page.locator("[data-kept][data-result]").wait_for()
    return page.locator("main h1:visible").inner_text()


def test_without_a_network_a_code_shows_what_was_signed_and_what_cannot_be_known(phone, printed):
    phone.set_offline(True)

    page = scan(phone, printed)

    assert told(page) == "Chữ ký đúng"
    text = page.locator("main").inner_text()
    for fact in (NUMBER, "Miến dong Tài Hoan", "HTX Tài Hoan", "31/12/2024 – 31/12/2027"):
        assert fact in text
    assert page.locator("[data-fact-stars]").get_attribute("aria-label") == "5 sao"
    assert page.locator("[data-fact-stars] > :visible").count() == 5
    assert "chưa biết giấy có bị tạm dừng hoặc thu hồi hay không" in text
    assert re.search(r"lần cuối lúc \d\d:\d\d \d\d/\d\d/\d{4}", text)


def test_a_foreign_buyer_reads_the_scanned_page_in_english_and_so_without_a_network(phone, printed):
    page = scan(phone, printed)
    page.locator("[data-signature][data-result=good]").wait_for()

    page.click("form[data-language] button")

    page.locator("html[lang=en] [data-signature][data-result=good]").wait_for()
    assert page.url.endswith("#" + printed.split("#")[1])
    until(  # the worker of the other language has given way, and what it kept is gone
        page,
        """caches.keys().then(async (names) => names.length === 1
            && (await (await caches.match('/c/', { ignoreVary: true }))?.text())?.includes('<html lang="en">'))""",
    )
    phone.set_offline(True)
    assert told(scan(phone, printed)) == "Genuine signature"


def test_without_a_network_a_forged_a_foreign_and_a_missing_code_are_told_apart(phone, printed):
    address, token = printed.split("#")
    data, signature = token.split(".")
    facts = json.loads(urlsafe_b64decode(data + "=" * (-len(data) % 4)))

    def packed(changed: dict) -> str:
        return urlsafe_b64encode(json.dumps(facts | changed).encode()).rstrip(b"=").decode()

    last = signature[-1]
    twin = next(c for c in LETTERS if c != last and _same_bytes(signature, c))
    phone.set_offline(True)

    assert {
        name: told(scan(phone, scanned))
        for name, scanned in {
            "another star": f"{address}#{packed({'s': 4})}.{signature}",
            "cut short": f"{address}#{token[:-10]}",
            "no signature": f"{address}#{data}.",
            "second spelling": f"{address}#{data}.{signature[:-1]}{twin}",
            "another number": f"{address.replace('0001', '0002')}#{token}",
            "a newer key": f"{address}#{packed({'k': 'newkey'})}.{signature}",
            "number alone": address,
        }.items()
    } == {
        "another star": "Chữ ký sai",
        "cut short": "Chữ ký sai",
        "no signature": "Chữ ký sai",
        "second spelling": "Chữ ký sai",
        "another number": "Mã QR của giấy khác",
        "a newer key": "Chưa kiểm tra được",
        "number alone": "Chưa kiểm tra được",
    }


def _same_bytes(signature: str, last: str) -> bool:
    """Whether the signature with another last letter decodes, loosely, to the same bytes."""
    return urlsafe_b64decode(signature + "==") == urlsafe_b64decode(signature[:-1] + last + "==")


def test_a_pasted_address_is_checked_without_a_network(phone, site, printed):
    phone.set_offline(True)
    page = scan(phone, site.url + "/c/")

    page.fill("[name=so]", printed)
    page.click("main .btn-primary:visible")

    assert told(page) == "Chữ ký đúng"


def test_with_a_network_the_register_has_the_last_word(phone, visitor, print_code):
    """Even where the phone keeps the check, and saw another answer a moment ago."""
    printed = print_code(EXPIRED)
    page = scan(phone, printed)
    page.locator("[data-signature][data-result=good]").wait_for()
    assert page.locator("main h1").inner_text() == "Đã hết hạn"
    scan(phone, printed[:-8] + "AAAAAAAA").locator(
        "[data-signature][data-result=forged]"
    ).wait_for()

    office = visitor("tinh")
    open_certificate(office, EXPIRED)
    decide(office, "Tạm dừng", reason="Chờ kiểm nghiệm lại", decision_number="31/QĐ-UBND")
    suspended = scan(phone, printed)
    decide(office, "Khôi phục", reason="Kiểm nghiệm đạt", decision_number="40/QĐ-UBND")
    restored = scan(phone, printed)

    assert suspended.locator("main h1").inner_text() == "Đang tạm dừng"
    assert "31/QĐ-UBND" in suspended.locator(".verdict").inner_text()
    assert restored.locator("main h1").inner_text() == "Đã hết hạn"
    assert "40/QĐ-UBND" in restored.locator(".timeline").inner_text()


def test_without_a_network_a_validity_that_has_passed_is_said(phone, print_code):
    printed = print_code(EXPIRED)
    phone.set_offline(True)

    assert told(scan(phone, printed)) == "Chữ ký đúng, đã qua thời hạn"


def test_nothing_private_is_kept_and_other_pages_are_never_touched(browser, site):
    office = Visitor(browser, site, "tinh")
    office.sign_in("tinh@demo.vn")
    context, page = office.context, office.page
    office.open(f"/c/{NUMBER}/")
    office.open("/c/")
    page.locator("body[data-kept=yes]").wait_for()

    kept = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys())
                    found.push(new URL(request.url).pathname);
            return found;
        }"""
    )
    assert "/c/" in kept
    assert [path for path in kept if path != "/c/" and not path.startswith("/static/ocop/")] == []
    text = page.evaluate("caches.match('/c/', { ignoreVary: true }).then((page) => page.text())")
    assert "demo.vn" not in text

    page.goto(site.url + "/ban-lam-viec/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(site.url + "/dang-nhap/")
    context.close()


def test_a_person_takes_the_check_off_the_phone(phone, site):
    page = scan(phone, site.url + "/c/")
    page.locator("body[data-kept=yes]").wait_for()

    page.click("[data-forget]")
    page.locator("body[data-kept=no]").wait_for()

    assert page.evaluate("caches.keys()") == []
    page.reload()
    page.locator("[data-keep-again]").wait_for()
    until(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
    page.click("[data-keep-again]")
    page.locator("body[data-kept=yes]").wait_for()


def test_the_pages_of_a_certificate_work_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(site.url + "/c/")

    page.fill("[name=so]", f"{site.url}/c/{NUMBER}/#abc.def")
    page.click("main .btn-primary:visible")

    expect(page.locator("main h1")).to_have_text("Còn hiệu lực")
    assert page.locator("[data-signature]").is_hidden()
    page.click("form[data-language] button")
    assert page.locator("main h1").inner_text() == "In force"
    assert page.url.startswith(f"{site.url}/c/{NUMBER}/")
    context.close()
