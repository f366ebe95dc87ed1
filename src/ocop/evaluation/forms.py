from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form, ModelForm
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.places.fields import PlaceField
from ocop.rules.processes import builtin_processes, process_in_force

from .enums import CertificateState, CouncilRole, DossierState, EditionState, Purpose
from .models import Council, Decision, Edition, ExpiryNotice, Round, Session
from .queries.certificates import notices_waiting


class RoundForm(ModelForm):
    """A new round. What the process leaves open is set here and shown as a setting, never as law."""

    place = PlaceField(label=_("Địa bàn"))
    process_code = forms.ChoiceField(
        label=_("Quy trình"), help_text=_("Ai đánh giá, ai công nhận, thời hạn.")
    )
    max_spread = forms.IntegerField(
        label=_("Chênh lệch điểm tối đa (cấu hình)"),
        min_value=0,
        max_value=100,
        initial=10,
        help_text=_(
            "Quá mức này hội đồng phải thống nhất lại. Theo quy chế một số tỉnh, không phải quy định của Quyết định."
        ),
    )

    class Meta:
        model = Round
        fields = [
            "place",
            "year",
            "number",
            "edition",
            "process_code",
            "max_spread",
            "receives_from",
            "receives_until",
            "upper",
        ]
        widgets = {"receives_from": forms.DateInput(), "receives_until": forms.DateInput()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].limit_to(user.places_as(Role.OFFICER))
        self.fields["edition"].queryset = Edition.objects.filter(
            state=EditionState.PUBLISHED
        ).defer("files")
        self.fields["process_code"].choices = [(p.code, p.name) for p in builtin_processes()]
        self.fields["upper"].queryset = Round.objects.select_related("place").exclude(
            level="district"
        )
        self.fields["upper"].required = False
        today = timezone.localdate()
        self.initial.setdefault("year", today.year)
        if current := process_in_force(today):
            self.initial.setdefault("process_code", current.code)
        mine = user.places_as(Role.OFFICER)
        if len(mine) == 1:
            self.initial.setdefault("place", mine[0])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("receives_from"), data.get("receives_until")
        if start and end and end < start:
            self.add_error("receives_until", _("Ngày kết thúc phải sau ngày bắt đầu."))
        if "max_spread" in data:
            self.instance.settings = {"max_spread": data["max_spread"]}
        return data


class CouncilForm(ModelForm):
    class Meta:
        model = Council
        fields = ["decision_number", "decision_date"]
        widgets = {"decision_date": forms.DateInput()}


class SeatForm(Form):
    """Someone with an account takes a seat."""

    login = forms.CharField(label=_("E-mail hoặc số điện thoại của thành viên"), max_length=120)
    role = forms.ChoiceField(label=_("Vai trò"), choices=CouncilRole.choices)
    position = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    organisation = forms.CharField(label=_("Cơ quan"), max_length=160, required=False)

    def clean_login(self) -> User:
        user = User.objects.filter(
            login=self.cleaned_data["login"].strip().lower(), is_active=True
        ).first()
        if user is None:
            raise forms.ValidationError(_("Chưa có tài khoản này. Hãy mời người dùng trước."))
        return user


class SessionForm(ModelForm):
    starts_at = forms.DateTimeField(
        label=_("Bắt đầu"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    class Meta:
        model = Session
        fields = ["starts_at", "venue"]


class DossierForm(Form):
    """Which round, and why."""

    round = forms.ModelChoiceField(label=_("Đợt đánh giá"), queryset=Round.objects.none())
    purpose = forms.ChoiceField(label=_("Mục đích"), choices=Purpose.choices)

    def __init__(self, *args: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds


class DecisionForm(ModelForm):
    class Meta:
        model = Decision
        fields = ["authority", "signer_title", "signer", "valid_to"]
        widgets = {"valid_to": forms.DateInput()}


class IssueForm(Form):
    number = forms.CharField(label=_("Số quyết định đã ký"), max_length=60)
    signed_on = forms.DateField(
        label=_("Ngày ký"), widget=forms.DateInput(), initial=timezone.localdate
    )


class CertificateChangeForm(Form):
    """Suspend, restore or revoke; a reason always, a decision for a revocation."""

    reason = forms.CharField(
        label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)


class NoticeForm(ModelForm):
    """The notice as it was signed and sent."""

    sent_on = forms.DateField(
        label=_("Ngày gửi"), widget=forms.DateInput(), initial=timezone.localdate
    )
    number = forms.CharField(label=_("Số thông báo đã ký"), max_length=60)

    class Meta:
        model = ExpiryNotice
        fields = ["number", "sent_on", "signer_title", "signer"]


class CertificateFilter(Form):
    """By what a certificate is worth today, and those whose producer is to be told of the end."""

    hieu_luc = forms.ChoiceField(label=_("Hiệu lực"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hieu_luc"].choices = [
            ("", _("Tất cả")),
            ("con", _("Còn hiệu lực")),
            ("sap-het", _("Hết hạn trong 6 tháng")),
            ("thong-bao", _("Cần gửi thông báo hết hạn")),
            ("het", _("Đã hết hạn")),
            ("khac", _("Tạm dừng, thu hồi, đã thay thế")),
        ]

    def narrow(self, queryset: Any) -> Any:
        today, wanted = timezone.localdate(), self.cleaned_data["hieu_luc"]
        running = queryset.filter(state=CertificateState.IN_FORCE)
        half_year = today + timedelta(days=180)
        narrowed = {
            "con": running.filter(Q(valid_to=None) | Q(valid_to__gte=today)),
            "sap-het": running.filter(valid_to__range=(today, half_year)),
            "thong-bao": notices_waiting(running),
            "het": running.filter(valid_to__lt=today),
            "khac": queryset.exclude(state=CertificateState.IN_FORCE),
        }
        return narrowed.get(wanted, queryset)


class DossierFilter(Form):
    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trang_thai"].choices = [("", _("Tất cả")), *DossierState.choices]

    def narrow(self, queryset: Any) -> Any:
        state = self.cleaned_data["trang_thai"]
        return queryset.filter(state=state) if state else queryset


class EditionForm(Form):
    code = forms.SlugField(label=_("Mã"), max_length=40)
    name = forms.CharField(label=_("Tên"), max_length=200)


class MultipleFiles(forms.FileInput):
    allow_multiple_selected = True


class EditionFilesForm(Form):
    """YAML files of an edition, from a folder on the own machine."""

    files = forms.FileField(
        label=_("Các tệp .yaml"),
        widget=MultipleFiles(attrs={"accept": ".yaml,.yml", "multiple": True}),
    )
