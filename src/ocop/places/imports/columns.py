"""The columns of a sheet of changes and of a sheet of new units, as an office has them."""

from datetime import date

from ocop.core.spreadsheets import Column

MERGED, SPLIT, RENAMED, MOVED, ENDED = "merged", "split", "renamed", "moved", "ended"
WHATS = {
    "Sáp nhập": MERGED,
    "Chia tách": SPLIT,
    "Đổi tên": RENAMED,
    "Đổi đơn vị cấp trên": MOVED,
    "Kết thúc": ENDED,
}
FIRST_DAY, LAST_DAY = date(1945, 9, 2), date(2100, 1, 1)
CHANGES = [
    Column("on", "Ngày hiệu lực", kind="date", required=True, example=date(2020, 2, 1)),
    Column("what", "Loại thay đổi", required=True, choices=WHATS, example="Sáp nhập"),
    Column(
        "old", "Mã cũ", required=True, help="Nhiều mã cách nhau bằng dấu ;", example="02137; 02149"
    ),
    Column("new", "Mã mới", help="Chia tách: nhiều mã, cách nhau bằng dấu ;", example="02137"),
    Column("names", "Tên mới", help="Kèm loại: Xã …, Phường …", example="Xã Văn Vũ"),
    Column("parent", "Mã cấp trên mới", help="Để trống nếu như cũ", example="066"),
    Column("document", "Số văn bản", required=True, longest=100, example="855/NQ-UBTVQH14"),
]
UNITS = [
    Column("code", "Mã đơn vị", required=True, example="02137"),
    Column("name", "Tên đơn vị", required=True, longest=120, example="Xã Văn Vũ"),
    Column("parent", "Mã cấp trên", required=True, example="066"),
    Column("begins", "Từ ngày", kind="date"),
    Column("ends", "Đến hết ngày", kind="date"),
    Column("latitude", "Vĩ độ", kind="decimal"),
    Column("longitude", "Kinh độ", kind="decimal"),
    Column("document", "Số văn bản", required=True, longest=100, example="855/NQ-UBTVQH14"),
]
COLUMNS = {"changes": CHANGES, "units": UNITS}
MARKS = {"changes": ("what", "old"), "units": ("code", "name")}
"""Columns by which a sheet is known as one or the other."""
