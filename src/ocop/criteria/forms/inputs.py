"""Inputs that the forms of editions share."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

CODE = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z", _("Chỉ dùng chữ không dấu, số, dấu chấm, gạch.")
)
SMALL = {"rows": 2}


def text(
    label: Any, *, required: bool = True, long: bool = False, **kwargs: Any
) -> forms.CharField:
    if long:
        kwargs["widget"] = forms.Textarea(attrs=SMALL)
    return forms.CharField(label=label, required=required, max_length=1000, **kwargs)
