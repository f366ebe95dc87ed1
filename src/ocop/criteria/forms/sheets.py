"""Forms of a score sheet: the set, its sections, criteria, cases and levels."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form, dress
from ocop.core.words import page_language
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.model import in_language

from .inputs import CODE, text


class SheetForm(Form):
    """What a sheet says of itself. Where the edition lists sectors, one of them is chosen."""

    name = text(_("Tên bộ sản phẩm"))
    name_en = text(_("Tên tiếng Anh"))
    sector = text(_("Ngành"))
    sector_en = text(_("Ngành (tiếng Anh)"))
    group = text(_("Nhóm"), required=False)
    group_en = text(_("Nhóm (tiếng Anh)"), required=False)

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
    number = text(_("Số thứ tự in"))
    name = text(_("Tên mục"))
    name_en = text(_("Tên tiếng Anh"))
    max_points = forms.IntegerField(label=_("Điểm của mục"), min_value=1, max_value=1000)


class CriterionForm(Form):
    number = text(_("Số thứ tự in"))
    name = text(_("Tên tiêu chí"), long=True)
    name_en = text(_("Tên tiếng Anh"), long=True)
    note = text(_("Ghi chú cho người chấm"), required=False, long=True)
    note_en = text(_("Ghi chú tiếng Anh"), required=False, long=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if bool(data.get("note")) != bool(data.get("note_en")):
            self.add_error("note_en", _("Ghi chú cần cả tiếng Việt và tiếng Anh."))
        return data


class CaseForm(Form):
    label = text(_("Trường hợp"), required=False, long=True)
    label_en = text(_("Trường hợp (tiếng Anh)"), required=False, long=True)


class LevelForm(Form):
    """A level; one whose texts are emptied is taken out."""

    code = forms.CharField(required=False, widget=forms.HiddenInput())
    points = forms.IntegerField(label=_("Điểm"), required=False, min_value=0, max_value=1000)
    label = text(_("Mức"), required=False, long=True)
    label_en = text(_("Mức (tiếng Anh)"), required=False, long=True)

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


class LevelFormSet(forms.BaseFormSet[LevelForm]):
    """The levels of one list, with empty rows to add some."""

    def clean(self) -> None:
        points = [f.cleaned_data.get("points") for f in self.forms if f.is_valid()]
        points = [p for p in points if p is not None]
        if len(points) != len(set(points)):
            raise forms.ValidationError(_("Hai mức không thể cùng số điểm."))

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms]


def level_formset(data: Any, prefix: str, levels: list[Node]) -> LevelFormSet:
    level_forms = forms.formset_factory(
        LevelForm, formset=LevelFormSet, extra=3 if levels else 4, max_num=40
    )
    initial = [
        {key: node.get(key) for key in ("code", "points", "label", "label_en")} for node in levels
    ]
    return cast(LevelFormSet, level_forms(data, prefix=prefix, initial=initial))


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
        every: list[forms.BaseForm | LevelFormSet] = [self.form, *sets]
        every += [form for form, _levels, _case in self.cases]
        checked = [form.is_valid() for form in every]  # each of them, so that all faults show
        return all(checked)

    def apply(self, node: Node) -> None:
        document.put(node, self.form.cleaned_data)
        if self.levels:
            held = document.nodes(node, "levels")
            node["levels"] = document.levels_of(self.levels.rows, held, "L")
        elif self.kind == "alternative":
            cases = [
                document.case_of(case, number, form.cleaned_data, levels.rows)
                for number, (form, levels, case) in enumerate(self.cases)
            ]
            node["cases"] = [case for case in cases if case]
