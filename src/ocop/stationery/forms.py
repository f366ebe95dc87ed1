"""Choosing a place, and a template that is checked before it is kept."""

from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from ocop.core.files import DOCX
from ocop.core.forms import Form
from ocop.core.uploads import KeptFile, Upload
from ocop.documents.kinds import Kind
from ocop.people.models import User
from ocop.places.models import Place
from ocop.stationery.own_templates import Unfit, check

from .words import fault_words


class PlaceForm(Form):
    """Whose templates are shown; only where somebody keeps those of several places."""

    noi = forms.ChoiceField(label=_("Mẫu của"))

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("noi", forms.ChoiceField).choices = [(place.pk, place.name) for place in places]


class UploadForm(Form):
    """A Word template; everything that is wrong with it is said at once."""

    template = KeptFile(label=_("Mẫu Word (.docx)"), kinds=(DOCX,))

    def __init__(self, *args: Any, kind: Kind, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.field("template", KeptFile).person_id = person.pk

    def clean_template(self) -> Upload:
        upload: Upload = self.cleaned_data["template"]
        with default_storage.open(upload.file.path) as file:
            content = file.read()
        try:
            check(content, self.kind)
        except Unfit as unfit:
            raise forms.ValidationError(fault_words(unfit.faults)) from None
        return upload
