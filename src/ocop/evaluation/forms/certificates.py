"""Certificates: suspended, restored, revoked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form


class CertificateChangeForm(Form):
    """Suspend, restore or revoke; a reason always, a decision for a revocation."""

    reason = forms.CharField(
        label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)
