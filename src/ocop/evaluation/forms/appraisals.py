"""The working group's notes of papers and visits."""

from django import forms

from ocop.core.forms import ModelForm

from ..models import Appraisal


class VisitForm(ModelForm):
    """What the working group found in the papers and on the spot."""

    class Meta:
        model = Appraisal
        fields = ["papers", "visited_on", "visitors", "findings"]
        widgets = {"visited_on": forms.DateInput()}
