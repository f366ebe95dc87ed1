"""Papers of an evaluation, a module each; and which of them a province may have its own Word template for."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from ocop.documents.kinds import Facts, Kind, declare
from ocop.official import sample
from ocop.official.decision import Decision
from ocop.official.letters import LetterUpward
from ocop.official.minutes import Minutes
from ocop.official.papers import KINDS
from ocop.official.reports import AssessmentReport
from ocop.official.score_summary import ScoreSummary

from .assessments import REPORT


def _of_round(code: str, name: Any, facts: type) -> Kind:
    return Kind(code, name, facts, partial(_sample, code))


def _sample(code: str) -> Facts:
    return KINDS[code](sample.ROUND, sample.DECISION)


declare(
    _of_round("quyet-dinh", _("Quyết định phê duyệt kết quả"), Decision),
    _of_round("bien-ban", _("Biên bản họp Hội đồng"), Minutes),
    _of_round("tong-hop-diem", _("Bảng tổng hợp điểm"), ScoreSummary),
    _of_round("to-trinh", _("Tờ trình lên cấp trên"), LetterUpward),
    Kind(REPORT, _("Báo cáo đánh giá của cấp xã"), AssessmentReport, lambda: sample.REPORT),
)
