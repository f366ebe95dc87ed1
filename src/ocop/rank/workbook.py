"""How the workbook of a round is laid out: what the template writes and the reader looks for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ocop.core.spreadsheets import Column
from ocop.official.facts import AUTHORITY, ROLES, SIGNER_TITLE
from ocop.rules.model import LEVEL_NAMES, NONE, Criterion, Edition, Level
from ocop.rules.processes import Process, builtin_processes

EDITION = "Bộ tiêu chí"
GUIDE, ROUND, COUNCIL, PRODUCTS = "Hướng dẫn", "Đợt đánh giá", "Hội đồng", "Sản phẩm"

# Of a product's own sheet: what column A holds in each kind of row, and the first column that a member has.
TITLE = "PHIẾU CHẤM ĐIỂM SẢN PHẨM"
SET_ROW, HEAD_ROW, TOTAL_ROW, CONFLICT_ROW = "Bộ", "Mã", "Tổng", "KC"
FIRST_MEMBER = 4
FACT = "X"
MEMBER, PRODUCT = "TV", "SP"
YES, NO = "Có", "Không"

DEFAULT_PRODUCTS, MOST_PRODUCTS = 5, 200
# Widths of the statistics office's codes, by level.
DIGITS = {"province": 2, "district": 3, "commune": 5}
# Rows of the round's page that workbooks of earlier versions lack.
ADDED_LATER = {"valid_from"}

_token = re.compile(r"[\w.]+")


def processes_for(edition: Edition) -> Mapping[str, Process]:
    """The process editions that go with a criteria edition, by name; all of them for an edition of one's own."""
    known = builtin_processes()
    fitting = [p for p in known if p.criteria == edition.code] or known
    return {p.name: p for p in fitting}


def levels_of(process: Process) -> Mapping[str, str]:
    """Levels below the centre at which a council meets, by name."""
    return {
        LEVEL_NAMES[rule.level][0]: rule.level
        for rule in process.levels
        if rule.has_council and rule.level != "centre"
    }


def round_columns(edition: Edition) -> list[Column | str]:
    """The fields of the round in order; a text is a heading."""
    processes = processes_for(edition)
    levels = {name: code for p in processes.values() for name, code in levels_of(p).items()}
    yes_if_signed = "Bỏ trống khi chưa ký: in dự thảo, chưa có giấy chứng nhận."
    return [
        "Bộ tiêu chí và quy trình",
        Column("edition", EDITION, required=True, help="Không sửa."),
        Column("digest", "Dấu bản tiêu chí", required=True, help="Không sửa."),
        Column(
            "process",
            "Quy trình",
            required=True,
            choices=processes,
            help="Theo ngày thành lập Hội đồng.",
        ),
        Column(
            "max_spread",
            "Chênh lệch điểm tối đa",
            kind="whole",
            required=True,
            help="Tổng điểm các thành viên cách nhau quá mức này thì phải thống nhất lại.",
        ),
        "Đơn vị và đợt",
        Column("level", "Cấp", required=True, choices=levels),
        Column("place", "Đơn vị", required=True, help="Ví dụ: Huyện Ba Bể", longest=120),
        Column("superior", "Đơn vị cấp trên", help="Ví dụ: Tỉnh Bắc Kạn. Cấp tỉnh bỏ trống."),
        Column("seat", "Địa danh ghi trước ngày tháng", help="Bỏ trống: theo tên đơn vị."),
        Column("year", "Năm", kind="whole", required=True),
        Column("number", "Đợt số", kind="whole", required=True),
        "Hội đồng và phiên họp",
        Column(
            "council_number",
            "Số quyết định thành lập Hội đồng",
            required=True,
            help="Ví dụ: 99/QĐ-UBND",
            longest=60,
        ),
        Column("council_date", "Ngày quyết định thành lập", kind="date", required=True),
        Column("session_date", "Ngày họp", kind="date", required=True),
        Column("opened", "Giờ bắt đầu", kind="time", required=True, help="Ví dụ: 08:00"),
        Column("closed", "Giờ kết thúc", kind="time", help="Ví dụ: 16:30"),
        Column("venue", "Địa điểm họp", required=True, longest=200),
        Column("remarks", "Ý kiến, kết luận chung", help="In vào biên bản.", longest=4000),
        "Quyết định phê duyệt kết quả",
        Column("decision_number", "Số quyết định", help=yes_if_signed, longest=60),
        Column("decision_date", "Ngày ký quyết định", kind="date", help=yes_if_signed),
        Column("authority", "Thẩm quyền ký", help=f"Bỏ trống: {AUTHORITY}"),
        Column("signer_title", "Chức vụ người ký", help=f"Bỏ trống: {SIGNER_TITLE}"),
        Column("signer", "Họ tên người ký"),
        "Giấy chứng nhận (khi đã có số quyết định)",
        Column("valid_from", "Có hiệu lực từ", kind="date", help="Bỏ trống: từ ngày ký."),
        Column(
            "valid_to",
            "Có giá trị đến",
            kind="date",
            help="Bỏ trống: tính theo thời hạn của quy trình.",
        ),
        Column(
            "place_code",
            "Mã đơn vị",
            help="Mã của Tổng cục Thống kê: tỉnh 2 chữ số, huyện 3 chữ số.",
        ),
        Column("province_code", "Mã tỉnh", help="2 chữ số, ví dụ 06.", digits=DIGITS["province"]),
        Column(
            "first_serial",
            "Số thứ tự giấy đầu tiên",
            kind="whole",
            help="Tiếp theo giấy cuối cùng đã cấp trong năm. Bỏ trống: 1.",
        ),
    ]


MEMBER_COLUMNS = [
    Column("code", "Mã", required=True, help="Không sửa: các phiếu chấm dùng mã này."),
    Column("name", "Họ và tên", required=True, longest=120),
    Column(
        "role", "Vai trò", required=True, choices={label: code for code, label in ROLES.items()}
    ),
    Column("position", "Chức vụ", longest=120),
    Column("organisation", "Cơ quan", longest=160),
    Column("is_present", "Có mặt", kind="yes_no", required=True, help="Tại phiên họp."),
    Column(
        "votes",
        "Chấm điểm",
        kind="yes_no",
        help="Bỏ trống: theo vai trò và quy trình.",
    ),
    Column("reason", "Lý do vắng", longest=200),
]

PRODUCT_COLUMNS = [
    Column("code", "Mã", required=True, help="Không sửa: mỗi mã có một trang chấm điểm."),
    Column("set_code", "Bộ", required=True, help="Không sửa: theo trang chấm điểm."),
    Column("name", "Tên sản phẩm", required=True, longest=200),
    Column("producer", "Chủ thể", required=True, longest=200),
    Column("place", "Xã, phường", required=True, help="Ví dụ: Xã Hà Hiệu", longest=120),
    Column("district", "Huyện", help="Ví dụ: Huyện Ba Bể", longest=120),
    Column("discussion", "Ý kiến thảo luận", help="In vào biên bản.", longest=2000),
    Column("commune_code", "Mã xã", help="5 chữ số, cho mã sản phẩm.", digits=DIGITS["commune"]),
    Column(
        "district_code", "Mã huyện", help="3 chữ số, cho mã sản phẩm.", digits=DIGITS["district"]
    ),
    Column(
        "serial",
        "Thứ tự trong xã",
        kind="whole",
        help="Của mã sản phẩm trong năm. Bỏ trống: số tiếp theo.",
    ),
]


def product_sheet(code: str, set_code: str) -> str:
    return f"{code} {set_code}"


def option(level: Level) -> str:
    """A level as the list shows it; the code comes first, so that typing the code alone is an answer too."""
    return f"{level.code} – {level.points} điểm: {level.label}"


NO_LEVEL = f"{NONE} – 0 điểm: Không đạt mức nào"


def options(leaf: Criterion) -> list[str]:
    """What the list of a criterion offers, cut where Excel would show no more of it."""
    chosen = [option(level)[:200] for level in leaf.choices]
    return [*chosen, NO_LEVEL] if NONE in leaf.points else chosen


def answer_of(text: str, leaf: Criterion) -> str | None:
    """The level code that an answer begins with, None when it names no level of the criterion."""
    found = _token.match(text)
    by_code = {code.casefold(): code for code in leaf.points}
    return by_code.get(found.group().casefold()) if found else None
