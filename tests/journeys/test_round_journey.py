"""A whole round in the browser, from a producer's registration to the public certificate, by the demo's people."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from ocop.documents import render_pdf
from tests.scene import COMMUNE, DISTRICT

from ..browser import until_saved
from ..days import TODAY

pytestmark = pytest.mark.browser

YEAR = TODAY.year
MEMBERS = ["chutich", "thuky", "uyvien1", "uyvien2", "uyvien3", "uyvien4", "uyvien5"]
ROLES = {"chutich": "chair", "thuky": "secretary"}
PROVINCE = "06"
VOTERS = [name for name in MEMBERS if name != "thuky"]


def day(days: int) -> str:
    """A day counted from today, which a long run may have entered meanwhile."""
    return (TODAY + timedelta(days=days)).isoformat()


def choose_all(person, *, level: int, by_keys: bool) -> None:
    """Answer every criterion of the open part with its level at that place of the list, counted from its end."""
    page = person.page
    criteria = page.locator("fieldset[data-criterion]:visible")
    criteria.first.locator("input").first.focus()
    for n in range(criteria.count()):
        options = criteria.nth(n).locator("input[type=radio]")
        at = max(0, options.count() - 1 - level)
        if by_keys:
            page.keyboard.press(str(at + 1))
        else:
            options.nth(at).check()
    until_saved(page)


def score_and_sign(person, product: str, *, level: int, by_keys: bool = True) -> None:
    person.open("/danh-gia/phieu/")
    person.follow(person.page.locator("tr", has_text=product).get_by_role("link").first)
    for following in ("Phần B", "Phần C", "Ký phiếu"):
        choose_all(person, level=level, by_keys=by_keys)
        person.look()
        person.press(following)


def option(person, field: str, text: str) -> str:
    """The value of the choice of a list that says so."""
    found = person.page.locator(f"[name={field}] option", has_text=text).first
    return found.get_attribute("value")


def hand_in_papers(producer, dossier: str, file) -> None:
    """Every paper that the dossier still lacks is uploaded from its own page: into the library and into the dossier."""
    producer.open(dossier)
    lacking = producer.page.locator("li[id]", has_text="Còn thiếu")
    for code in [row.get_attribute("id") for row in lacking.all()]:
        producer.open(f"{dossier}giay-to/{code}/")
        producer.fill(title=f"Giấy tờ {code} (thử)", number="01/T", issuer="Cơ quan (thử)")
        producer.page.set_input_files("[name=file]", file)
        producer.press("Tải lên và dùng")


def check_papers(office, dossier: str, *, wrong: str = "") -> None:
    """Paper by paper: fine, but for one that is wrong."""
    office.open(f"{dossier}kiem-tra/")
    cards = office.page.locator("main .check-item")
    for code in [card.get_attribute("id") for card in cards.all()]:
        if code == wrong:
            office.page.fill(f"#r-{code}", "Thiếu kế hoạch tiêu thụ (thử)")
        verdict = "Chưa đúng" if code == wrong else "Đạt"
        card = office.page.locator(f"#{code}")
        card.get_by_role("button", name=verdict).click()
        card.locator(".badge-state", has_text=verdict).wait_for()


def open_round(office, place: str, *, upper: str = "") -> str:
    """A round with its council and session that receives dossiers; its path."""
    office.open("/danh-gia/dot/moi/")
    office.fill(
        place=f"({place})",
        year=str(YEAR),
        number="7",
        edition=option(office, "edition", "1048"),
        process_code="qd1048",
        receives_from=day(0),
        receives_until=day(20),
    )
    if upper:
        office.fill(upper=option(office, "upper", f"Đợt 7 năm {YEAR} – {upper}"))
    office.press("Lập đợt")
    path = re.search(r"/danh-gia/dot/\d+/", office.page.url).group()
    office.open(path + "hoi-dong/")
    office.fill(decision_number="07/QĐ-UBND (thử)", decision_date=day(-5))
    office.press("Lưu")
    for name in MEMBERS:
        office.fill(login=f"{name}@demo.vn", role=ROLES.get(name, "member"))
        office.press("Thêm", within="main form:has([name=login])")
    office.open(path + "phien-hop/")
    office.fill(starts_at=f"{day(3)}T08:00", venue="Hội trường (thử)")
    office.press("Lưu lịch họp")
    office.open(path)
    office.press("Bắt đầu nhận hồ sơ")
    return path


def meet(office, visitor, round_path: str) -> None:
    """The round's scoring begins and every member signs in."""
    office.open(round_path)
    office.press("Bắt đầu chấm điểm")
    for name in MEMBERS:
        member = visitor(name)
        member.open(round_path + "phien-hop/")
        member.press("Ký có mặt")


def open_track(office, round_path: str, product: str) -> str:
    office.open(round_path)
    office.press(product, within=".card:has-text('Sản phẩm trong phiên')")
    return re.search(r"/danh-gia/san-pham/\d+/", office.page.url).group()


def decide(office, round_path: str, *, number: str) -> None:
    """Close the session, conclude the round, draft and issue the decision."""
    office.open(round_path + "phien-hop/")
    office.fill(remarks="Thống nhất kết quả (thử).")
    office.press("Kết thúc")
    office.open(round_path)
    office.press("Kết luận đợt")
    office.open(round_path + "quyet-dinh/")
    office.fill(authority="TM. ỦY BAN NHÂN DÂN", signer_title="CHỦ TỊCH", signer="(thử)")
    office.press("Lưu dự thảo")
    office.fill(number=number, signed_on=day(0))
    office.press("Ban hành")


def agree_with_the_others(member, track: str, *, level: int) -> None:
    """After the discussion the member scores as the others did, all changes with one reason."""
    member.open(track)
    for box in member.page.locator("select[name^='a:']:visible").all():
        options = box.locator("option").count()
        box.select_option(index=max(0, options - 1 - level))
    member.fill(reason="Thống nhất sau trao đổi (thử)")
    member.press("Lưu điểm mới")
    assert "điểm cũ và lý do được giữ" in member.text


def pdf_text(person, path: str) -> str:
    answer = person.context.request.get(person.site.url + path)
    assert answer.ok, (path, answer.status)
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)


def test_a_round_from_registration_to_the_public_certificate(visitor, tmp_path):
    product = "Măng khô thử"
    paper = tmp_path / "giay-to.pdf"
    paper.write_bytes(render_pdf("notice", {"title": "Giấy tờ (thử)", "reason": "Tệp thử."}))

    # A household registers itself; its commune confirms it.
    producer = visitor("")
    producer.name = "chu-the-moi"
    producer.open("/chu-the/dang-ky/")
    producer.fill(
        type="household_business",
        name="Hộ kinh doanh Thử Nghiệm",
        full_name="Người đại diện (thử)",
        login="ho-thu@example.vn",
        password="chuoi-mat-khau-dai",
        again="chuoi-mat-khau-dai",
    )
    producer.page.locator("[name=place]").press_sequentially(COMMUNE)
    producer.fill(place=f"({COMMUNE})")
    producer.press("Gửi đăng ký")
    assert "chờ xã xác nhận" in producer.text

    code = producer.page.locator(".notice strong").inner_text()  # which it reads to the officer
    commune = visitor("xa")
    commune.press("Xác nhận chủ thể Hộ kinh doanh Thử Nghiệm")
    commune.fill(code=code)
    commune.press("Xác nhận")
    assert "Hộ kinh doanh Thử Nghiệm" in commune.text

    # The province and the district open a round each, with its council; what passes goes from one to the other.
    province, office = visitor("tinh"), visitor("huyen")
    upper_path = open_round(province, PROVINCE)
    round_path = open_round(office, DISTRICT, upper="Tỉnh Bắc Kạn")

    # The producer describes the product, fills the library, scores itself and hands the dossier in.
    producer.open("/ban-lam-viec/")
    producer.open("/chu-the/")
    producer.press("Hộ kinh doanh Thử Nghiệm")
    producer.press("Thêm sản phẩm")
    producer.fill(name=product, set_code="BSP-07", description="Măng rừng phơi khô (thử).")
    producer.press("Lưu")
    producer.press("Lập hồ sơ đánh giá")
    producer.fill(round=option(producer, "round", "7"))
    producer.press("Lập hồ sơ")
    dossier = re.search(r"/danh-gia/ho-so/\d+/", producer.page.url).group()
    for part in "ABC":
        producer.open(f"{dossier}tu-cham/{part}/")
        choose_all(producer, level=1, by_keys=False)
    hand_in_papers(producer, dossier, paper)
    producer.open(dossier)
    assert "Hồ sơ đủ để nộp" in producer.text
    producer.press("Nộp hồ sơ")

    # The office finds one paper wrong and sends the dossier back; mended, it is accepted.
    check_papers(office, dossier, wrong="HS02")
    office.press("Trả lại bổ sung")
    producer.open(dossier)
    assert "Thiếu kế hoạch tiêu thụ (thử)" in producer.text
    producer.page.get_by_text("Giấy tờ đã đúng? Trả lời nơi nhận").click()
    producer.fill(reply="Kế hoạch tiêu thụ ở trang 3 (thử)")
    producer.press("Ghi câu trả lời")
    producer.press("Nộp hồ sơ")
    check_papers(office, dossier)
    office.press("Tiếp nhận")

    # The council meets: everybody signs in and scores alone, one of them without the keyboard, one far from the others.
    meet(office, visitor, round_path)
    for name in VOTERS:
        level = 2 if name == "uyvien5" else 1
        score_and_sign(visitor(name), product, level=level, by_keys=name != "uyvien1")

    # Members are too far apart: the council must agree first.
    track = open_track(office, round_path, product)
    assert "thống nhất lại" in office.text
    office.press("Mở thống nhất lại")
    agree_with_the_others(visitor("uyvien5"), track, level=1)
    office.open(track)
    office.press("Kết luận")
    assert "Đã kết luận" in office.text

    # Minutes and decision of the district; four stars are not its to give, so the dossier goes up with both.
    decide(office, round_path, number="77/QĐ-UBND (thử)")
    for kind in ("bien-ban", "tong-hop-diem", "quyet-dinh", "to-trinh"):
        assert product in pdf_text(office, f"{round_path}van-ban/{kind}.pdf")
    office.open(track)
    assert "Chuyển cấp trên" in office.text

    # The province's council scores anew and decides: now there is a certificate.
    meet(province, visitor, upper_path)
    for name in VOTERS:
        score_and_sign(visitor(name), product, level=1)
    upper_track = open_track(province, upper_path, product)
    province.press("Kết luận")
    decide(province, upper_path, number="80/QĐ-UBND (thử)")
    province.open(upper_track)
    assert "Được công nhận" in province.text
    province.open("/giay-chung-nhan/")
    province.follow(province.page.locator("tr", has_text=product).get_by_role("link").first)
    certificate = province.page.url.removeprefix(province.site.url)
    assert product.upper() in pdf_text(province, certificate + "giay.pdf").upper()

    # Anybody checks it; a revocation shows at once.
    public = province.page.get_by_role("link", name="Trang tra cứu công khai").get_attribute("href")
    producer.open(public)
    assert "Còn hiệu lực" in producer.text
    assert "80/QĐ-UBND (thử)" in producer.text
    province.open(certificate)
    province.page.get_by_text("Tạm dừng, khôi phục, thu hồi").click()
    province.fill(reason="Vi phạm (thử)", decision_number="81/QĐ-UBND (thử)")
    province.press("Thu hồi")
    producer.open(public)
    assert "Đã thu hồi" in producer.text
    assert "81/QĐ-UBND (thử)" in producer.text
