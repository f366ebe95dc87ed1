"""The round above, councils, sessions, decisions."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.forms import Form, ModelForm
from ocop.dossiers.forms.rounds import AheadForm, UpperField
from ocop.dossiers.models import Round
from ocop.dossiers.queries.rounds import open_rounds_above
from ocop.dossiers.rulebook import rulebook
from ocop.people.fields import OrganisationField
from ocop.people.models import User
from ocop.places.models import Place

from ..enums import CouncilRole
from ..models import Council, Decision, Session
from ..queries.boards import has_gone_up


class UpperForm(ModelForm):
    """To which round of a place above the dossiers go."""

    upper = UpperField()

    class Meta:
        model = Round
        fields = ["upper"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("upper", forms.ModelChoiceField).queryset = open_rounds_above(
            [self.instance.place]
        )


def upper_form(round: Round) -> UpperForm | None:
    """To choose the round above, where the process has a level above and nothing has gone there yet."""
    is_last = rulebook(round).process.above(round.level) is None
    return None if is_last or has_gone_up(round) else UpperForm(instance=round)


class CouncilForm(ModelForm):
    class Meta:
        model = Council
        fields = ["decision_number", "decision_date"]
        widgets = {"decision_date": forms.DateInput()}


ASKS_POST = {
    "hx-get": "",
    "hx-trigger": "change",
    "hx-target": "#seat-post",
    "hx-select": "#seat-post",
    "hx-swap": "outerHTML",
}
"""Once the person is named, the page says which post the seat has where none is typed; what is typed is never touched."""


class SeatForm(Form):
    """Someone with an account takes a seat."""

    login = forms.CharField(
        label=_("E-mail hoặc số điện thoại của thành viên"),
        max_length=120,
        widget=forms.TextInput(attrs=ASKS_POST),
    )
    role = forms.ChoiceField(label=_("Vai trò"), choices=CouncilRole.choices)
    position = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    organisation = OrganisationField(label=_("Cơ quan"), required=False, may_add=True)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("organisation", OrganisationField).near([place])

    def clean_login(self) -> User:
        user = User.objects.filter(
            login=self.cleaned_data["login"].strip().lower(), is_active=True
        ).first()
        if user is None:
            raise forms.ValidationError(_("Chưa có tài khoản này. Hãy mời người dùng trước."))
        return user


class SessionForm(AheadForm):
    ahead = "starts_at"
    starts_at = forms.DateTimeField(
        label=_("Bắt đầu"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    class Meta:
        model = Session
        fields = ["starts_at", "venue"]


class DecisionForm(ModelForm):
    class Meta:
        model = Decision
        fields = ["authority", "signer_title", "signer", "valid_from", "valid_to"]
        widgets = {"valid_from": forms.DateInput(), "valid_to": forms.DateInput()}

    def clean_valid_to(self) -> date | None:
        begins: date | None = self.cleaned_data.get("valid_from")
        ends: date | None = self.cleaned_data["valid_to"]
        if not ends or "valid_from" not in self.cleaned_data:
            return ends
        if begins and ends < begins:
            raise forms.ValidationError(_("Ngày hết giá trị phải từ ngày có hiệu lực trở đi."))
        # Without a first day it is that of signing, which nobody knows yet: as a rule not before today.
        if not begins and ends < clock.today():
            raise forms.ValidationError(
                _("Ngày này đã qua. Với quyết định cũ, điền cả ngày giấy có hiệu lực.")
            )
        return ends


class IssueForm(Form):
    number = forms.CharField(label=_("Số quyết định đã ký"), max_length=60)
    signed_on = forms.DateField(label=_("Ngày ký"), widget=forms.DateInput(), initial=clock.today)
