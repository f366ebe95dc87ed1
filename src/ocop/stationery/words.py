"""What the audit trail says of templates, and what is wrong with one, in sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import history
from ocop.stationery.own_templates import Fault, Where


def _uploaded(data: Mapping[str, Any]) -> str:
    return _("Tải lên mẫu bản %(n)s: %(name)s") % {
        "n": data.get("number", ""),
        "name": data.get("name", ""),
    }


history.register(
    {
        "stationery.template.uploaded": _uploaded,
        "stationery.template.switched_on": gettext_lazy("Dùng mẫu riêng này"),
        "stationery.template.switched_off": gettext_lazy("Thôi dùng mẫu riêng này"),
    }
)

AREAS = {
    "body": gettext_lazy("phần thân"),
    "header": gettext_lazy("đầu trang"),
    "footer": gettext_lazy("chân trang"),
}

# By code: the sentence, filled with the fault's params; `known` stands in a sentence of its own.
SENTENCES: Mapping[str, Any] = {
    "too_large": gettext_lazy("Tệp lớn hơn %(mb)d MB. Bớt ảnh trong mẫu rồi tải lại."),
    "bomb": gettext_lazy("Tệp nén quá nhiều dữ liệu, không an toàn để mở."),
    "not_word": gettext_lazy("Tệp không phải văn bản Word (.docx) đọc được."),
    "not_document": gettext_lazy("Tệp là mẫu Word (.dotx). Lưu lại thành văn bản .docx."),
    "macro": gettext_lazy("Tệp có macro hoặc tệp nhúng. Lưu lại thành .docx không có các phần đó."),
    "outside": gettext_lazy("Tệp lấy dữ liệu từ nơi khác khi mở (%(what)s). Bỏ liên kết đó."),
    "fetching": gettext_lazy(
        "Tệp có trường %(what)s tự chạy hoặc tự lấy dữ liệu khi mở. Bỏ trường đó."
    ),
    "unclosed": gettext_lazy("Dấu %(mark)s chưa được đóng trong cùng đoạn."),
    "outside_table": gettext_lazy("%(mark)s chỉ dùng trong hàng của bảng."),
    "never_ends": gettext_lazy("%(mark)s không có chỗ kết thúc."),
    "ends_nothing": gettext_lazy("%(mark)s không có chỗ bắt đầu phù hợp."),
    "other_scope": gettext_lazy(
        "%(begin)s (“%(text)s”) phải kết thúc bằng dấu cùng loại, không phải %(end)s."
    ),
    "other_place": gettext_lazy(
        "%(begin)s (“%(text)s”) và %(end)s phải ở cùng một chỗ. Bao nhiều đoạn thì dùng {%%p … %%}, bao hàng của bảng thì dùng {%%tr … %%}."
    ),
    "syntax": gettext_lazy("Không đọc được dấu trong đoạn này: %(said)s."),
    "not_allowed": gettext_lazy("Không dùng được “%(what)s” trong mẫu."),
    "no_filter": gettext_lazy("Không có bộ lọc “%(what)s”."),
    "no_list": gettext_lazy("“%(what)s” không phải danh sách, không lặp được."),
    "unknown_field": gettext_lazy("Không có trường “%(what)s”."),
    "fails": gettext_lazy("Không điền được mẫu: %(said)s."),
    "breaks_word": gettext_lazy(
        "Mẫu đã điền không còn là văn bản Word đúng. Kiểm tra chỗ đặt các dấu lặp."
    ),
    "too_much": gettext_lazy("Mẫu cần quá nhiều bộ nhớ hoặc thời gian để điền."),
}


def fault_words(faults: Iterable[Fault]) -> list[str]:
    """Each fault as a sentence: where it stands, what is wrong, and once what there is instead."""
    sentences, listed = [], set[str]()
    for fault in faults:
        parts = [_where(fault.where), str(SENTENCES[fault.code]) % fault.params]
        if near := fault.params.get("near"):
            parts.append(_("Có phải là “%(near)s”?") % {"near": near})
        known = ", ".join(fault.params.get("known", ()))
        if known and known not in listed:
            parts.append(_("Có: %(known)s.") % {"known": known})
            listed.add(known)
        sentences.append(" ".join(filter(None, parts)))
    return sentences


def _where(where: Where) -> str:
    if not where.number:
        return ""
    named = {"area": AREAS[where.area], "n": where.number, "text": where.text}
    if where.table:
        named |= {"table": where.table, "row": where.row}
        return _("Bảng %(table)d, hàng %(row)d, %(area)s (“%(text)s”):") % named
    return _("Đoạn %(n)d, %(area)s (“%(text)s”):") % named
