"""Choosing a place in a form: a text box that suggests, good for one commune and for the whole country."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ocop.core.words import fill

from . import queries
from .models import Place

MOST_NAMED = 3
KEY = re.compile(r"\(([\w@]+)\)\s*$")


def place_label(place: Place) -> str:
    """Xã Côn Minh, Huyện Na Rì, Tỉnh Bắc Kạn (02173): what the box shows; the key in brackets is what counts."""
    above = (unit.name for unit in (place.district, place.province) if unit and unit != place)
    return f"{', '.join((place.name, *above))} ({place.key})"


class PlaceWidget(forms.TextInput):
    """A text box with suggestions fetched while typing; without scripts a key in brackets or a full name does."""

    template_name = "places/widget.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["suggest_url"] = reverse_lazy("places:suggest")
        context["level"] = self.attrs.get("data-level", "")
        context["in_use"] = self.attrs.get("data-in-use", "")
        return context

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Place):
            return place_label(value)
        if isinstance(value, int) or (
            isinstance(value, str) and value.isdecimal() and len(value) < 5
        ):
            found = Place.objects.select_related("district", "province").filter(pk=value).first()
            return place_label(found) if found else None
        return super().format_value(value)


class PlaceField(forms.CharField):
    """A place by its label or a name that fits only one; limited to subtrees where `limit_to` says so.

    in_use: offers and finds by name only the units that are in use today; a label names any, so that what was chosen
    earlier stays.
    """

    widget = PlaceWidget

    def __init__(self, *, level: str = "", in_use: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.level, self.in_use = level, in_use
        self.under: list[Place] | None = None
        self.widget.attrs["data-level"] = level
        if in_use:
            self.widget.attrs["data-in-use"] = "1"

    def limit_to(self, places: Sequence[Place]) -> None:
        self.under = list(places)

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        if match := KEY.search(text):
            found = list(Place.objects.filter(key=match.group(1)))
        else:
            found = queries.find(
                text,
                among=queries.in_use() if self.in_use else None,
                under=self.under,
                level=self.level,
                most=MOST_NAMED + 1,
            )
        if self.level:
            found = [p for p in found if p.level == self.level]
        if self.under is not None:
            found = [p for p in found if any(held.contains(p) for held in self.under)]
        if not found:
            raise forms.ValidationError(
                _("Không có địa bàn này trong phạm vi của bạn. Gõ vài chữ rồi chọn trong gợi ý.")
            )
        if len(found) > 1:
            raise forms.ValidationError(
                fill(
                    _(
                        "Có nhiều địa bàn cùng tên: %(names)s. Chép lại một tên kể cả mã trong ngoặc."
                    ),
                    names="; ".join(map(place_label, found[:MOST_NAMED]))
                    + ("…" if len(found) > MOST_NAMED else ""),
                )
            )
        return found[0]
