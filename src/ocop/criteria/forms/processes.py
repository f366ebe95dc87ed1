"""Forms by which an administrator writes a process edition: who assesses and recognises, in what time."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form, dress
from ocop.core.words import named, page_language
from ocop.rules.model import LEVEL_NAMES, in_language
from ocop.rules.process_checks import CODE_FIELDS, KINDS, Kind
from ocop.rules.processes import Process, builtin_processes

from ..enums import OPTIONS, VALUES
from .inputs import CODE, text

VALUE_GROUPS = [
    (
        "council",
        _("Hội đồng"),
        [
            "council_min",
            "council_max",
            "secretary_votes",
            "quorum_share",
            "quorum_needs_chair",
            "sessions",
            "max_spread",
            "must_pass",
        ],
    ),
    (
        "days",
        _("Thời hạn"),
        [
            "receipt_check_days",
            "completion_days",
            "copies_before_session_days",
            "council_days",
            "decision_days",
            "forwarding_days",
        ],
    ),
    (
        "certificate",
        _("Giấy chứng nhận"),
        [
            "certificate_min_stars",
            "certificate_months",
            "expiry_notice_days",
            "renewal_from_days",
            "renewal_until_days",
            "renewal_decision_days",
            "extension_days",
            "revocation_days",
            "revocation_grounds",
            "product_code",
        ],
    ),
    ("assessment", _("Cấp xã đánh giá"), ["assessed_criteria", "assessment_days"]),
    ("who", _("Ai được đăng ký"), ["applicants"]),
]
CERTAINTIES = [
    ("setting", _("cấu hình")),
    ("seen", _("cấu hình, theo nơi khác làm")),
    ("law", _("theo Quyết định")),
]
ASSESSES_BY = [("council", _("hội đồng chấm")), ("form_check", _("kiểm tra hồ sơ"))]


class NewProcessForm(Form):
    """A new process, a copy of another."""

    code = forms.CharField(
        label=_("Mã"), max_length=30, validators=[CODE], help_text=_("Ví dụ: qd2030")
    )
    based_on = forms.ChoiceField(label=_("Bắt đầu từ"))

    def __init__(self, *args: Any, processes: Sequence[Process], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("based_on", forms.ChoiceField).choices = [
            (p.code, named(p)) for p in reversed(processes)
        ]


class ProcessHeadForm(Form):
    """What the process itself says."""

    name = text(_("Tên quy trình"))
    name_en = text(_("Tên tiếng Anh"))
    decision = text(_("Số quyết định"))
    criteria = forms.ChoiceField(
        label=_("Danh mục giấy tờ theo"), help_text=_("Hồ sơ cần giấy tờ nào thì theo bộ này.")
    )
    in_force_from = forms.DateField(label=_("Hiệu lực từ"), widget=forms.DateInput())
    in_force_to = forms.DateField(
        label=_("Hiệu lực đến hết"),
        widget=forms.DateInput(),
        required=False,
        help_text=_("Để trống: đến khi có quy trình sau."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = {p.criteria: p.decision for p in builtin_processes()}
        self.field("criteria", forms.ChoiceField).choices = list(latest.items())

    def content(self) -> dict[str, Any]:
        days = ("in_force_from", "in_force_to")
        given = self.cleaned_data
        return given | {key: given[key].isoformat() if given[key] else None for key in days}


class LevelRuleForm(Form):
    """One level: whether it takes part, and what it may do."""

    takes_part = forms.BooleanField(label=_("Có tham gia"), required=False)
    assesses_by = forms.ChoiceField(label=_("Đánh giá bằng"), choices=ASSESSES_BY)
    recognises = forms.TypedMultipleChoiceField(
        label=_("Công nhận"),
        choices=[(n, _("%(n)d sao") % {"n": n}) for n in range(1, 6)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    passes_up_from = forms.IntegerField(
        label=_("Chuyển lên cấp trên từ (điểm)"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Để trống: không chuyển lên."),
    )
    certainty = forms.ChoiceField(label=_("Căn cứ thuộc loại"), choices=CERTAINTIES)
    source = text(_("Căn cứ"), required=False, long=True)
    source_en = text(_("Căn cứ (tiếng Anh)"), required=False, long=True)

    def __init__(
        self, *args: Any, level: str, node: Mapping[str, Any], base: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"takes_part": bool(node), **node}, **kwargs)
        self.level, self.node = level, node
        self.is_as_before = node == base
        self.fields["assesses_by"].help_text = _source_of(node)

    @property
    def place(self) -> str:
        return self.level

    @property
    def summary(self) -> str:
        """What stands there now, in a line."""
        if not self.node:
            return str(_("không tham gia"))
        words = [str(dict(ASSESSES_BY).get(str(self.node.get("assesses_by")), ""))]
        if stars := self.node.get("recognises"):
            words.append(_("công nhận %(stars)s sao") % {"stars": ", ".join(map(str, stars))})
        if self.node.get("passes_up_from") is not None:
            points = self.node["passes_up_from"]
            words.append(_("chuyển lên từ %(points)s điểm") % {"points": points})
        return " · ".join(words)

    @property
    def title(self) -> str:
        return in_language(*LEVEL_NAMES[self.level], page_language())

    def content(self) -> dict[str, Any]:
        given = {key: value for key, value in self.cleaned_data.items() if key != "takes_part"}
        return {"level": self.level, **given}


class ValueForm(Form):
    """One value with how certain it is; what is not law may be left to a round within bounds."""

    certainty = forms.ChoiceField(label=_("Căn cứ thuộc loại"), choices=CERTAINTIES)
    source = text(_("Căn cứ"), long=True)
    source_en = text(_("Căn cứ (tiếng Anh)"), long=True)

    def __init__(
        self, *args: Any, name: str, node: Mapping[str, Any], base: Any, **kwargs: Any
    ) -> None:
        self.name, self.kind, self.node = name, KINDS[name], node
        self.is_as_before = node == base
        least, most = node.get("between") or (None, None)
        initial = {
            **node,
            "value": _shown(node.get("value"), self.kind),
            "is_left": bool(node.get("choices")),
        }
        super().__init__(*args, initial=initial | {"least": least, "most": most}, **kwargs)
        own = _value_fields(self.kind)
        self.fields |= own
        self.order_fields([*own, "certainty", "source", "source_en"])
        value = self.fields["value"]
        value.help_text = " ".join(filter(None, (str(value.help_text), _source_of(node))))
        for field in own.values():
            dress(field)

    @property
    def place(self) -> str:
        return self.name

    @property
    def title(self) -> Any:
        return VALUES[self.name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.kind.name in ("whole", "share") and not self.errors:
            least, most, value = data.get("least"), data.get("most"), data["value"]
            if (least is None) != (most is None):
                self.add_error("most", _("Điền cả hai đầu của khoảng, hoặc để trống cả hai."))
            elif least is not None and data["certainty"] == "law":
                self.add_error("least", _("Giá trị theo Quyết định thì đợt không chọn khác được."))
            elif least is not None and not least <= value <= most:
                self.add_error("least", _("Khoảng phải chứa giá trị đang dùng."))
        if data.get("is_left") and data.get("certainty") == "law":
            self.add_error("is_left", _("Giá trị theo Quyết định thì đợt không chọn khác được."))
        return data

    def content(self) -> dict[str, Any]:
        given = self.cleaned_data
        made = {key: given[key] for key in ("certainty", "source", "source_en")}
        made["value"] = self._kept(given["value"])
        if given.get("least") is not None:
            made["between"] = [self._kept(given["least"]), self._kept(given["most"])]
        if given.get("is_left"):
            made["choices"] = list(self.kind.options)
        return made

    def _kept(self, value: Any) -> Any:
        """A value of the form as the data keeps it."""
        if self.kind.name == "share":
            return str(value.normalize())
        if self.kind.name == "truth":
            return value == "yes"
        if self.kind.name == "named":
            return _named(value, self.node.get("value") or [])
        return value


def _source_of(node: Mapping[str, Any]) -> str:
    """Where a level or a value was read, to stand in its help."""
    source = in_language(
        str(node.get("source") or ""), str(node.get("source_en") or ""), page_language()
    )
    return _("Căn cứ: %(source)s.") % {"source": source.rstrip(".")} if source else ""


def _value_fields(kind: Kind) -> dict[str, forms.Field]:
    label, least, most = _("Giá trị"), _("Đợt được chọn từ"), _("đến")
    if kind.name == "whole":
        whole = partial(forms.IntegerField, min_value=kind.least, max_value=kind.most)
        return {
            "value": whole(label=label),
            "least": whole(label=least, required=False),
            "most": whole(label=most, required=False),
        }
    if kind.name == "share":
        share = partial(
            forms.DecimalField,
            min_value=Decimal("0.01"),
            max_value=1,
            max_digits=4,
            decimal_places=3,
        )
        return {
            "value": share(label=label, help_text=_("Phần của số thành viên, ví dụ 0,75")),
            "least": share(label=least, required=False),
            "most": share(label=most, required=False),
        }
    if kind.name == "truth":
        return {
            "value": forms.ChoiceField(label=label, choices=[("yes", _("Có")), ("no", _("Không"))])
        }
    if kind.name == "choice":
        return {
            "value": forms.ChoiceField(
                label=label, choices=[(option, OPTIONS[option]) for option in kind.options]
            ),
            "is_left": forms.BooleanField(label=_("Để đợt tự chọn"), required=False),
        }
    if kind.name == "named":
        field = text(label, long=True, required=False, help_text=_("Mỗi dòng: tên | tên tiếng Anh"))
        field.widget.attrs["rows"] = 5
        return {"value": field}
    known = ", ".join(f"{{{field}}}" for field in CODE_FIELDS)
    return {"value": text(label, help_text=_("Dùng: %(fields)s") % {"fields": known})}


def _shown(value: Any, kind: Kind) -> Any:
    """A value of the data as the form shows it."""
    if kind.name == "truth":
        return "yes" if value else "no"
    if kind.name == "named":
        return "\n".join(f"{row['name']} | {row['name_en']}" for row in value or [])
    return value


def _named(text: str, held: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Things of lines; one whose name stays keeps its code, by which assessments and decisions name it."""
    codes = {row["name"]: row["code"] for row in held}
    made: list[dict[str, str]] = []
    for line in filter(str.strip, text.splitlines()):
        name, _bar, name_en = (piece.strip() for piece in line.partition("|"))
        used = {*codes.values(), *(row["code"] for row in made)}
        fresh = next(f"c{n}" for n in range(1, 999) if f"c{n}" not in used)
        made.append({"code": codes.get(name, fresh), "name": name, "name_en": name_en})
    return made


class ProcessEditor:
    """The forms of one process: its head, every level, every value."""

    def __init__(
        self, content: Mapping[str, Any], data: Any = None, base: Mapping[str, Any] | None = None
    ) -> None:
        """base: the process that this one was copied from, by which the page tells what was changed."""
        held = {row["level"]: row for row in content.get("levels") or []}
        values = content.get("values") or {}
        base_levels = {row["level"]: row for row in (base or {}).get("levels") or []}
        base_values = (base or {}).get("values") or {}
        self.head = ProcessHeadForm(data, initial=content)
        self.levels = [
            LevelRuleForm(
                data,
                level=level,
                node=held.get(level, {}),
                base=base_levels.get(level, {}),
                prefix=level,
            )
            for level in LEVEL_NAMES
        ]
        self.values = [
            ValueForm(
                data,
                name=name,
                node=values.get(name) or {},
                base=base_values.get(name) or {},
                prefix=name,
            )
            for name in KINDS
        ]

    def sections(self) -> list[tuple[str, Any, Sequence[LevelRuleForm | ValueForm]]]:
        """(anchor, heading, forms) of the page below its head."""
        by_name = {form.name: form for form in self.values}
        levels: tuple[str, Any, Sequence[LevelRuleForm | ValueForm]] = (
            "levels",
            _("Các cấp"),
            self.levels,
        )
        return [
            levels,
            *(
                (anchor, title, [by_name[name] for name in names])
                for anchor, title, names in VALUE_GROUPS
            ),
        ]

    def is_valid(self) -> bool:
        asked = [self.head, *self.asked_levels(), *self.asked_values()]
        checked = [form.is_valid() for form in asked]  # each of them, so that all faults show
        return all(checked)

    def asked_levels(self) -> list[LevelRuleForm]:
        return [form for form in self.levels if form["takes_part"].value()]

    def asked_values(self) -> list[ValueForm]:
        """Those that count: a value that a process may lack counts once something is written there."""
        return [f for f in self.values if f.kind.is_needed or f["value"].value()]

    def content(self) -> dict[str, Any]:
        """The data of the process as the forms have it."""
        return {
            **self.head.content(),
            "levels": [form.content() for form in self.asked_levels()],
            "values": {form.name: form.content() for form in self.asked_values()},
        }

    def words_for(self, place: str, key: str) -> str:
        """Where a fault stands, as the page words it: the level or value, and the field."""
        form = next((f for f in self.levels if f.level == place), None) or next(
            (f for f in self.values if f.name == place), self.head
        )
        title = "" if isinstance(form, ProcessHeadForm) else form.title
        field = form.fields.get("least" if key == "between" else key)
        return ", ".join(str(words) for words in (title, field.label if field else "") if words)
