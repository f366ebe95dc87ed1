"""Rounds, with what their process leaves open."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Max
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.filters import InPeriod
from ocop.core.forms import ModelForm, dress
from ocop.core.words import fill, named
from ocop.criteria.enums import OPTIONS, VALUES, EditionState
from ocop.criteria.models import Edition
from ocop.criteria.rulebook import process, processes, usable_sets
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.places.fields import PlaceField
from ocop.places.filters import InArea
from ocop.rules.processes import Process, Value, process_in_force

from ..models import Round
from ..queries.rounds import open_rounds_above


class RoundFilter(InArea, InPeriod):
    """By when a round begins to take dossiers and by the unit that holds it."""

    period_of, period_label = "receives_from", _("Kỳ nhận hồ sơ")


class UpperField(forms.ModelChoiceField[Round]):
    """A round of a place above that takes dossiers, with the score sheets and the process that it has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Chưa chọn: gửi hồ sơ bằng tờ trình"))
        kwargs.setdefault("label", _("Chuyển lên đợt"))
        super().__init__(Round.objects.none(), *args, required=False, **kwargs)

    def label_from_instance(self, round: Round) -> str:
        return f"{round} · {round.edition.short_name} · {named(process(round.process_code))}"


class AheadForm(ModelForm):
    """About a day that is, as a rule, still to come. One that has passed is taken once the person confirms that something
    is being recorded that has taken place; nobody is asked before."""

    ahead = ""
    took_place = forms.BooleanField(
        label=_("Việc này đã diễn ra, ghi lại cho đủ"), required=False, widget=forms.HiddenInput()
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day = data.get(self.ahead)
        now = clock.now() if isinstance(day, datetime) else clock.today()
        if day and self.ahead in self.changed_data and day < now:
            self.fields["took_place"].widget = forms.CheckboxInput()
            dress(self.fields["took_place"])
            if not data.get("took_place"):
                self.add_error(
                    self.ahead,
                    _("Thời điểm này đã qua. Sửa lại, hoặc đánh dấu vào ô xác nhận đã diễn ra."),
                )
        return data


class RoundForm(AheadForm):
    """A new round. What the process leaves open is set here and shown as a setting, never as law."""

    periods = [("receives_from", "receives_until")]
    ahead = "receives_from"
    place = PlaceField(label=_("Địa bàn"))
    process_code = forms.ChoiceField(
        label=_("Quy trình"), help_text=_("Ai đánh giá, ai công nhận, thời hạn.")
    )
    upper = UpperField(help_text=_("Đợt của cấp trên cùng bộ tiêu chí, cùng quy trình."))

    class Meta:
        model = Round
        fields = [
            "place",
            "year",
            "number",
            "edition",
            "process_code",
            "receives_from",
            "receives_until",
            "upper",
        ]
        widgets = {"receives_from": forms.DateInput(), "receives_until": forms.DateInput()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("place", PlaceField).limit_to(user.places_as(Role.OFFICER))
        published = Edition.objects.filter(state=EditionState.PUBLISHED).defer("files")
        scores = [edition.pk for edition in published if usable_sets(edition)]
        self.field("edition", forms.ModelChoiceField).queryset = published.filter(pk__in=scores)
        self.processes = known = processes()
        self.field("process_code", forms.ChoiceField).choices = [(p.code, named(p)) for p in known]
        self.field("upper", forms.ModelChoiceField).queryset = open_rounds_above(
            user.places_as(Role.OFFICER)
        )
        self.settings = open_settings(known)
        for name, value in self.settings.items():
            self.fields[f"s_{name}"] = setting_field(name, value)
            dress(self.fields[f"s_{name}"])
        today = clock.today()
        self.initial.setdefault("year", today.year)
        if current := process_in_force(today, known):
            self.initial.setdefault("process_code", current.code)
        mine = user.places_as(Role.OFFICER)
        if len(mine) == 1:
            self.initial.setdefault("place", mine[0])
            held = Round.objects.filter(place=mine[0], year=today.year)
            last = held.aggregate(last=Max("number"))["last"]
            self.initial["number"] = (last or 0) + 1

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("process_code"):
            self._check_settings(data)
        return data

    def _check_settings(self, data: dict[str, Any]) -> None:
        """What was chosen, as the process leaves it open; what is left empty stays as the process says."""
        chosen = process(data["process_code"])
        settings: dict[str, Any] = {}
        for name in self.settings:
            value = data.get(f"s_{name}")
            if value in (None, ""):
                continue
            value = value == "yes" if value in ("yes", "no") else value
            value = str(value) if isinstance(value, Decimal) else value
            if chosen.wrong_settings({name: value}):
                self.add_error(f"s_{name}", self._why_not(chosen.values[name]))
            settings[name] = value
        self.instance.settings = settings

    def _why_not(self, value: Value) -> str:
        if value.is_law:
            return str(
                _("Quy trình này lấy giá trị theo Quyết định, không chọn được. Hãy để trống.")
            )
        least, most = value.between or ("", "")
        return _("Chọn từ %(least)s đến %(most)s.") % {
            "least": as_written(least),
            "most": as_written(most),
        }

    @property
    def settings_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name.startswith("s_")]

    @property
    def main_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if not field.name.startswith("s_")]


def open_settings(known: Iterable[Process]) -> dict[str, Value]:
    """Values that at least one process leaves to a round, as the newest such process has them."""
    return {name: value for p in known for name, value in p.values.items() if value.is_open}


def as_written(number: Any) -> str:
    """A number of a process as people write it: 0,5 in Vietnamese."""
    return str(localize(Decimal(number))) if number != "" else ""


def setting_field(name: str, value: Value) -> forms.Field:
    """A field for one value that a round may choose; empty means as the process says."""
    label = _("%(name)s (cấu hình)") % {"name": VALUES[name]}
    if isinstance(value.value, bool):
        choices = [("", _("Theo quy trình")), ("yes", _("Có")), ("no", _("Không"))]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if value.choices:
        options = [("", _("Theo quy trình")), *((one, OPTIONS[one]) for one in value.choices)]
        return forms.ChoiceField(label=label, required=False, choices=options)
    least, most = value.between or (0, 0)
    words = {"least": least, "most": most, "value": value.value}
    help_text = fill(
        _("Từ %(least)s đến %(most)s; để trống: %(value)s"),
        **{name: as_written(number) for name, number in words.items()},
    )
    kind = forms.DecimalField if isinstance(value.value, str) else forms.IntegerField
    return kind(
        label=label,
        required=False,
        help_text=str(help_text),
        error_messages={"invalid": _("Nhập số nguyên, hoặc để trống.")},
    )
