"""A producer at a phone: finds the set of its goods, gives papers and notes on a bad network."""

import io

import pytest
from PIL import Image

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser, site):
    """phone("chuthe") is that account, signed in at a phone."""
    contexts = []

    def sign_in(name):
        contexts.append(browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN"))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        page.goto(site.url + "/dang-nhap/")
        page.fill("[name=username]", f"{name}@demo.vn")
        page.fill("[name=password]", "ocop-demo-2026")
        page.click("main .btn-primary")
        page.wait_for_url("**/ban-lam-viec/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def link(page, text):
    return page.locator("main a", has_text=text).first


def test_a_household_finds_the_set_of_its_goods_by_any_word(phone):
    page = phone("chuthe")
    link(page, "HTX Minh Hoạ").click()
    link(page, "Thêm sản phẩm").click()

    page.locator("[data-narrow-by]").press_sequentially("ruou men la")

    shown = page.locator(".set-list label:visible")
    assert shown.count() == 1
    shown.locator("input").check()
    assert page.locator("[name=set_code]:checked").get_attribute("value") == "BSP-15"
    page.locator("[data-narrow-by]").fill("khong co gi nhu the")
    assert page.locator("[data-narrow-none]").is_visible()


def test_a_note_and_a_chosen_paper_outlive_a_dead_network(phone):
    page = phone("chuthe")
    link(page, "Lập tiếp hồ sơ Bột nghệ Mẫu").click()
    link(page, "Phần A").click()
    saved = page.locator("[data-autosave-state][data-state=saved]").first

    page.context.set_offline(True)
    page.locator("[id='A.1.2'] summary", has_text="Ghi chú").click()
    page.locator("[name='n:A.1.2']").fill("Máy sấy mới (thử)")
    page.locator("[id='A.1.2'] summary", has_text="Gắn giấy tờ").click()
    page.locator("[name='e:A.1.2']").select_option(label="Phiếu kiểm nghiệm (minh hoạ) · HS09/MH")
    page.locator("[data-autosave-state][data-state=offline]").first.wait_for()
    page.context.set_offline(False)
    saved.wait_for(timeout=40_000)

    page.reload()
    assert page.locator("[name='n:A.1.2']").input_value() == "Máy sấy mới (thử)"
    assert "Phiếu kiểm nghiệm" in page.locator("[data-papers='A.1.2']").inner_text()
    page.locator("[data-papers='A.1.2'] button", has_text="bỏ").click()
    page.wait_for_load_state()
    assert "Phiếu kiểm nghiệm" not in page.locator("[data-papers='A.1.2'] a").all_inner_texts()


def test_photos_of_a_paper_go_from_the_phone_into_the_dossier(phone):
    page = phone("chuthe")
    link(page, "Lập tiếp hồ sơ Bột nghệ Mẫu").click()
    link(page, "Chụp ảnh hoặc chọn tệp").click()
    photos = []
    for number in (1, 2):
        content = io.BytesIO()
        Image.new("RGB", (1200, 1600), "white").save(content, "JPEG")
        photos.append(
            {"name": f"trang{number}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}
        )

    page.set_input_files("[name=file]", photos)
    page.locator("main button", has_text="Tải lên và dùng").click()

    page.wait_for_url("**/danh-gia/ho-so/*/#*")
    page.get_by_text("Đã thêm").wait_for()
