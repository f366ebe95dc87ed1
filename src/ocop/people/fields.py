"""Choosing an organisation in a form: a text box that suggests; a name that nobody has written down yet is added by a tick."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ocop.core.search import fold
from ocop.core.words import fill
from ocop.places.models import Place

from . import offices, queries
from .enums import OrganisationKind
from .models import Organisation

KEY = re.compile(r"\((?:(\d{1,9})|UBND ([\w@]+))\)\s*$")
LONGEST = 200


class NewName(str):
    """A name with the tick that adds it."""


def organisation_label(organisation: Organisation) -> str:
    """Sở Công Thương, Tỉnh Bắc Kạn (12); of a People's Committee, which may have no row yet, its unit's key: (UBND 02173)."""
    place = organisation.place
    words = [organisation.name]
    if fold(place.short_name) not in fold(organisation.name):
        words.append(place.name)
    if organisation.kind != OrganisationKind.PEOPLES_COMMITTEE:
        return f"{', '.join(words)} ({organisation.pk})"
    if place.district and place.district != place:
        words.append(place.district.name)
    return f"{', '.join(words)} (UBND {place.key})"


def is_known(text: str, around: Sequence[Place]) -> bool:
    """Whether a text names an organisation without being added."""
    return bool(KEY.search(text)) or bool(queries.named(text, around=around))


class OrganisationWidget(forms.TextInput):
    """A text box with suggestions fetched while typing, and the tick that adds a name. Without scripts the tick comes with the
    page that says that the name is not known."""

    template_name = "people/organisation_widget.html"
    around: Sequence[Place] = ()
    may_add = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"] or ""
        typed = isinstance(value, str) and bool(shown)
        return context | {
            "suggest_url": reverse_lazy("people:suggest_organisations"),
            "around": ",".join(place.key for place in self.around),
            "may_add": self.may_add,
            "offer": shown if self.may_add and typed and not is_known(shown, self.around) else "",
            "is_ticked": isinstance(value, NewName),
        }

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):
            around = Organisation.objects.select_related("place__district")
            value = around.filter(pk=value).first()
        if isinstance(value, Organisation):
            return organisation_label(value)
        return super().format_value(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        text = data.get(name)
        is_new = self.may_add and text and data.get(f"{name}_new") == text
        return NewName(text.strip()) if is_new else text


class OrganisationField(forms.CharField):
    """An organisation by its label, or by its name or short name where only one around bears it. May give one that has no row
    yet: `people.actions.stored` makes it.

    may_add: a name that nobody bears is taken with a tick beside it, as a new organisation of the kind "other".
    """

    widget = OrganisationWidget

    def __init__(self, *, may_add: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST + 80, **kwargs)
        self.widget.may_add = may_add

    def near(self, around: Sequence[Place]) -> None:
        """Propose what stands at these places, above and below them."""
        self.widget.around = list(around)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.widget.format_value(initial), data)

    def clean(self, value: Any) -> Organisation | None:
        if isinstance(value, NewName):
            if len(value) > LONGEST:
                raise forms.ValidationError(
                    fill(_("Tên cơ quan dài quá %(most)d ký tự."), most=LONGEST)
                )
            found = queries.named(value, around=self.widget.around)
            return found[0] if found else Organisation(kind=OrganisationKind.OTHER, name=str(value))
        text = super().clean(value)
        if not text:
            return None
        found = self._found(text)
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(map(organisation_label, found))
            raise forms.ValidationError(
                fill(_("Có nhiều cơ quan cùng tên: %(names)s. Chọn một trong gợi ý."), names=names)
            )
        if self.widget.may_add:
            raise forms.ValidationError(
                _("Chưa có cơ quan tên này. Chọn trong gợi ý, hoặc đánh dấu để thêm.")
            )
        raise forms.ValidationError(_("Chưa có cơ quan tên này. Chọn trong gợi ý."))

    def _found(self, text: str) -> list[Organisation]:
        match = KEY.search(text)
        if match is None:
            return queries.named(text, around=self.widget.around)
        pk, unit = match.groups()
        if pk:
            return list(Organisation.objects.filter(pk=pk).select_related("place"))
        place = Place.objects.filter(key=unit, level__in=offices.LEVELS).first()
        return [offices.head_of(place) or offices.committee_of(place)] if place else []
