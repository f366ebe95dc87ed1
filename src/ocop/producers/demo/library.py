"""The evidence library of an illustrative producer: a paper of each kind that dossiers need."""

from datetime import date, timedelta
from functools import cache

from ocop.core import clock
from ocop.core.files import PDF, store_bytes
from ocop.documents import render_pdf
from ocop.people.models import User

from ..models import Evidence, Producer

PAPERS = [
    ("HS01", "Phiếu đăng ký sản phẩm", None),
    ("HS02", "Phương án sản xuất kinh doanh", None),
    ("HS03", "Giới thiệu bộ máy tổ chức", None),
    ("HS04", "Giấy đăng ký hợp tác xã", None),
    ("HS06", "Giấy chứng nhận an toàn thực phẩm", 25),
    ("HS09", "Phiếu kiểm nghiệm", 200),
    ("HS23", "Báo cáo tự đánh giá theo tiêu chí", None),
]
"""Code of the checklist, title, days until it expires."""


@cache
def _page(title: str) -> bytes:
    """A paper that says itself that it is an illustration; the same for every producer."""
    words = {"title": f"{title} – DỮ LIỆU MINH HOẠ", "reason": "Tệp mẫu của bản trình diễn."}
    return render_pdf("notice", words)


def fill_library(producer: Producer, added_by: User, *, lasts_from: date) -> None:
    """lasts_from: the day from which the days until a paper expires are counted."""
    today = clock.today()
    for code, title, days in PAPERS:
        Evidence.objects.create(
            producer=producer,
            item_code=code,
            title=f"{title} (minh hoạ)",
            number=f"{code}/MH",
            issuer="Cơ quan minh hoạ",
            issued_on=today - timedelta(days=200),
            expires_on=lasts_from + timedelta(days=days) if days else None,
            file=store_bytes(_page(title), kinds=(PDF,)),
            file_name=f"{code}.pdf",
            added_by=added_by,
        )
