"""An edition as a spreadsheet: a worksheet a set, a row a level; worksheets for its head, star bands and sectors. Which
rows and columns there are, and what they hold."""

from ocop.core.spreadsheets import Column
from ocop.core.workbook import letter
from ocop.rules.checklist import GOODS

HEAD_SHEET = "Bộ tiêu chí"
BANDS_SHEET = "Hạng sao"
SECTORS_SHEET = "Ngành"

PLACES = {
    "part": "Phần",
    "section": "Đề mục",
    "single": "Tiêu chí",
    "alternative": "Tiêu chí (chọn trường hợp)",
    "sum": "Tiêu chí (cộng)",
    "sub": "Tiêu chí con",
    "case": "Trường hợp",
    "level": "Mức điểm",
}
RULES = {
    "disqualify": "Bị loại khi",
    "gate": "Dừng chấm khi",
    "applies_if": "Chỉ chấm nếu",
    "requires_for_stars": "Điều kiện của sao",
    "evidence": "Minh chứng",
}
HEADS = {
    "edition": "Bộ tiêu chí",
    "decision": "Quyết định",
    "decision_date": "Ngày quyết định",
    "in_force_from": "Hiệu lực từ",
    "in_force_to": "Hiệu lực đến",
}
ROWS = {"set": "Bộ sản phẩm", **PLACES, **RULES, **HEADS}
LONGEST = 2000

COLUMNS = [
    Column("row", "Dòng", required=True, choices={label: key for key, label in ROWS.items()}),
    Column("code", "Mã", longest=200),
    Column("number", "Số", longest=20),
    Column("points", "Điểm", kind="whole"),
    Column("text", "Nội dung", longest=LONGEST),
    Column("text_en", "Nội dung (tiếng Anh)", longest=LONGEST),
    Column("note", "Ghi chú", longest=LONGEST),
    Column("note_en", "Ghi chú (tiếng Anh)", longest=LONGEST),
    Column("criteria", "Tiêu chí liên quan", longest=LONGEST),
    Column("levels", "Mức liên quan", longest=LONGEST),
    Column("stars", "Sao", kind="whole"),
    Column(
        "inferred", "Suy ra", longest=4, help="x: chưa đối chiếu văn bản gốc, chỉ nhắc người chấm"
    ),
]
BAND_COLUMNS = [
    Column(
        "stars", "Hạng (sao)", kind="whole", required=True, help="1, 2, 3, 4, 5: mỗi hạng một dòng"
    ),
    Column("min", "Từ (điểm)", kind="whole", required=True, help="Đến dưới điểm của hạng sau"),
    Column("note", "Ý nghĩa", longest=1000),
    Column("note_en", "Ý nghĩa (tiếng Anh)", longest=1000),
]
SECTOR_COLUMNS = [
    Column("name", "Ngành", required=True),
    Column("name_en", "Ngành (tiếng Anh)", required=True),
    Column(
        "papers",
        "Giấy tờ như",
        choices={words[0]: key for key, words in GOODS.items()},
        help="Hồ sơ cần giấy tờ như nhóm hàng nào; để trống: theo tên ngành",
    ),
]
AT = {column.key: letter(index) for index, column in enumerate(COLUMNS)}
FIELDS = {
    "code": "code",
    "number": "number",
    "max_points": "points",
    "points": "points",
    "min_points": "points",
    "none_points": "points",
    "name": "text",
    "label": "text",
    "what": "text",
    "decision": "text",
    "name_en": "text_en",
    "label_en": "text_en",
    "what_en": "text_en",
    "note": "note",
    "sector": "note",
    "source": "note",
    "note_en": "note_en",
    "sector_en": "note_en",
    "when": "code",
    "required": "code",
    "criterion": "criteria",
    "criteria": "criteria",
    "triggered_by_level": "levels",
    "stars": "stars",
}
INSIDE = {
    "part": ("parts", ("set",)),
    "section": ("sections", ("part",)),
    "single": ("criteria", ("section",)),
    "alternative": ("criteria", ("section",)),
    "sum": ("criteria", ("section",)),
    "sub": ("sub_criteria", ("sum",)),
    "case": ("cases", ("alternative",)),
    "level": ("levels", ("case", "sub", "single")),
}
DEPTH = {
    "set": 0,
    "part": 1,
    "section": 2,
    "single": 3,
    "alternative": 3,
    "sum": 3,
    "sub": 4,
    "case": 4,
    "level": 5,
}
