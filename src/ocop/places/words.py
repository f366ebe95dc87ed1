"""What the audit trail says of places, in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ocop.core import history


def _followed(data: Mapping[str, Any]) -> str:
    old, new = data.get("old", ["", ""]), data.get("new", ["", ""])
    return _("Chuyển theo địa bàn: %(old)s → %(new)s") % {"old": old[1], "new": new[1]}


def _loaded(data: Mapping[str, Any]) -> str:
    return _("Tải ranh giới của %(units)s đơn vị lên từ tệp “%(file)s”. Nguồn: %(source)s") % data


history.register({"places.unit.followed": _followed, "places.outlines.loaded": _loaded})
