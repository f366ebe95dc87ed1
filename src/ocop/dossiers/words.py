"""The audit trail of dossiers, told in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import history
from ocop.core.words import named
from ocop.rules import checklist

from .enums import Verdict


def _item(data: Mapping[str, Any]) -> str:
    item = checklist.item(str(data.get("item", "")))
    return named(item) if item else str(data.get("criterion") or data.get("item") or "")


def _attached(data: Mapping[str, Any]) -> str:
    return _("Thêm giấy tờ “%(title)s” vào mục: %(item)s") % {
        "title": data.get("title", ""),
        "item": _item(data),
    }


def _detached(data: Mapping[str, Any]) -> str:
    return _("Bỏ giấy tờ “%(title)s” khỏi mục: %(item)s") % {
        "title": data.get("title", ""),
        "item": _item(data),
    }


def _checked(data: Mapping[str, Any]) -> str:
    verdict = str(data.get("verdict", ""))
    label = Verdict(verdict).label if verdict in Verdict.values else verdict
    return _("Kiểm tra “%(item)s”: %(verdict)s") % {"item": _item(data), "verdict": label}


def _answered(data: Mapping[str, Any]) -> str:
    answer = {"item": _item(data), "reply": data.get("reply", "")}
    return _("Trả lời nơi nhận về “%(item)s”: %(reply)s") % answer


def _submitted(data: Mapping[str, Any]) -> str:
    return _("Nộp hồ sơ lần %(n)s, tự chấm %(points)s điểm") % {
        "n": data.get("submission", ""),
        "points": data.get("self_total", ""),
    }


history.register(
    {
        "dossiers.dossier.started": gettext_lazy("Lập hồ sơ"),
        "dossiers.dossier.saved": gettext_lazy("Tự chấm"),
        "dossiers.dossier.submitted": _submitted,
        "dossiers.dossier.taken_back": gettext_lazy("Lấy lại hồ sơ để sửa"),
        "dossiers.dossier.returned": gettext_lazy("Trả lại để bổ sung"),
        "dossiers.dossier.accepted": gettext_lazy("Tiếp nhận hồ sơ"),
        "dossiers.dossier.withdrawn": gettext_lazy("Rút hồ sơ"),
        "dossiers.paper.attached": _attached,
        "dossiers.paper.detached": _detached,
        "dossiers.paper.checked": _checked,
        "dossiers.paper.answered": _answered,
    }
)
