"""In a real browser: an expired session, two tabs, script in the data, a file too large. Nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE_MS, until_saved
from tests.sites import Site

pytestmark = pytest.mark.browser
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def open_sheet(site: Site, login: str) -> str:
    rows = site.sql(
        "SELECT s.id FROM evaluation_scoresheet s JOIN evaluation_councilmember m ON m.id = s.member_id"
        " JOIN people_user u ON u.id = m.user_id JOIN evaluation_track t ON t.id = s.track_id"
        " JOIN dossiers_round r ON r.id = t.round_id"
        f" WHERE r.state = 'scoring' AND u.login = '{login}@demo.vn' ORDER BY s.id"
    )
    return f"/danh-gia/phieu/{rows[0][0]}/"


def number_of(site: Site, table: str, name: str) -> int:
    return site.sql(f"SELECT id FROM {table} WHERE name = '{name}'")[0][0]


def end_session(person) -> None:
    person.site.sql("DELETE FROM django_session")


def sign_in_again(person) -> None:
    person.page.fill("[name=username]", f"{person.name}@demo.vn")
    person.page.fill("[name=password]", "ocop-demo-2026")
    person.page.click("main .btn-primary")


def see_faults(person, *, expected: str = "") -> None:
    """Faults of the page itself; that a request was refused is what some tests ask for."""
    assert [f for f in person.faults if not expected or expected not in f] == []


def test_text_comes_back_after_the_session_expired_in_the_middle_of_a_form(at_browser, breakable):
    person = at_browser("chuthe")
    producer = number_of(breakable, "producers_producer", "HTX Minh Hoạ")
    person.open(f"/chu-the/{producer}/san-pham/")
    person.fill(name="Hết phiên (thử)", set_code="BSP-07", story="Một câu chuyện dài.")

    end_session(person)
    person.page.click("main .btn-primary")
    sign_in_again(person)
    person.page.wait_for_url(f"**/chu-the/{producer}/san-pham/")

    assert person.page.input_value("[name=story]") == "Một câu chuyện dài."
    assert person.page.input_value("[name=set_code]:checked") == "BSP-07"
    expect(person.page.locator("[data-draft-notice]")).to_be_visible()
    person.press("Lưu")
    assert breakable.sql("SELECT story FROM producers_product WHERE name = 'Hết phiên (thử)'") == [
        ("Một câu chuyện dài.",)
    ]
    person.open(f"/chu-the/{producer}/san-pham/")
    assert person.page.input_value("[name=story]") == ""
    see_faults(person)


def test_a_note_sent_after_the_session_expired_comes_back_on_the_page_that_holds_its_form(
    at_browser, breakable
):
    """A form that is sent to an address without a page of its own."""
    person = at_browser("huyen")
    dossier = breakable.sql("SELECT id FROM dossiers_dossier WHERE state = 'submitted'")[0][0]
    person.open(f"/danh-gia/ho-so/{dossier}/kiem-tra/")
    box = "form[action$='/tra-lai/'] [name=reason]"
    person.page.fill(box, "Thiếu trang hai (thử)")

    end_session(person)
    person.press("Trả lại bổ sung", within="form[action$='/tra-lai/']")
    sign_in_again(person)
    person.page.wait_for_url(f"**/danh-gia/ho-so/{dossier}/kiem-tra/")

    assert person.page.input_value(box) == "Thiếu trang hai (thử)"
    see_faults(person)


def test_a_box_unticked_comes_back_without_the_others_of_its_group(at_browser, breakable):
    person = at_browser("quantri")
    person.open("/bo-tieu-chi/quy-trinh/")
    form = person.page.locator("form[action$='/quy-trinh/moi/']")
    person.page.locator("main details", has=form).locator("summary").click()
    person.fill(code="thu-o-chon", based_on="qd148-2025")
    person.press("Tạo bản nháp")
    ticked = person.page.locator("main [name$=recognises]:checked")
    person.page.locator("details:has([name$=recognises]:checked) > summary").first.click()
    before = [box.get_attribute("value") for box in ticked.all()]
    assert before[:1] + before[-1:] == ["3", "5"] and "4" in before

    ticked.first.uncheck()
    person.page.reload()

    assert [box.get_attribute("value") for box in ticked.all()] == before[1:]
    see_faults(person)
    person.press("Bỏ bản nháp")


def test_a_choice_made_after_the_session_expired_is_kept_and_sent_after_signing_in(
    at_browser, breakable
):
    person, path = at_browser("uyvien2"), open_sheet(breakable, "uyvien2")
    person.open(path)

    level = person.page.locator("[name='a:A.1.1']:not(:checked)").first.get_attribute("value")
    chosen = person.page.locator(f"[name='a:A.1.1'][value={level}]")

    end_session(person)
    chosen.check()
    person.page.locator("[data-autosave-state][data-state=stopped]").first.wait_for()
    person.page.locator("[data-autosave-state] a").first.click()
    sign_in_again(person)
    person.page.wait_for_url(f"**{path}")
    until_saved(person.page)
    person.page.reload()

    assert chosen.is_checked()
    see_faults(person)


def test_two_tabs_with_one_field_keep_both_texts_until_the_person_chooses(at_browser, breakable):
    person, path = at_browser("uyvien3"), open_sheet(breakable, "uyvien3")
    first, second = person.page, person.context.new_page()
    box = "[name='n:A.1.1']"
    for tab in (first, second):
        tab.goto(person.site.url + path)
        tab.locator("details", has=tab.locator(box)).locator("summary").click()

    first.fill(box, "Chữ của trang một")
    first.locator("[data-autosave-state][data-state=saved]").first.wait_for()
    second.fill(box, "Chữ của trang hai ")
    question = second.locator("[data-conflict='n:A.1.1']")
    question.wait_for()

    assert "Chữ của trang một" in question.inner_text()
    assert second.input_value(box) == "Chữ của trang hai "
    second.reload()
    question.wait_for()
    assert second.input_value(box) == "Chữ của trang hai "
    question.get_by_role("button", name="Giữ phần tôi nhập").click()
    second.locator("[data-autosave-state][data-state=saved]").first.wait_for()
    first.reload()
    assert first.input_value(box) == "Chữ của trang hai"
    see_faults(person, expected="409")


def test_a_stale_form_shows_what_changed_and_brings_back_only_what_was_typed(at_browser, breakable):
    producer = number_of(breakable, "producers_producer", "HTX Minh Hoạ")
    mine, theirs = at_browser("chuthe"), at_browser("xa")
    for person in (mine, theirs):
        person.open(f"/chu-the/{producer}/sua/")
    theirs.fill(representative="Người mới (thử)")
    theirs.press("Lưu")

    mine.fill(address="Thôn Mới (thử)")
    mine.page.click("main .btn-primary")
    mine.page.wait_for_selector("h1:has-text('Chưa lưu được')")
    said = mine.text
    mine.look()
    mine.page.click("main .btn-primary")
    mine.page.wait_for_url(f"**/chu-the/{producer}/sua/")

    assert "Thôn Mới (thử)" in said
    assert "Người mới (thử)" in said
    assert mine.page.input_value("[name=address]") == "Thôn Mới (thử)"
    assert mine.page.input_value("[name=representative]") == "Người mới (thử)"
    mine.press("Lưu")
    assert breakable.sql(
        f"SELECT address, representative FROM producers_producer WHERE id = {producer}"
    ) == [("Thôn Mới (thử)", "Người mới (thử)")]
    see_faults(mine, expected="409")


def test_script_in_the_data_opens_no_dialog_and_breaks_no_policy(at_browser, breakable):
    producer = number_of(breakable, "producers_producer", "HTX Minh Hoạ")
    quoted = SCRIPT.replace("'", "''")
    breakable.sql(f"UPDATE producers_product SET story = '{quoted}', description = '{quoted}'")
    breakable.sql(f"UPDATE producers_producer SET address = '{quoted}' WHERE id = {producer}")
    breakable.sql(f"UPDATE producers_evidence SET title = '{quoted}'")
    person, dialogs = at_browser("chuthe"), []
    person.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    product = breakable.sql(f"SELECT id FROM producers_product WHERE producer_id = {producer}")[0][
        0
    ]
    dossier = breakable.sql("SELECT dossier_id FROM dossiers_dossierpaper ORDER BY id")[0][0]

    for path in (
        f"/chu-the/{producer}/",
        f"/chu-the/{producer}/sua/",
        f"/chu-the/{producer}/kho-minh-chung/",
        f"/chu-the/san-pham/{product}/",
        f"/chu-the/san-pham/{product}/sua/",
        f"/danh-gia/ho-so/{dossier}/",
    ):
        person.open(path)

    assert "<script>alert(1)</script>" in person.text
    assert dialogs == []
    see_faults(person)


def test_a_file_too_large_is_refused_by_the_page_before_it_is_sent(at_browser, breakable, tmp_path):
    producer = number_of(breakable, "producers_producer", "HTX Minh Hoạ")
    large = tmp_path / "lon.pdf"
    with open(large, "wb") as file:
        file.truncate(200 * 2**20)
    person = at_browser("chuthe")
    person.open(f"/chu-the/{producer}/kho-minh-chung/them/")

    person.page.set_input_files("[name=file]", large)

    said = person.page.locator("[name=file]").evaluate("input => input.validationMessage")
    assert said == "Tệp lớn hơn 50 MB."
    see_faults(person)


def test_without_the_pages_script_the_server_says_that_a_file_is_too_large(
    browser, breakable, tmp_path
):
    producer = number_of(breakable, "producers_producer", "HTX Minh Hoạ")
    large = tmp_path / "lon.pdf"
    with open(large, "wb") as file:
        file.truncate(200 * 2**20)
    context = browser.new_context(locale="vi-VN", java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(breakable.url + "/dang-nhap/")
    page.fill("[name=username]", "chuthe@demo.vn")
    page.fill("[name=password]", "ocop-demo-2026")
    page.click("main .btn-primary")
    page.wait_for_url("**/ban-lam-viec/")
    page.goto(f"{breakable.url}/chu-the/{producer}/kho-minh-chung/them/")
    page.fill("[name=title]", "Giấy lớn")
    page.select_option("[name=item_code]", index=1)
    page.set_input_files("[name=file]", large)

    page.click("main .btn-primary")

    page.wait_for_selector("h1:has-text('Chưa thực hiện được')")
    assert "Tệp lớn hơn 50 MB" in page.inner_text("main")
    context.close()
