"""Forms of an edition: a new one, its names and dates, parts, bands and sectors, files to import."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form
from ocop.core.words import page_language
from ocop.rules import document
from ocop.rules.checklist import GOODS, GOODS_OF_SECTORS
from ocop.rules.document import Node
from ocop.rules.loading import INDEX
from ocop.rules.model import in_language

from ..models import Edition
from .inputs import CODE, text


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
        self.field("based_on", forms.ModelChoiceField).queryset = Edition.objects.only(
            "name", "name_en", "code"
        )


class HeadForm(Form):
    """What the edition itself says."""

    name = text(_("Tên văn bản"), long=True)
    name_en = text(_("Tên tiếng Anh"), long=True)
    decision = text(_("Số quyết định"))
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
        head = index.get("edition")
        head = head if isinstance(head, dict) else {}
        return {**head, "usable_for_scoring": index.get("usable_for_scoring", True) is not False}


class PartForm(Form):
    name = text(_("Tên phần"))
    name_en = text(_("Tên tiếng Anh"))
    max_points = forms.IntegerField(label=_("Điểm"), min_value=1, max_value=1000)


class BandForm(Form):
    """A star band: from how many points, and what it means. The lowest begins at 0."""

    min = forms.IntegerField(label=_("Từ (điểm)"), min_value=0, max_value=1000)
    note = text(_("Ý nghĩa"), required=False)
    note_en = text(_("Ý nghĩa (tiếng Anh)"), required=False)

    def __init__(self, *args: Any, stars: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stars = stars
        if stars == 1:
            self.field("min", forms.IntegerField).max_value = 0
            self.fields["min"].validators.append(MaxValueValidator(0))
            self.fields["min"].widget.attrs |= {"max": 0}


class SectorForm(Form):
    """A sector; one whose name is emptied is taken out."""

    old = forms.CharField(required=False, widget=forms.HiddenInput())
    name = text(_("Ngành"), required=False)
    name_en = text(_("Ngành (tiếng Anh)"), required=False)
    papers = forms.ChoiceField(label=_("Giấy tờ như"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("papers", forms.ChoiceField).choices = [
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
        sector_forms = forms.formset_factory(SectorForm, extra=2 if sectors else 4, max_num=30)
        self.sectors = sector_forms(
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
        every: list[forms.BaseForm | forms.BaseFormSet[SectorForm]] = [self.form, self.sectors]
        every += [*(form for _part, form in self.parts), *self.bands]
        checked = [form.is_valid() for form in every]  # each of them, so that all faults show
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
        document.set_head(index, self.form.cleaned_data)
        points = {str(part.get("code")): form.cleaned_data for part, form in self.parts}
        document.set_parts(documents, points)
        document.set_bands(index, [form.cleaned_data for form in self.bands])
        rows = [form.cleaned_data for form in self.sectors if form.cleaned_data.get("name")]
        document.set_sectors(documents, rows)


class ImportForm(Form):
    """Files of an edition: one spreadsheet, one .zip, or several YAML files of a folder."""

    files = forms.FileField(  # type: ignore[assignment]  # a field of the form, not its uploads
        label=_("Tệp"), help_text=_(".xlsx, .ods, .zip, hoặc nhiều tệp .yaml")
    )

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
