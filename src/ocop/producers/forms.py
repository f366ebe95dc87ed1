from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form, ModelForm
from ocop.core.words import fill, named
from ocop.people.forms import AccountForm
from ocop.places.enums import Level
from ocop.places.fields import PlaceField
from ocop.rules import checklist

from .enums import ProducerState, ProducerType
from .models import Evidence, IntellectualProperty, Linkage, Producer, ProducerYear, Product
from .sets import set_choices

LEGAL = ["registration_number", "registered_on", "registered_by", "founded_year"]
PEOPLE = ["members_count", "women_percent", "minority_percent", "poor_percent"]


class FileInput(forms.FileField):
    """A file with its limit checked in the browser too."""

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        limit = settings.UPLOAD_LIMIT_BYTES
        attrs = {
            "accept": accept,
            "data-max-bytes": limit,
            "data-too-large": fill(_("Tệp lớn hơn %(mb)d MB."), mb=limit // 2**20),
        }
        super().__init__(widget=forms.FileInput(attrs=attrs), **kwargs)


class RegisterForm(AccountForm):
    """Self-registration of a producer: as little as a household can answer on a phone."""

    type = forms.ChoiceField(label=_("Loại hình"), choices=ProducerType.choices)
    name = forms.CharField(
        label=_("Tên chủ thể"), max_length=200, help_text=_("Tên trên giấy đăng ký kinh doanh.")
    )
    place = PlaceField(
        label=_("Xã, phường, thị trấn"),
        level=Level.COMMUNE,
        help_text=_("Gõ tên xã rồi chọn trong gợi ý."),
    )
    phone = forms.CharField(label=_("Số điện thoại"), max_length=20, required=False)
    field_order = ["type", "name", "place", "full_name", "phone", "login", "password", "again"]


class ProducerForm(ModelForm):
    """All data of a producer."""

    place = PlaceField(label=_("Xã, phường, thị trấn"), level=Level.COMMUNE)
    website = forms.URLField(label=_("Trang web"), required=False, assume_scheme="https")

    class Meta:
        model = Producer
        fields = [
            "type",
            "name",
            "place",
            "address",
            "representative",
            "phone",
            "email",
            "website",
            *LEGAL,
            *PEOPLE,
        ]
        widgets = {"registered_on": forms.DateInput()}


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


class ProductForm(ModelForm):
    """A product's data; the set decides the score sheet."""

    set_code = forms.ChoiceField(
        label=_("Bộ sản phẩm"), help_text=_("Quyết định phiếu chấm điểm dùng cho sản phẩm.")
    )

    class Meta:
        model = Product
        fields = [
            "name",
            "set_code",
            "description",
            "story",
            "packaging",
            "capacity",
            "price_from_vnd",
            "price_to_vnd",
            "price_unit",
            "markets",
            "standards",
            "started_year",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["set_code"].choices = [("", "—"), *set_choices()]


class YearForm(ModelForm):
    class Meta:
        model = ProducerYear
        fields = ["year", "revenue_vnd", "workers", "local_workers", "average_income_vnd"]


class LinkageForm(ModelForm):
    class Meta:
        model = Linkage
        fields = [
            "kind",
            "partner",
            "what",
            "origin",
            "share_percent",
            "contract_number",
            "since",
            "until",
        ]
        widgets = {"since": forms.DateInput(), "until": forms.DateInput()}


class PropertyForm(ModelForm):
    class Meta:
        model = IntellectualProperty
        fields = ["kind", "state", "number", "on", "until"]
        widgets = {"on": forms.DateInput(), "until": forms.DateInput()}


class PictureForm(Form):
    file = FileInput(label=_("Ảnh"), accept="image/jpeg,image/png,image/webp")
    caption = forms.CharField(label=_("Chú thích"), max_length=160, required=False)


class EvidenceForm(ModelForm):
    """A paper with its dates; the file is checked by its content."""

    item_code = forms.ChoiceField(label=_("Loại giấy tờ"))
    file = FileInput(
        label=_("Tệp (PDF hoặc ảnh chụp)"), accept="application/pdf,image/jpeg,image/png,image/webp"
    )

    class Meta:
        model = Evidence
        fields = ["item_code", "title", "product", "number", "issuer", "issued_on", "expires_on"]
        widgets = {"issued_on": forms.DateInput(), "expires_on": forms.DateInput()}

    def __init__(self, *args: Any, producer: Producer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item_code"].choices = [
            (item.code, named(item)) for item in checklist.all_items() if not item.is_physical
        ]
        self.fields["product"].queryset = producer.products.all()


class ProducerFilter(Form):
    loai = forms.ChoiceField(label=_("Loại hình"), required=False)
    tinh_trang = forms.ChoiceField(label=_("Tình trạng"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["loai"].choices = [("", _("Tất cả")), *ProducerType.choices]
        self.fields["tinh_trang"].choices = [("", _("Tất cả")), *ProducerState.choices]

    def narrow(self, queryset: Any) -> Any:
        if self.cleaned_data["loai"]:
            queryset = queryset.filter(type=self.cleaned_data["loai"])
        if self.cleaned_data["tinh_trang"]:
            queryset = queryset.filter(state=self.cleaned_data["tinh_trang"])
        return queryset


class ImportForm(Form):
    file = FileInput(label=_("Bảng tính (.xlsx, .ods)"), accept=".xlsx,.ods")
