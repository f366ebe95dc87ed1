from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ocop.core.forms import Form, ModelForm, dress
from ocop.core.words import named
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.places.fields import PlaceField
from ocop.rules.processes import Value, builtin_processes, process, process_in_force

from .enums import VALUES, CertificateState, CouncilRole, DossierState, EditionState, Purpose
from .models import (
    Appraisal,
    Assessment,
    Council,
    Decision,
    Edition,
    ExpiryNotice,
    Round,
    Session,
)
from .queries.certificates import notices_waiting


class RoundForm(ModelForm):
    """A new round. What the process leaves open is set here and shown as a setting, never as law."""

    place = PlaceField(label=_("Địa bàn"))
    process_code = forms.ChoiceField(
        label=_("Quy trình"), help_text=_("Ai đánh giá, ai công nhận, thời hạn.")
    )

    class Meta:
        model = Round
        fields = [
            "place",
            "year",
            "number",
            "edition",
            "process_code",
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
        self.fields["process_code"].choices = [(p.code, named(p)) for p in builtin_processes()]
        above = {key for held in user.places_as(Role.OFFICER) for key in held.path.split("/")[:-2]}
        self.fields["upper"].queryset = Round.objects.select_related("place").filter(
            place__key__in=above
        )
        self.fields["upper"].required = False
        for name, value in open_settings().items():
            self.fields[f"s_{name}"] = setting_field(name, value)
            dress(self.fields[f"s_{name}"])
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
        if data.get("process_code"):
            self._check_settings(data)
        return data

    def _check_settings(self, data: dict[str, Any]) -> None:
        """What was chosen, as the process leaves it open; what is left empty stays as the process says."""
        chosen = process(data["process_code"])
        settings: dict[str, Any] = {}
        for name in open_settings():
            value = data.get(f"s_{name}")
            if value in (None, ""):
                continue
            value = value == "yes" if value in ("yes", "no") else value
            value = str(value) if isinstance(value, Decimal) else value
            if chosen.wrong_settings({name: value}):
                self.add_error(f"s_{name}", self._why_not(chosen.values[name]))
            settings[name] = value
        self.instance.settings = settings

    def _why_not(self, value: Value) -> str:
        if value.is_law:
            return _("Quy trình này lấy giá trị theo Quyết định, không chọn được. Hãy để trống.")
        return _("Chọn từ %(least)s đến %(most)s.") % dict(
            zip(("least", "most"), value.between or ("", ""), strict=True)
        )

    @property
    def settings_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name.startswith("s_")]

    @property
    def main_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if not field.name.startswith("s_")]


def open_settings() -> dict[str, Value]:
    """Values that at least one process leaves to a round, as the newest such process has them."""
    return {
        name: value
        for p in builtin_processes()
        for name, value in p.values.items()
        if value.is_open
    }


def setting_field(name: str, value: Value) -> forms.Field:
    """A field for one value that a round may choose; empty means as the process says."""
    label = _("%(name)s (cấu hình)") % {"name": VALUES[name]}
    if isinstance(value.value, bool):
        choices = [("", _("Theo quy trình")), ("yes", _("Có")), ("no", _("Không"))]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    least, most = value.between or (0, 0)
    words = {"least": least, "most": most, "value": value.value}
    help_text = _("Từ %(least)s đến %(most)s; để trống: %(value)s") % words
    kind = forms.DecimalField if isinstance(value.value, str) else forms.IntegerField
    return kind(
        label=label,
        required=False,
        help_text=help_text,
        error_messages={"invalid": _("Nhập số nguyên, hoặc để trống.")},
    )


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


class VisitForm(ModelForm):
    """What the working group found in the papers and on the spot."""

    class Meta:
        model = Appraisal
        fields = ["papers", "visited_on", "visitors", "findings"]
        widgets = {"visited_on": forms.DateInput()}


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
    signed_on = forms.DateField(
        label=_("Ngày ký"), widget=forms.DateInput(), initial=timezone.localdate
    )


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
