from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.files import EVIDENCE, IMAGES
from ocop.core.forms import Form, ModelForm
from ocop.core.search import fold
from ocop.core.uploads import FileField, KeptFile
from ocop.core.words import named
from ocop.criteria.sets import SetChoice, set_choices, set_groups
from ocop.people.fields import OrganisationField
from ocop.people.forms import LOGIN, AccountForm
from ocop.people.models import User
from ocop.places.enums import Level
from ocop.places.fields import PlaceField
from ocop.places.filters import InArea
from ocop.rules import checklist

from .enums import MemberRole, ProducerState, ProducerType
from .facts import PRODUCER, PRODUCT
from .models import (
    Evidence,
    IntellectualProperty,
    Linkage,
    Producer,
    ProducerYear,
    Product,
    ProductTransfer,
)


class SetWidget(forms.RadioSelect):
    """The sets under their sectors with examples, and a box that narrows them by any word."""

    template_name = "producers/set_choice.html"
    groups: Sequence[tuple[str, Sequence[SetChoice]]] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["groups"] = self.groups
        return context


class RegisterForm(AccountForm):
    """Self-registration of a producer: as little as a household can answer on a phone."""

    type = forms.ChoiceField(label=_("Loại hình"), choices=ProducerType.choices)
    name = forms.CharField(
        label=_("Tên chủ thể"), max_length=200, help_text=_("Tên trên giấy đăng ký kinh doanh.")
    )
    place = PlaceField(
        label=_("Xã, phường, thị trấn"),
        level=Level.COMMUNE,
        in_use=True,
        help_text=_("Gõ tên xã rồi chọn trong gợi ý."),
    )
    phone = forms.CharField(
        label=_("Số điện thoại liên hệ"),
        max_length=20,
        required=False,
        help_text=_("Bỏ trống nếu đã ghi số điện thoại ở ô trên."),
    )
    field_order = ["type", "name", "place", "full_name", "login", "phone", "password", "again"]

    def clean(self) -> dict[str, Any]:
        """A telephone number given as the login is not asked for again."""
        data = super().clean()
        login = data.get("login", "")
        if login and "@" not in login:
            data["phone"] = data.get("phone") or login
        return data


class ProducerForm(ModelForm):
    """All data of a producer."""

    place = PlaceField(label=_("Xã, phường, thị trấn"), level=Level.COMMUNE, in_use=True)
    website = forms.URLField(label=_("Trang web"), required=False, assume_scheme="https")
    organisation = OrganisationField(
        label=_("Thuộc cơ quan, tổ chức"),
        required=False,
        help_text=_(
            "Nếu chủ thể do một cơ quan, đoàn thể lập ra. Gõ vài chữ rồi chọn trong gợi ý."
        ),
    )

    class Meta:
        model = Producer
        fields = PRODUCER.names
        widgets = {"registered_on": forms.DateInput()}


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


class ProductForm(ModelForm):
    """A product's data; the set decides the score sheet."""

    set_code = forms.ChoiceField(
        label=_("Bộ sản phẩm"),
        help_text=_("Quyết định phiếu chấm điểm dùng cho sản phẩm. Gõ tên hàng để tìm."),
        widget=SetWidget(),
    )

    class Meta:
        model = Product
        fields = PRODUCT.names
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "story": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = set_groups(self.instance.set_code)
        self.field("set_code", forms.ChoiceField).choices = [
            (c.code, c.name) for _place, sets in groups for c in sets
        ]
        self.fields["set_code"].widget.groups = groups


class YearForm(ModelForm):
    class Meta:
        model = ProducerYear
        fields = ["year", "revenue_vnd", "workers", "local_workers", "average_income_vnd"]


class LinkageForm(ModelForm):
    periods = [("since", "until")]

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
    periods = [("on", "until")]

    class Meta:
        model = IntellectualProperty
        fields = ["kind", "state", "number", "on", "until"]
        widgets = {"on": forms.DateInput(), "until": forms.DateInput()}


class PictureForm(Form):
    file = KeptFile(label=_("Ảnh"), kinds=IMAGES)
    caption = forms.CharField(label=_("Chú thích"), max_length=160, required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("file", KeptFile).person_id = person.pk


class PaperForm(ModelForm):
    """What is written about a paper."""

    item_code = forms.ChoiceField(label=_("Loại giấy tờ"))

    class Meta:
        model = Evidence
        fields = ["item_code", "title", "product", "number", "issuer", "issued_on", "expires_on"]
        widgets = {"issued_on": forms.DateInput(), "expires_on": forms.DateInput()}

    def __init__(self, *args: Any, producer: Producer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("item_code", forms.ChoiceField).choices = [
            (item.code, named(item)) for item in checklist.all_items() if not item.is_physical
        ]
        self.field("product", forms.ModelChoiceField).queryset = producer.products.all()
        self.field("product", forms.ModelChoiceField).empty_label = _("Mọi sản phẩm")

    def clean_issued_on(self) -> date | None:
        """A paper that lies here has been issued."""
        day: date | None = self.cleaned_data["issued_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Ngày cấp không thể sau hôm nay."))
        return day


class NewPaperForm(PaperForm):
    """A paper with its file, which is checked by its content."""

    file = KeptFile(
        label=_("Tệp (PDF hoặc ảnh chụp)"),
        kinds=EVIDENCE,
        several=True,
        help_text=_(
            "Giấy có nhiều trang: chọn nhiều ảnh một lần, hệ thống ghép thành một tệp PDF."
        ),
    )
    field_order = ["file", "item_code", "title"]

    def __init__(self, *args: Any, producer: Producer, person: User, **kwargs: Any) -> None:
        super().__init__(*args, producer=producer, **kwargs)
        self.field("file", KeptFile).person_id = person.pk
        self.instance.producer = producer


class MemberForm(Form):
    """Who is invited to act for a producer."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    login = forms.CharField(
        label=_("E-mail hoặc số điện thoại"), max_length=120, validators=[LOGIN]
    )
    role = forms.ChoiceField(
        label=_("Vai trò"), choices=MemberRole.choices, initial=MemberRole.EDITOR
    )


class TransferForm(ModelForm):
    """A product goes to another producer of the officer's area."""

    taker = forms.CharField(
        label=_("Chủ thể nhận"), help_text=_("Tên hoặc số đăng ký kinh doanh, ghi đầy đủ.")
    )

    class Meta:
        model = ProductTransfer
        fields = ["taker", "on", "act", "reason"]
        widgets = {"on": forms.DateInput(), "reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among
        self.initial.setdefault("on", clock.today())

    def clean_taker(self) -> Producer:
        """The one active producer of the area that the text names."""
        text = self.cleaned_data["taker"].strip()
        active = self.among.filter(state=ProducerState.ACTIVE)
        found: list[Producer] = list(
            active.filter(Q(name__iexact=text) | Q(registration_number=text))[:2]
        )
        found = found or list(active.filter(search__contains=fold(text))[:2])
        if not found:
            raise forms.ValidationError(
                _("Không thấy chủ thể đang tham gia nào mang tên này trong địa bàn của bạn.")
            )
        if len(found) > 1:
            raise forms.ValidationError(_("Nhiều chủ thể cùng tên. Ghi số đăng ký kinh doanh."))
        return found[0]


class ProducerFilter(InArea):
    field_order = ("loai", "tinh_trang", "dia_ban")

    loai = forms.ChoiceField(label=_("Loại hình"), required=False)
    tinh_trang = forms.ChoiceField(label=_("Tình trạng"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("loai", forms.ChoiceField).choices = [("", _("Tất cả")), *ProducerType.choices]
        self.field("tinh_trang", forms.ChoiceField).choices = [
            ("", _("Tất cả")),
            *ProducerState.choices,
        ]

    def narrow(self, queryset: Any) -> Any:
        queryset = super().narrow(queryset)
        if self.cleaned_data["loai"]:
            queryset = queryset.filter(type=self.cleaned_data["loai"])
        if self.cleaned_data["tinh_trang"]:
            queryset = queryset.filter(state=self.cleaned_data["tinh_trang"])
        return queryset


class ProductFilter(InArea):
    """The list shows what is being made unless asked otherwise."""

    area_of = "producer__place__path"
    field_order = ("bo", "ngung", "dia_ban")

    bo = forms.ChoiceField(label=_("Bộ sản phẩm"), required=False)
    ngung = forms.ChoiceField(label=_("Tình trạng"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("bo", forms.ChoiceField).choices = [("", _("Tất cả")), *set_choices()]
        self.field("ngung", forms.ChoiceField).choices = [
            ("", _("Đang sản xuất")),
            ("1", _("Đã ngừng")),
            ("tat-ca", _("Tất cả")),
        ]

    def narrow(self, queryset: Any) -> Any:
        queryset = super().narrow(queryset)
        if self.cleaned_data["bo"]:
            queryset = queryset.filter(set_code=self.cleaned_data["bo"])
        wanted = self.cleaned_data["ngung"]
        return queryset if wanted == "tat-ca" else queryset.filter(is_active=wanted != "1")


class ImportForm(Form):
    file = FileField(label=_("Bảng tính (.xlsx, .ods, .xls)"), accept=".xlsx,.ods,.xls")
