"""The audit trail of producers, products and papers, told in sentences."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import history

from .enums import MemberRole
from .models import Evidence, Producer, Product

LONGEST_SHOWN = 80
"""Of a text that changed; the trail holds all of it."""


def _changes(
    table: type[Producer] | type[Product] | type[Evidence], changed: Mapping[str, Any]
) -> str:
    """ "Số điện thoại: 0912… → 0983…; …" """
    told = []
    for name, (old, new) in changed.items():
        try:
            label = str(table._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            label = name
        told.append(f"{label}: {_shown(old)} → {_shown(new)}")
    return "; ".join(told)


def _shown(value: str) -> str:
    return "—" if value in ("", "None") else Truncator(value).chars(LONGEST_SHOWN)


def _changed(data: Mapping[str, Any]) -> str:
    again = data.get("waits_again")
    text = (
        _("Sửa thông tin, gửi xã xác nhận lại. %(what)s") if again else _("Sửa thông tin. %(what)s")
    )
    return text % {"what": _changes(Producer, data.get("changed", {}))}


def _product_changed(data: Mapping[str, Any]) -> str:
    return _("Sửa thông tin. %(what)s") % {"what": _changes(Product, data.get("changed", {}))}


def _paper_changed(data: Mapping[str, Any]) -> str:
    return _("Sửa thông tin. %(what)s") % {"what": _changes(Evidence, data.get("changed", {}))}


def _paper_added(data: Mapping[str, Any]) -> str:
    return _("Tải bản mới") if data.get("replaces") else _("Đưa vào kho")


def _member_changed(data: Mapping[str, Any]) -> str:
    role = str(data.get("role", ""))
    label = MemberRole(role).label if role in MemberRole.values else role
    return _("Đổi vai trò của %(person)s: %(role)s") % {
        "person": data.get("person", ""),
        "role": label,
    }


def _member_ended(data: Mapping[str, Any]) -> str:
    return _("%(person)s thôi tham gia") % {"person": data.get("person", "")}


def _transferred(data: Mapping[str, Any]) -> str:
    return _("Chuyển từ %(giver)s sang %(taker)s theo %(act)s") % {
        "giver": data.get("giver", ""),
        "taker": data.get("taker", ""),
        "act": data.get("act", ""),
    }


history.register(
    {
        "producers.producer.registered": gettext_lazy("Tự đăng ký tham gia"),
        "producers.producer.created": gettext_lazy("Cán bộ thêm chủ thể"),
        "producers.producer.changed": _changed,
        "producers.producer.confirmed": gettext_lazy("Xã xác nhận"),
        "producers.producer.rejected": gettext_lazy("Xã không xác nhận"),
        "producers.producer.stopped": gettext_lazy("Ngừng tham gia"),
        "producers.producer.resumed": gettext_lazy("Tham gia trở lại"),
        "producers.member.joined": gettext_lazy("Nhận lời mời tham gia"),
        "producers.member.changed": _member_changed,
        "producers.member.ended": _member_ended,
        "producers.product.created": gettext_lazy("Thêm sản phẩm"),
        "producers.product.changed": _product_changed,
        "producers.product.stopped": gettext_lazy("Ngừng sản xuất"),
        "producers.product.resumed": gettext_lazy("Sản xuất trở lại"),
        "producers.product.transferred": _transferred,
        "producers.evidence.added": _paper_added,
        "producers.evidence.changed": _paper_changed,
    }
)
