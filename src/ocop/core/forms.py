"""Forms of ours: the look of their fields, and every error at the input that it is about."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import Refused

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
F = TypeVar("F", bound=forms.Field)

SAID: list[tuple[type[forms.Field], dict[str, Any]]] = [
    (
        forms.Field,
        {
            "required": gettext_lazy("Mục này cần điền."),
            "min_value": gettext_lazy("Nhập số từ %(limit_value)s trở lên."),
            "max_value": gettext_lazy("Nhập số từ %(limit_value)s trở xuống."),
            "max_length": gettext_lazy(
                "Viết ngắn lại: nhiều nhất %(limit_value)d ký tự, đang có %(show_value)d."
            ),
        },
    ),
    (forms.IntegerField, {"invalid": gettext_lazy("Nhập số nguyên.")}),
    (forms.DecimalField, {"invalid": gettext_lazy("Nhập một số.")}),
    (
        forms.ChoiceField,
        {
            "required": gettext_lazy("Chọn một mục."),
            "invalid_choice": gettext_lazy("Chọn một trong các mục có sẵn."),
        },
    ),
    (
        forms.FileField,
        {
            "required": gettext_lazy("Chọn tệp."),
            "empty": gettext_lazy("Tệp này rỗng, không có nội dung."),
        },
    ),
]
"""What fields of a kind say of a wrong value, in place of Django's words, which nobody in an office would use."""


def within_reason(value: date) -> None:
    """A slip of the keyboard in a year ("0202") is a date too, but none that anybody means."""
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise forms.ValidationError(
            _("Năm phải từ %(first)d đến %(last)d.") % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        )


class Base(forms.BaseForm):
    """Gives widgets the classes of the style sheet and puts errors at their inputs."""

    periods: Sequence[tuple[str, str]] = ()
    """Pairs of dates, the first of which must not lie after the second."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)
            if isinstance(field, forms.DateField | forms.DateTimeField):
                field.validators.append(within_reason)

    def field(self, name: str, kind: type[F]) -> F:
        """A field as the kind that it is declared as, to give it the choices of the day."""
        field = self.fields[name]
        assert isinstance(field, kind)
        return field

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for start, end in self.periods:
            first, last = data.get(start), data.get(end)
            if first and last and last < first:
                self.add_error(end, _("Ngày kết thúc phải sau ngày bắt đầu."))
        return data

    @contextmanager
    def showing_refusals(self, otherwise: str = "") -> Iterator[None]:
        """What an action refuses becomes an error of this form at the inputs that the refusal names, else at `otherwise`
        (NON_FIELD_ERRORS: above the form); without that it goes on to a page of its own, for this form may not be shown.
        """
        try:
            yield
        except Refused as refused:
            named = refused.fields
            if not isinstance(named, Mapping):
                named = dict.fromkeys(named, refused.message)
            here = {name: message for name, message in named.items() if name in self.fields}
            if not here and not otherwise:
                raise
            for name, message in (here or {otherwise: refused.message}).items():
                self.add_error(name, message)


def dress(field: forms.Field) -> None:
    _say_plainly(field)
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


def _say_plainly(field: forms.Field) -> None:
    """Our words for Django's; a field that has words of its own keeps them."""
    stock: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            stock |= vars(kind).get("default_error_messages", {})
    said: dict[str, Any] = {}
    for declared, words in SAID:
        if isinstance(field, declared):
            said |= words
    field.error_messages |= {
        code: text
        for code, text in said.items()
        if field.error_messages.get(code) == stock.get(code)
    }


class Form(Base, forms.Form):
    """A form of ours."""


class DayForm(Form):
    """The day to move a rehearsal's calendar to."""

    den = forms.DateField(label=gettext_lazy("Đến ngày"), widget=forms.DateInput())


class ModelForm(Base, forms.ModelForm):  # type: ignore[type-arg]
    """A form of ours over a table; database constraints become sentences, at the last of the inputs that they compare."""

    class Meta:
        abstract = True

    def _post_clean(self) -> None:
        """Those too that lean on a column which no input has, for the view has set it: what a name belongs to."""
        super()._post_clean()  # type: ignore[misc]
        failed = self._get_validation_exclusions() & self.fields.keys()  # type: ignore[attr-defined]
        for constraint in self.instance._meta.constraints:
            try:
                constraint.validate(type(self.instance), self.instance, exclude=failed)
            except ValidationError as error:
                compared = columns(constraint)
                at = next((name for name in reversed(self.fields) if name in compared), None)
                self.add_error(at, error.messages)

    def _update_errors(self, errors: ValidationError) -> None:
        """Without the constraints, which Django would tell above the form: our models have no other error there."""
        errors.error_dict.pop(NON_FIELD_ERRORS, None)
        super()._update_errors(errors)  # type: ignore[misc]


def columns(constraint: BaseConstraint) -> set[str]:
    """The columns that a constraint looks at."""
    if isinstance(constraint, UniqueConstraint):
        return set(constraint.fields)
    if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
        return set(constraint.condition.referenced_base_fields)
    return set()
