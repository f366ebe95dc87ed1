"""Figures of the tree of places itself, which others are shares of; anybody may read which units there are."""

from django.utils.translation import gettext_lazy as _

from ocop.core.listing import Column
from ocop.places.enums import Level
from ocop.places.models import Place

from .definitions import Records, Unit, measure
from .enums import Kind

UNITS = Unit(_("xã"))

COMMUNES = Records(
    model=Place,
    visible_to=lambda user: Place.objects.all(),
    columns=(
        Column(_("Xã, phường"), sort="sort_key", value=lambda place: place.name),
        Column(_("Huyện"), value=lambda place: place.district and place.district.name),
        Column(_("Tỉnh"), value=lambda place: place.province and place.province.name),
        Column(_("Mã"), sort="code", value=lambda place: place.code),
    ),
    address=lambda place: "",
    order="sort_key",
    search="search",
    around=("district", "province"),
)

ALL_COMMUNES = measure(
    "places.communes",
    _("Số xã, phường, thị trấn"),
    unit=UNITS,
    kind=Kind.STOCK,
    rows=lambda period: Place.objects.filter(level=Level.COMMUNE),
    place="",
    units=Level.COMMUNE,
    records=COMMUNES,
)
