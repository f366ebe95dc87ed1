"""The look of form fields, in one place."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


def within_reason(value: date) -> None:
    """A slip of the keyboard in a year ("0202") is a date too, but none that anybody means."""
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise forms.ValidationError(
            _("Năm phải từ %(first)d đến %(last)d.") % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        )


class Styled:
    """Gives widgets the classes of the style sheet and ties errors and help to their inputs."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)
            if isinstance(field, forms.DateField | forms.DateTimeField):
                field.validators.append(within_reason)


def dress(field: forms.Field) -> None:
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    else:
        widget.attrs.setdefault("class", "form-control")
    if isinstance(widget, forms.DateInput):
        widget.input_type = "date"
        widget.format = "%Y-%m-%d"
    if isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("rows", 5)


class Form(Styled, forms.Form):
    """A form of ours."""


class ModelForm(Styled, forms.ModelForm):  # type: ignore[type-arg]
    """A form of ours over a table; database constraints become sentences."""

    class Meta:
        abstract = True
