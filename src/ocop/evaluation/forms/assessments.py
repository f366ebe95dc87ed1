"""The commune's assessment, and its report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.forms import Form, ModelForm

from ..models import Assessment


class AssessmentForm(ModelForm):
    """What the meeting of a commune says besides the criteria of the process."""

    class Meta:
        model = Assessment
        fields = ["met_on", "attendees", "form", "opinion"]
        widgets = {
            "met_on": forms.DateInput(),
            "attendees": forms.Textarea(attrs={"rows": 3}),
            "form": forms.Textarea(attrs={"rows": 3}),
            "opinion": forms.Textarea(attrs={"rows": 3}),
        }


class ForwardForm(Form):
    """The signed report with which a commune passes a dossier up."""

    number = forms.CharField(label=_("Số báo cáo đã ký"), max_length=60)
    signed_on = forms.DateField(label=_("Ngày ký"), widget=forms.DateInput(), initial=clock.today)
