"""The look of form fields, in one place."""

from typing import Any

from django import forms


class Styled:
    """Gives widgets the classes of the style sheet and ties errors and help to their inputs."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)


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
