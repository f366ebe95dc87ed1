"""Dossiers: begun, found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form

from ..enums import DossierState, Purpose
from ..models import Round


class DossierForm(Form):
    """Which round, and why."""

    round = forms.ModelChoiceField(label=_("Đợt đánh giá"), queryset=Round.objects.none())
    purpose = forms.ChoiceField(label=_("Mục đích"), choices=Purpose.choices)

    def __init__(self, *args: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds


class DossierFilter(Form):
    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trang_thai"].choices = [("", _("Tất cả")), *DossierState.choices]

    def narrow(self, queryset: Any) -> Any:
        state = self.cleaned_data["trang_thai"]
        return queryset.filter(state=state) if state else queryset
