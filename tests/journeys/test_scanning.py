"""A buyer scans a certificate's code with the camera, inside the check page."""

import io

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect

from ocop.core import qr
from ocop.official.certificate_token import certificate_token

from ..browser import ARGUMENTS, PATIENCE_MS, until

pytestmark = pytest.mark.browser

NUMBER = "LS-06-2024-0001"
WIDTH, HEIGHT = 1280, 960


def film_of(text: str, path) -> None:
    """A film for a camera that sees nothing but a QR code: raw frames, grey."""
    output = io.BytesIO()
    segno.make(text, micro=False, error="m").save(output, kind="png", scale=7)
    code = Image.open(output).convert("L")
    frame = Image.new("L", (WIDTH, HEIGHT), 255)
    frame.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    colours = bytes([128]) * (WIDTH * HEIGHT // 2)
    raw = b"FRAME\n" + frame.tobytes() + colours
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode() + raw * 2)


@pytest.fixture
def phone_before(browser, site, tmp_path):
    """phone_before(text) opens the check page on a phone whose camera sees a QR code of the text."""
    open_ones = []

    def phone(text: str, *, permissions=("camera",)):
        film_of(text, tmp_path / "film.y4m")
        camera = [
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={tmp_path / 'film.y4m'}",
        ]
        chromium = browser.browser_type.launch(
            executable_path="/usr/bin/chromium", args=[*ARGUMENTS, *camera]
        )
        open_ones.append(chromium)
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, locale="vi-VN", permissions=list(permissions)
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(site.url + "/c/")
        page.locator("body[data-kept=yes]").wait_for()
        return page

    yield phone
    for chromium in open_ones:
        chromium.close()


def signed(site, number: str, **changed) -> str:
    """The address in the code of a certificate that the installation signed."""
    facts = {
        "number": number,
        "product": "Miến dong",
        "producer": "HTX Ví Dụ",
        "stars": 4,
        "valid_from": "2024-12-31",
        "valid_to": "2098-12-31",
        "decision": "215/QĐ-UBND",
    }
    keys = qr.keyring(site.folder / "rehearsal-key.pem", is_rehearsal=True)
    return f"https://ocop.example/c/{number}/#{certificate_token(facts | changed, keys)}"


def says(page) -> str:
    return page.locator("[data-scanner] [data-says]").inner_text()


def test_a_scanned_code_leads_to_the_certificate_and_its_signature_is_checked(phone_before, site):
    page = phone_before(signed(site, NUMBER))

    page.get_by_role("button", name="Quét mã").click()

    page.wait_for_url(f"{site.url}/c/{NUMBER}/#*")
    page.locator("[data-signature][data-result=good]").wait_for()


def test_a_code_is_scanned_and_checked_without_a_network(phone_before, site):
    page = phone_before(signed(site, NUMBER, valid_from="2097-01-01"))
    page.context.set_offline(True)
    page.reload()

    page.get_by_role("button", name="Quét mã").click()

    page.locator("[data-kept][data-result]").wait_for()
    assert page.locator("main h1:visible").inner_text() == "Chữ ký đúng, chưa đến ngày hiệu lực"


def test_one_that_we_signed_and_no_register_holds_is_not_called_unknown(phone_before, site):
    page = phone_before(signed(site, "P06-2021-0001"))

    page.get_by_role("button", name="Quét mã").click()

    page.wait_for_url(f"{site.url}/c/P06-2021-0001/#*")
    page.locator("[data-signature][data-result=good]").wait_for()
    assert page.locator("main h1:visible").inner_text() == "Chữ ký đúng, chưa có trong sổ"
    facts = page.locator("[data-signed] .card").inner_text()
    for fact in ("Miến dong", "HTX Ví Dụ", "P06-2021-0001", "31/12/2024 – 31/12/2098"):
        assert fact in facts


def test_a_code_of_something_else_is_said_to_be_so_and_the_camera_goes_off_with_the_dialog(
    phone_before,
):
    page = phone_before("https://shop.example/mien-dong")
    page.get_by_role("button", name="Quét mã").click()
    page.locator("[data-says]", has_text="không phải của giấy chứng nhận").wait_for()
    page.evaluate("window.track = document.querySelector('video').srcObject.getTracks()[0]")

    page.keyboard.press("Escape")

    expect(page.locator("[data-scanner]")).to_be_hidden()
    expect(page.get_by_role("button", name="Quét mã")).to_be_focused()
    until(page, "window.track.readyState === 'ended'")
    assert page.url.endswith("/c/")


ASKED_TWICE = """() => {
  const ask = MediaDevices.prototype.getUserMedia;
  window.cameras = [];
  navigator.mediaDevices.getUserMedia = async (...wish) => {
    const camera = await ask.apply(navigator.mediaDevices, wish);
    window.cameras.push(camera);
    return camera;
  };
  const button = document.querySelector("[data-scan]");
  button.click();
  document.querySelector("[data-scanner]").close();
  setTimeout(() => button.click());
}"""


def test_a_dialog_put_away_while_the_browser_asks_and_opened_again_leaves_no_camera_on(
    phone_before,
):
    page = phone_before("https://shop.example/mien-dong")

    page.evaluate(ASKED_TWICE)
    page.locator("[data-says]", has_text="không phải của giấy chứng nhận").wait_for()
    until(page, "window.cameras.length === 2")
    page.keyboard.press("Escape")

    until(page, "window.cameras.every(camera => camera.getTracks()[0].readyState === 'ended')")


def test_a_reader_that_cannot_be_loaded_leaves_no_camera_on(phone_before):
    page = phone_before("https://shop.example/mien-dong")
    page.evaluate("delete window.BarcodeDetector")
    page.evaluate("document.querySelector('[data-scanner]').dataset.reader = '/static/none.js'")
    page.evaluate(ASKED_TWICE)

    until(page, "window.cameras.length === 2")

    until(page, "window.cameras.every(camera => camera.getTracks()[0].readyState === 'ended')")


def test_a_refused_camera_is_told_with_what_to_do_instead(phone_before, site):
    page = phone_before(signed(site, NUMBER), permissions=())

    page.get_by_role("button", name="Quét mã").click()

    page.locator("[data-says]", has_text="chưa được phép dùng máy ảnh").wait_for()
    assert "nhập số in trên giấy" in says(page)
    assert page.locator("video:visible").count() == 0


def test_without_a_camera_the_number_is_typed(visitor):
    buyer = visitor("")
    buyer.open("/c/")

    buyer.page.get_by_role("button", name="Quét mã").click()

    buyer.page.locator("[data-says]", has_text="không có máy ảnh").wait_for()


@pytest.mark.django_db
def test_only_the_check_page_may_use_the_camera(client):
    check, catalogue = client.get("/c/"), client.get("/")
    unchanged = client.get("/c/", headers={"if-none-match": check["ETag"]})

    assert check["Permissions-Policy"].startswith("camera=(self),")
    assert catalogue["Permissions-Policy"].startswith("camera=(),")
    assert (unchanged.status_code, "Permissions-Policy" in unchanged) == (304, False)
