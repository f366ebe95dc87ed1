"""What a buyer narrows the catalogue by."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ocop.certificates.models import Certificate
from ocop.core.forms import Form
from ocop.core.search import fold
from ocop.criteria.sets import set_choices
from ocop.places import queries as places
from ocop.places.fields import KEY, PlaceWidget
from ocop.places.models import Place


class CatalogueFilter(Form):
    """Set, place and stars. A place is one of today or of earlier: both find the records of either."""

    bo = forms.ChoiceField(label=_("Bộ sản phẩm"), required=False)
    noi = forms.CharField(
        label=_("Địa bàn"),
        required=False,
        max_length=120,
        widget=PlaceWidget(attrs={"placeholder": _("Tên xã, huyện, tỉnh (cũ hoặc mới)")}),
    )
    sao = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", ""), *((n, n) for n in range(1, 6))],
    )
    ca_het_han = forms.BooleanField(label=_("Cả sản phẩm đã hết hạn"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("bo", forms.ChoiceField).choices = [("", _("Tất cả")), *set_choices()]

    def narrow(self, certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
        stars = self.cleaned_data["sao"]
        narrowed = self.narrow_all_but_stars(certificates)
        return narrowed.filter(stars=stars) if stars else narrowed

    def narrow_all_but_stars(self, certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
        if code := self.cleaned_data["bo"]:
            certificates = certificates.filter(product__set_code=code)
        if text := self.cleaned_data["noi"]:
            certificates = certificates.filter(place__in=places.area_of(named(text)))
        return certificates


def named(text: str) -> list[Place]:
    """Every unit, of any day, that a text names: its key, or its name and perhaps what it lies in. 1 query."""
    if match := KEY.search(text):
        return list(Place.objects.filter(key=match.group(1)))
    name, *above = (fold(part) for part in text.split(","))
    found = [
        place
        for place in places.find(name, most=200)
        if all(
            any(part in unit.search for unit in (place.district, place.province) if unit)
            for part in above
        )
    ]
    exact = [place for place in found if name in (place.search, fold(place.short_name))]
    return exact or found
