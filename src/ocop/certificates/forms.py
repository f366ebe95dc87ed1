"""Certificates: suspended, restored, revoked, found; the notice of their end."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.filters import InPeriod
from ocop.core.forms import Form, ModelForm
from ocop.places.filters import InArea

from .enums import CertificateState
from .models import ExpiryNotice
from .queries import ending_soon, notices_waiting


class CertificateChangeForm(Form):
    """Suspend, restore or revoke; a reason always, a decision for a revocation."""

    reason = forms.CharField(
        label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)


class NoticeForm(ModelForm):
    """The notice as it was signed and sent."""

    sent_on = forms.DateField(label=_("Ngày gửi"), widget=forms.DateInput(), initial=clock.today)
    number = forms.CharField(label=_("Số thông báo đã ký"), max_length=60)

    class Meta:
        model = ExpiryNotice
        fields = ["number", "sent_on", "signer_title", "signer"]


class CertificateFilter(InArea, InPeriod):
    """By what a certificate is worth today, and those whose producer is to be told of the end; by when it came into force
    and by where the producer was."""

    period_of, period_label = "valid_from", _("Kỳ cấp")
    area_of = "place__path"
    field_order = ("hieu_luc", "ky", "dia_ban")

    hieu_luc = forms.ChoiceField(label=_("Hiệu lực"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("hieu_luc", forms.ChoiceField).choices = [
            ("", _("Tất cả")),
            ("con", _("Còn hiệu lực")),
            ("chua", _("Chưa có hiệu lực")),
            ("sap-het", _("Hết hạn trong 6 tháng")),
            ("thong-bao", _("Cần gửi thông báo hết hạn")),
            ("het", _("Đã hết hạn")),
            ("khac", _("Tạm dừng, thu hồi, đã thay thế")),
        ]

    def narrow(self, queryset: Any) -> Any:
        queryset = super().narrow(queryset)
        today, wanted = clock.today(), self.cleaned_data["hieu_luc"]
        running = queryset.filter(state=CertificateState.IN_FORCE)
        narrowed = {
            "con": running.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today),
            "chua": running.filter(valid_from__gt=today),
            "sap-het": ending_soon(queryset),
            "thong-bao": notices_waiting(queryset),
            "het": running.filter(valid_to__lt=today),
            "khac": queryset.exclude(state=CertificateState.IN_FORCE),
        }
        return narrowed.get(wanted, queryset)
