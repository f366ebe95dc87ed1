"""Forms by which a person who knows no YAML edits a draft edition."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form, dress
from ocop.core.words import page_language
from ocop.rules import document
from ocop.rules.checklist import GOODS, GOODS_OF_SECTORS
from ocop.rules.document import Node
from ocop.rules.facts import WORDS
from ocop.rules.loading import INDEX, POINTS_GATES
from ocop.rules.model import in_language

from ..models import Edition

CODE = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z", _("Chỉ dùng chữ không dấu, số, dấu chấm, gạch.")
)
SMALL = {"rows": 2}


def _text(
    label: Any, *, required: bool = True, long: bool = False, **kwargs: Any
) -> forms.CharField:
    if long:
        kwargs["widget"] = forms.Textarea(attrs=SMALL)
    return forms.CharField(label=label, required=required, max_length=1000, **kwargs)


class NewEditionForm(Form):
    """A new edition, empty or from another."""

    code = forms.CharField(
        label=_("Mã"), max_length=40, validators=[CODE], help_text=_("Ví dụ: qd2030")
    )
    name = forms.CharField(
        label=_("Tên"),
        max_length=200,
        help_text=_("Hiện trong danh sách, nên khác các bộ đã có."),
    )
    name_en = forms.CharField(
        label=_("Tên tiếng Anh"),
        max_length=200,
        required=False,
        help_text=_("Để trống: lấy tên tiếng Anh của bộ gốc, thêm mã mới."),
    )
    based_on = forms.ModelChoiceField(
        label=_("Bắt đầu từ"),
        queryset=Edition.objects.none(),
        required=False,
        empty_label=_("Bộ trống (3 phần, 5 hạng sao)"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["based_on"].queryset = Edition.objects.only("name", "name_en", "code")


class HeadForm(Form):
    """What the edition itself says."""

    name = _text(_("Tên văn bản"), long=True)
    name_en = _text(_("Tên tiếng Anh"), long=True)
    decision = _text(_("Số quyết định"))
    decision_date = forms.DateField(label=_("Ngày quyết định"), widget=forms.DateInput())
    in_force_from = forms.DateField(
        label=_("Hiệu lực từ"), widget=forms.DateInput(), required=False
    )
    in_force_to = forms.DateField(
        label=_("Hiệu lực đến hết"), widget=forms.DateInput(), required=False
    )
    usable_for_scoring = forms.BooleanField(
        label=_("Dùng để chấm được"), required=False, help_text=_("Bỏ chọn khi phụ lục chưa đủ.")
    )

    @staticmethod
    def initial_of(index: Node) -> dict[str, Any]:
        head = index.get("edition") if isinstance(index.get("edition"), dict) else {}
        return {**head, "usable_for_scoring": index.get("usable_for_scoring", True) is not False}

    def apply(self, index: Node) -> None:
        values = dict(self.cleaned_data)
        usable = values.pop("usable_for_scoring")
        for key in ("decision_date", "in_force_from", "in_force_to"):
            values[key] = values[key].isoformat() if values[key] else ""
        head = index.get("edition")
        if not isinstance(head, dict):
            head = index["edition"] = {}
        document.put(head, values)
        if usable:
            index.pop("usable_for_scoring", None)
        else:
            index["usable_for_scoring"] = False


class PartForm(Form):
    name = _text(_("Tên phần"))
    name_en = _text(_("Tên tiếng Anh"))
    max_points = forms.IntegerField(label=_("Điểm"), min_value=1, max_value=1000)


class BandForm(Form):
    """A star band: from how many points, and what it means. The lowest begins at 0."""

    min = forms.IntegerField(label=_("Từ (điểm)"), min_value=0, max_value=1000)
    note = _text(_("Ý nghĩa"), required=False)
    note_en = _text(_("Ý nghĩa (tiếng Anh)"), required=False)

    def __init__(self, *args: Any, stars: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stars = stars
        if stars == 1:
            self.fields["min"].max_value = 0
            self.fields["min"].validators.append(MaxValueValidator(0))
            self.fields["min"].widget.attrs |= {"max": 0}


class SectorForm(Form):
    """A sector; one whose name is emptied is taken out."""

    old = forms.CharField(required=False, widget=forms.HiddenInput())
    name = _text(_("Ngành"), required=False)
    name_en = _text(_("Ngành (tiếng Anh)"), required=False)
    papers = forms.ChoiceField(label=_("Giấy tờ như"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["papers"].choices = [
            (key, in_language(*words, page_language())) for key, words in GOODS.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("name") and not data.get("name_en"):
            self.add_error("name_en", _("Điền cả tên tiếng Anh."))
        return data


class HeadEditor:
    """The forms of an edition's own facts: names and dates, parts, star bands, sectors."""

    def __init__(self, index: Node, data: Any = None) -> None:
        self.form = HeadForm(data, initial=HeadForm.initial_of(index))
        self.parts = [
            (part, PartForm(data, prefix=f"part{number}", initial=part))
            for number, part in enumerate(document.nodes(index, "parts"))
        ]
        held = {band.get("stars"): band for band in document.nodes(index, "star_bands")}
        self.bands = [
            BandForm(
                data,
                stars=stars,
                prefix=f"band{stars}",
                initial={"min": low, **held.get(stars, {})},
            )
            for stars, low in enumerate(document.BANDS[:-1], start=1)
        ]
        sectors = document.sectors(index)
        made = forms.formset_factory(SectorForm, extra=2 if sectors else 4, max_num=30)
        self.sectors = made(
            data,
            prefix="sectors",
            initial=[
                {
                    "old": node.get("name"),
                    "name": node.get("name"),
                    "name_en": node.get("name_en"),
                    "papers": node.get("papers")
                    or GOODS_OF_SECTORS.get(str(node.get("name")), "food"),
                }
                for node in sectors
            ],
        )

    def is_valid(self) -> bool:
        found = [self.form, *(form for _part, form in self.parts), *self.bands, self.sectors]
        checked = [form.is_valid() for form in found]  # each of them, so that all faults show
        return all(checked) and self._is_rising()

    def _is_rising(self) -> bool:
        """Bands follow one another up to the points of all parts; what does not is named at its band."""
        total = sum(form.cleaned_data["max_points"] for _part, form in self.parts)
        edge = -1
        for form in self.bands:
            low = form.cleaned_data["min"]
            if not edge < low < total:
                form.add_error(
                    "min",
                    _("Phải lớn hơn hạng dưới và nhỏ hơn %(total)s điểm.") % {"total": total},
                )
            edge = max(edge, low)
        return not any(form.errors for form in self.bands)

    def apply(self, documents: dict[str, Node]) -> None:
        index = documents[INDEX]
        self.form.apply(index)
        points = {str(part.get("code")): form.cleaned_data for part, form in self.parts}
        document.set_parts(documents, points)
        document.set_bands(index, [form.cleaned_data for form in self.bands])
        rows = [form.cleaned_data for form in self.sectors if form.cleaned_data.get("name")]
        document.set_sectors(documents, rows)


class SheetForm(Form):
    """What a sheet says of itself. Where the edition lists sectors, one of them is chosen."""

    name = _text(_("Tên bộ sản phẩm"))
    name_en = _text(_("Tên tiếng Anh"))
    sector = _text(_("Ngành"))
    sector_en = _text(_("Ngành (tiếng Anh)"))
    group = _text(_("Nhóm"), required=False)
    group_en = _text(_("Nhóm (tiếng Anh)"), required=False)

    def __init__(self, *args: Any, index: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sectors = {str(s.get("name")): s for s in document.sectors(index)}
        if self.sectors:
            choices = [(name, _shown_sector(node)) for name, node in self.sectors.items()]
            self.fields["sector"] = forms.ChoiceField(label=_("Ngành"), choices=choices)
            dress(self.fields["sector"])
            del self.fields["sector_en"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.sectors and data.get("sector"):
            data["sector_en"] = self.sectors[data["sector"]].get("name_en") or ""
        return data


def _shown_sector(node: Node) -> str:
    return in_language(str(node.get("name")), str(node.get("name_en") or ""), page_language())


class NewSetForm(SheetForm):
    """A product set for which the edition has no sheet yet."""

    code = forms.CharField(label=_("Mã bộ"), max_length=30, validators=[CODE])
    slug = forms.SlugField(
        label=_("Tên tệp"), max_length=80, help_text=_("Không dấu, ví dụ: hoa-tuoi")
    )
    field_order = ("code", "slug")


class SectionForm(Form):
    number = _text(_("Số thứ tự in"))
    name = _text(_("Tên mục"))
    name_en = _text(_("Tên tiếng Anh"))
    max_points = forms.IntegerField(label=_("Điểm của mục"), min_value=1, max_value=1000)


class CriterionForm(Form):
    number = _text(_("Số thứ tự in"))
    name = _text(_("Tên tiêu chí"), long=True)
    name_en = _text(_("Tên tiếng Anh"), long=True)
    note = _text(_("Ghi chú cho người chấm"), required=False, long=True)
    note_en = _text(_("Ghi chú tiếng Anh"), required=False, long=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if bool(data.get("note")) != bool(data.get("note_en")):
            self.add_error("note_en", _("Ghi chú cần cả tiếng Việt và tiếng Anh."))
        return data


class CaseForm(Form):
    label = _text(_("Trường hợp"), required=False, long=True)
    label_en = _text(_("Trường hợp (tiếng Anh)"), required=False, long=True)


class LevelForm(Form):
    """A level; one whose texts are emptied is taken out."""

    code = forms.CharField(required=False, widget=forms.HiddenInput())
    points = forms.IntegerField(label=_("Điểm"), required=False, min_value=0, max_value=1000)
    label = _text(_("Mức"), required=False, long=True)
    label_en = _text(_("Mức (tiếng Anh)"), required=False, long=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        given = {key for key in ("label", "label_en") if data.get(key)}
        if data.get("points") is not None and not given:
            return data | {"points": None}
        if given:
            for key in ("points", "label", "label_en"):
                if data.get(key) in (None, "") and key not in self.errors:
                    self.add_error(
                        key, _("Điền cả điểm và lời bằng hai thứ tiếng, hoặc để trống cả dòng.")
                    )
        return data


class LevelFormSet(forms.BaseFormSet):
    """The levels of one list, with empty rows to add some."""

    def clean(self) -> None:
        points = [f.cleaned_data.get("points") for f in self.forms if f.is_valid()]
        points = [p for p in points if p is not None]
        if len(points) != len(set(points)):
            raise forms.ValidationError(_("Hai mức không thể cùng số điểm."))

    def levels(self, held: list[Node], prefix: str) -> list[Node]:
        """The nodes of the rows, lowest points first; fields that the form does not know come from `held`."""
        known = {str(node.get("code")): node for node in held}
        made: list[Node] = []
        for form in self.forms:
            row = form.cleaned_data
            if row.get("points") is None:
                continue
            node = dict(known.get(row["code"], {}))
            node.setdefault("code", row["code"] if row["code"] in known else "")
            document.put(node, {key: row[key] for key in ("points", "label", "label_en")})
            made.append(node)
        for node in made:
            node["code"] = node["code"] or document.next_code({"levels": made}, "levels", prefix)
        return sorted(made, key=lambda node: node["points"])


def level_formset(data: Any, prefix: str, levels: list[Node]) -> LevelFormSet:
    made = forms.formset_factory(
        LevelForm, formset=LevelFormSet, extra=3 if levels else 4, max_num=40
    )
    initial = [
        {key: node.get(key) for key in ("code", "points", "label", "label_en")} for node in levels
    ]
    return made(data, prefix=prefix, initial=initial)


class CriterionEditor:
    """The forms of one criterion: its words, its levels or its cases with theirs."""

    def __init__(self, node: Node, data: Any = None) -> None:
        self.node, self.kind = node, node.get("kind")
        self.form = CriterionForm(data, initial=node)
        self.cases: list[tuple[CaseForm, LevelFormSet, Node]] = []
        self.levels = None
        if self.kind == "single":
            self.levels = level_formset(data, "levels", document.nodes(node, "levels"))
        elif self.kind == "alternative":
            held = document.nodes(node, "cases")
            for number, case in enumerate([*held, *[{}] * (1 if len(held) > 1 else 2 - len(held))]):
                form = CaseForm(data, prefix=f"case{number}", initial=case)
                levels = level_formset(data, f"levels{number}", document.nodes(case, "levels"))
                self.cases.append((form, levels, case))

    def is_valid(self) -> bool:
        sets = [self.levels] if self.levels else [levels for _f, levels, _c in self.cases]
        found = [self.form, *sets, *(form for form, _l, _c in self.cases)]
        checked = [form.is_valid() for form in found]  # each of them, so that all faults show
        return all(checked)

    def apply(self, node: Node) -> None:
        document.put(node, self.form.cleaned_data)
        if self.levels:
            node["levels"] = self.levels.levels(document.nodes(node, "levels"), "L")
        elif self.kind == "alternative":
            node["cases"] = [made for made in map(self._case, range(len(self.cases))) if made]

    def _case(self, number: int) -> Node | None:
        form, levels, case = self.cases[number]
        if not form.cleaned_data["label"]:
            return None
        made = dict(case) or {"code": "abcdefghijklmnopqrstuvwxyz"[number]}
        document.put(made, form.cleaned_data)
        made["levels"] = levels.levels(document.nodes(case, "levels"), str(made.get("code")))
        return made


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
    what = _text(_("Nội dung"), required=False, long=True)
    what_en = _text(_("Nội dung tiếng Anh"), required=False, long=True)
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
    source_note = _text(
        _("Căn cứ"), required=False, help_text=_("Văn bản, điều khoản hoặc nơi đã đọc.")
    )

    def __init__(self, *args: Any, sheet: Node, owner: Node | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.owner = sheet, owner
        facts = [(key, words[0]) for key, words in WORDS.items() if key not in POINTS_GATES]
        self.fields["fact"].choices = [("", _("Lời riêng")), *facts]
        self.fields["criterion"].choices = [
            ("", "–"),
            *(
                (leaf.get("code"), f"{leaf.get('code')} {leaf.get('name')}")
                for leaf in document.leaves(sheet)
            ),
        ]
        if owner is None:
            self.fields["kind"].choices = [
                k for k in RULE_KINDS if k[0] not in ("applies_if", "evidence")
            ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("kind")
        needed = {
            "applies_if": ("criterion", "min_points"),
            "requires_for_stars": ("criterion", "min_points", "stars", "what", "what_en"),
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
            {lv.get("points") for held in lists for lv in document.nodes(held, "levels")}
        )
        if data["min_points"] not in points:
            known = ", ".join(map(str, points))
            self.add_error(
                "min_points", _("Tiêu chí này có các mức: %(points)s điểm.") % {"points": known}
            )

    def node(self) -> Node:
        data = self.cleaned_data
        kind = data["kind"]
        made: Node = {"type": kind}
        words = {"what": data["what"], "what_en": data["what_en"]}
        holder = self.owner if self.owner is not None else self.sheet
        own = f"own_{len(document.nodes(holder, 'rules')) + 1}"
        if kind in ("disqualify", "gate"):
            document.put(made, {"when": data["fact"] or own, **words})
            if kind == "gate":
                made["effect"] = "stop_evaluation"
        elif kind == "evidence":
            document.put(made, {"required": own, **words})
        else:
            document.put(made, {key: data[key] for key in ("criterion", "min_points")})
            if kind == "requires_for_stars":
                document.put(made, {"stars": data["stars"], **words})
        if data["inferred"]:
            made["source"] = "inferred"
        document.put(made, {"source_note": data["source_note"]})
        return made


class ImportForm(Form):
    """Files of an edition: one spreadsheet, one .zip, or several YAML files of a folder."""

    files = forms.FileField(label=_("Tệp"), help_text=_(".xlsx, .ods, .zip, hoặc nhiều tệp .yaml"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].widget = MultipleFiles(
            attrs={
                "accept": ".xlsx,.ods,.zip,.yaml,.yml",
                "multiple": True,
                "class": "form-control",
            }
        )


class MultipleFiles(forms.FileInput):
    allow_multiple_selected = True
