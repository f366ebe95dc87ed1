"""Days that are worked or off otherwise than the calendar has them."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ocop.core.forms import ModelForm

from . import working_days
from .models import CalendarDay


class CalendarDayForm(ModelForm):
    class Meta:
        model = CalendarDay
        fields = ["day", "works", "act"]
        widgets = {"day": forms.DateInput()}

    def validate_unique(self) -> None:
        """A day that is named already is set anew."""

    def clean(self) -> dict[str, Any]:
        """Only a day that is free by itself is worked instead of another, and only a worked one is given off."""
        data = super().clean()
        day, works = data.get("day"), data.get("works")
        if day is None or works is None or works is working_days.is_free(day):
            return data
        said = (
            _("%(weekday)s %(day)s vốn là ngày làm việc. Chọn ngày cuối tuần hoặc ngày lễ làm bù.")
            if works
            else _("%(weekday)s %(day)s vốn đã là ngày nghỉ, không phải ghi.")
        )
        words = {"weekday": date_format(day, "l"), "day": f"{day:%d/%m/%Y}"}
        self.add_error("day", said % words)
        return data
