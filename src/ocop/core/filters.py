"""What narrows a list: a form whose parts a list puts together and tells on which of its columns they look.

    class CertificateFilter(InArea, InPeriod):
        period_of = "valid_from"
        area_of = "place__path"

A wrong entry is told at its field, and the list is empty rather than one that was not asked for (`core.listing`).
The part for places stands in `places.filters`.
"""

from typing import Any, TypeVar

from django import forms
from django.db.models import DateTimeField, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from . import clock
from .forms import Form
from .periods import BadPeriod, Kind, Period

M = TypeVar("M", bound=Model)


class ListFilter(Form):
    """A filter that asks for nothing yet."""

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        return rows


class PeriodWidget(forms.TextInput):
    """A text box that proposes the periods around today."""

    template_name = "components/period_widget.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "proposed": proposed_periods()}


def proposed_periods() -> list[Period]:
    """This month and the one before, likewise quarter and year, the halves of the year, the phase."""
    today = clock.today()
    month, quarter, year = (
        Period.holding(kind, today) for kind in (Kind.MONTH, Kind.QUARTER, Kind.YEAR)
    )
    halves = [Period(Kind.HALF, year.year, number) for number in (1, 2)]
    offered = [month, month.before, quarter, quarter.before, *halves, year, year.before, year.phase]
    return [period for period in offered if period]


class PeriodField(forms.CharField):
    """A period as `core.periods` writes it: 2019-M11, 2019-Q4, 2019-H2, 2019-9M, 2019, 2018-2020."""

    widget = PeriodWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, **kwargs})
        self.widget.attrs["placeholder"] = "2019, 2019-Q4, 2019-M11…"

    def clean(self, value: Any) -> Period | None:
        text = super().clean(value)
        try:
            return Period.parse(text) if text else None
        except BadPeriod as error:
            raise forms.ValidationError(str(error)) from error


class InPeriod(ListFilter):
    """What happened in a period. period_of: the date that says when; period_label: what the box is called."""

    period_of = ""
    period_label: Any = _("Kỳ")

    ky = PeriodField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ky"].label = self.period_label

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        rows, period = super().narrow(rows), self.cleaned_data["ky"]
        if period is None:
            return rows
        is_moment = isinstance(rows.model._meta.get_field(self.period_of), DateTimeField)
        column = f"{self.period_of}__date" if is_moment else self.period_of
        return rows.filter(**{f"{column}__range": (period.first_day, period.last_day)})
