"""The audit trail of organisations, told in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import history

from .enums import OrganisationKind
from .models import Organisation


def _changed(data: Mapping[str, Any]) -> str:
    """ "Sửa thông tin. Tên cơ quan, tổ chức: Sở A → Sở B" """
    told = (
        f"{Organisation._meta.get_field(name).verbose_name}: {_shown(name, old)} → {_shown(name, new)}"  # type: ignore[union-attr]
        for name, (old, new) in data.get("changed", {}).items()
    )
    return _("Sửa thông tin. %(what)s") % {"what": "; ".join(told)}


def _shown(name: str, value: str) -> str:
    if name == "kind" and value in OrganisationKind.values:
        return str(OrganisationKind(value).label)
    return "—" if value in ("", "None") else value


def _ended(data: Mapping[str, Any]) -> str:
    on = "/".join(reversed(str(data.get("on", "")).split("-")))
    if to := data.get("to"):
        return _("Hoạt động đến hết ngày %(on)s; %(to)s kế thừa") % {"on": on, "to": to}
    return _("Hoạt động đến hết ngày %(on)s") % {"on": on}


def _merged(data: Mapping[str, Any]) -> str:
    return _("Gộp dòng trùng “%(name)s” vào đây") % {"name": data.get("name", "")}


def _unit_chosen(data: Mapping[str, Any]) -> str:
    return _("Chọn địa bàn mới sau chia tách: %(old)s → %(new)s") % {
        "old": data.get("old", ["", ""])[1],
        "new": data.get("new", ["", ""])[1],
    }


history.register(
    {
        "people.unit.chosen": _unit_chosen,
        "people.organisation.added": gettext_lazy("Thêm cơ quan"),
        "people.organisation.changed": _changed,
        "people.organisation.ended": _ended,
        "people.organisation.merged": _merged,
    }
)
