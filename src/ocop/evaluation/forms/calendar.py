"""Days that are worked or off otherwise than the calendar has them."""

from django import forms

from ocop.core.forms import ModelForm

from ..models import CalendarDay


class CalendarDayForm(ModelForm):
    class Meta:
        model = CalendarDay
        fields = ["day", "works", "act"]
        widgets = {"day": forms.DateInput()}

    def validate_unique(self) -> None:
        """A day that is named already is set anew."""
