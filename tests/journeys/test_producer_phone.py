"""A producer at a phone: finds the set of its goods, gives papers and notes on a bad network."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from ..browser import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def producer(browser, site):
    """The demo's producer, signed in at a phone."""
    producer = Visitor(browser, site, "chuthe", width=390)
    producer.sign_in("chuthe@demo.vn")
    yield producer
    producer.context.close()


def follow(producer, text):
    producer.follow(producer.page.locator("main a", has_text=text).first)


def test_a_household_finds_the_set_of_its_goods_by_any_word(producer):
    page = producer.page
    follow(producer, "HTX Minh Hoạ")
    follow(producer, "Thêm sản phẩm")

    page.locator("[data-narrow-by]").press_sequentially("ruou men la")

    shown = page.locator(".set-list label:visible")
    expect(shown).to_have_count(1)
    shown.locator("input").check()
    assert page.input_value("[name=set_code]:checked") == "BSP-15"
    page.locator("[data-narrow-by]").fill("khong co gi nhu the")
    expect(page.locator("[data-narrow-none]")).to_be_visible()


def test_a_note_and_a_chosen_paper_outlive_a_dead_network(producer):
    page = producer.page
    follow(producer, "Lập tiếp hồ sơ Bột nghệ Mẫu")
    follow(producer, "Phần A")
    saved = page.locator("[data-autosave-state][data-state=saved]").first

    page.context.set_offline(True)
    page.locator("[id='A.1.2'] summary", has_text="Ghi chú").click()
    page.locator("[name='n:A.1.2']").fill("Máy sấy mới (thử)")
    page.locator("[id='A.1.2'] summary", has_text="Gắn giấy tờ").click()
    page.locator("[name='e:A.1.2']").select_option(label="Phiếu kiểm nghiệm (minh hoạ) · HS09/MH")
    page.locator("[data-autosave-state][data-state=offline]").first.wait_for()
    page.context.set_offline(False)
    saved.wait_for()

    page.reload()
    assert page.locator("[name='n:A.1.2']").input_value() == "Máy sấy mới (thử)"
    assert "Phiếu kiểm nghiệm" in page.locator("[data-papers='A.1.2']").inner_text()
    with page.expect_navigation():
        page.locator("[data-papers='A.1.2'] button", has_text="bỏ").click()
    assert "Phiếu kiểm nghiệm" not in page.locator("[data-papers='A.1.2'] a").all_inner_texts()


def test_photos_of_a_paper_go_from_the_phone_into_the_dossier(producer):
    page = producer.page
    follow(producer, "Lập tiếp hồ sơ Bột nghệ Mẫu")
    follow(producer, "Chụp ảnh hoặc chọn tệp")
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
