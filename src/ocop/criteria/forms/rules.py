"""The form of a rule of a sheet or of a criterion."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.facts import WORDS
from ocop.rules.loading import POINTS_GATES

from .inputs import text

RULE_KINDS = [
    ("disqualify", _("Bị loại khi …")),
    ("gate", _("Dừng chấm khi …")),
    ("applies_if", _("Chỉ chấm nếu tiêu chí khác đạt …")),
    ("requires_for_stars", _("Điều kiện của hạng sao")),
    ("evidence", _("Phải có minh chứng")),
]


class RuleForm(Form):
    """A rule of a sheet or of a criterion; which fields count follows from its kind."""

    kind = forms.ChoiceField(label=_("Loại quy tắc"), choices=RULE_KINDS)
    fact = forms.ChoiceField(
        label=_("Lý do"),
        required=False,
        help_text=_("Cho quy tắc loại và dừng chấm; hoặc viết lời riêng ở dưới."),
    )
    what = text(_("Nội dung"), required=False, long=True)
    what_en = text(_("Nội dung tiếng Anh"), required=False, long=True)
    criterion = forms.ChoiceField(
        label=_("Tiêu chí được xét"),
        required=False,
        help_text=_("Cho “chỉ chấm nếu” và điều kiện của sao."),
    )
    min_points = forms.IntegerField(label=_("Đạt ít nhất (điểm)"), required=False, min_value=0)
    stars = forms.TypedChoiceField(
        label=_("Từ hạng"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *((n, _("%(n)d sao") % {"n": n}) for n in range(1, 6))],
    )
    inferred = forms.BooleanField(
        label=_("Chưa đối chiếu văn bản gốc (chỉ nhắc, chưa giới hạn sao)"), required=False
    )
    source_note = text(
        _("Căn cứ"), required=False, help_text=_("Văn bản, điều khoản hoặc nơi đã đọc.")
    )

    def __init__(self, *args: Any, sheet: Node, owner: Node | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.owner = sheet, owner
        facts = [(key, words[0]) for key, words in WORDS.items() if key not in POINTS_GATES]
        self.field("fact", forms.ChoiceField).choices = [("", _("Lời riêng")), *facts]
        self.field("criterion", forms.ChoiceField).choices = [
            ("", "–"),
            *(
                (leaf.get("code"), f"{leaf.get('code')} {leaf.get('name')}")
                for leaf in document.leaves(sheet)
            ),
        ]
        if owner is None:
            self.field("kind", forms.ChoiceField).choices = [
                k for k in RULE_KINDS if k[0] not in ("applies_if", "evidence")
            ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = str(data.get("kind"))
        needed = {
            "applies_if": ("criterion", "min_points"),
            "requires_for_stars": ("criterion", "min_points", "stars"),
            "evidence": ("what", "what_en"),
        }.get(kind, () if data.get("fact") else ("what", "what_en"))
        for key in needed:
            if data.get(key) in (None, ""):
                self.add_error(key, _("Quy tắc này cần điền ô này."))
        if data.get("inferred") and not data.get("source_note"):
            self.add_error("source_note", _("Ghi nơi đã đọc điều kiện này."))
        if (
            needed[:1] == ("criterion",)
            and data.get("criterion")
            and data.get("min_points") is not None
        ):
            self._check_points(data)
        return data

    def _check_points(self, data: Mapping[str, Any]) -> None:
        target = next(n for n in document.leaves(self.sheet) if n.get("code") == data["criterion"])
        lists = [target, *document.nodes(target, "cases")]
        points = sorted(
            {
                points
                for held in lists
                for level in document.nodes(held, "levels")
                if isinstance(points := level.get("points"), int)
            }
        )
        if data["min_points"] not in points:
            known = ", ".join(map(str, points))
            self.add_error(
                "min_points", _("Tiêu chí này có các mức: %(points)s điểm.") % {"points": known}
            )

    def node(self) -> Node:
        holder = self.owner if self.owner is not None else self.sheet
        return document.rule_of(self.cleaned_data, holder)
