"""Dossiers: begun, found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core.filters import InPeriod
from ocop.core.forms import Form, dress
from ocop.core.words import named
from ocop.criteria.rulebook import parsed
from ocop.criteria.sets import set_name
from ocop.places.filters import InArea
from ocop.producers.models import Product

from ..actions.dossiers import set_in
from ..enums import DossierState, Purpose
from ..models import Round


class DossierForm(Form):
    """Which round, and why. Where the round's edition has no set of the product's name, also which set."""

    round = forms.ModelChoiceField(label=_("Đợt đánh giá"), queryset=Round.objects.none())
    purpose = forms.ChoiceField(label=_("Mục đích"), choices=Purpose.choices)

    def __init__(self, *args: Any, rounds: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("round", forms.ModelChoiceField).queryset = rounds
        wanted = str(getattr(self["round"].value(), "pk", self["round"].value()) or "")
        chosen = next((round for round in rounds if str(round.pk) == wanted), None)
        if chosen and not set_in(chosen, product):
            self._ask_for_set(chosen, product)

    def _ask_for_set(self, round: Round, product: Product) -> None:
        edition = parsed(round.edition_id, round.edition.digest)
        usable = [s for code, s in edition.sheets.items() if edition.usable(code)]
        self.fields["set_code"] = forms.ChoiceField(
            label=_("Bộ sản phẩm của đợt này"),
            choices=[("", _("Chọn bộ sản phẩm")), *((s.code, named(s)) for s in usable)],
            help_text=_(
                "Đợt này dùng %(edition)s, không có bộ “%(set)s” của sản phẩm. Chọn bộ phù hợp nhất."
            )
            % {"edition": round.edition.short_name, "set": set_name(product.set_code)},
        )
        dress(self.fields["set_code"])


class DossierFilter(InArea, InPeriod):
    """By state, by when it was first handed in and by where its producer is."""

    period_of, period_label = "submitted_at", _("Kỳ nộp")
    area_of = "producer__place__path"
    field_order = ("trang_thai", "ky", "dia_ban")

    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("trang_thai", forms.ChoiceField).choices = [
            ("", _("Tất cả")),
            *DossierState.choices,
        ]

    def narrow(self, queryset: Any) -> Any:
        queryset, state = super().narrow(queryset), self.cleaned_data["trang_thai"]
        return queryset.filter(state=state) if state else queryset
