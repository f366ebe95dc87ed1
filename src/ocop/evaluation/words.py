"""The audit trail of an evaluation, told in sentences."""

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
        "evaluation.dossier.started": gettext_lazy("Lập hồ sơ"),
        "evaluation.dossier.saved": gettext_lazy("Tự chấm"),
        "evaluation.dossier.submitted": _submitted,
        "evaluation.dossier.taken_back": gettext_lazy("Lấy lại hồ sơ để sửa"),
        "evaluation.dossier.returned": gettext_lazy("Trả lại để bổ sung"),
        "evaluation.dossier.accepted": gettext_lazy("Tiếp nhận hồ sơ"),
        "evaluation.dossier.withdrawn": gettext_lazy("Rút hồ sơ"),
        "evaluation.dossier.passed_up": gettext_lazy("Chuyển hồ sơ lên cấp trên"),
        "evaluation.paper.attached": _attached,
        "evaluation.paper.detached": _detached,
        "evaluation.paper.checked": _checked,
        "evaluation.paper.answered": _answered,
        "evaluation.appraisal.assigned": gettext_lazy("Phân công tổ giúp việc"),
    }
)
