"""The audit trail of places, told in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ocop.core import history


def _loaded(data: Mapping[str, Any]) -> str:
    return _("Tải ranh giới của %(units)s đơn vị lên từ tệp “%(file)s”. Nguồn: %(source)s") % data


history.register({"places.outlines.loaded": _loaded})
