from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.contrib.auth.password_validation import MinimumLengthValidator, validate_password
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocop.core import clock, rehearsal
from ocop.core.forms import Form, ModelForm
from ocop.core.uploads import FileField
from ocop.places.fields import PlaceField
from ocop.places.filters import InArea
from ocop.places.models import Place

from .enums import OrganisationKind, Role
from .facts import ORGANISATION
from .fields import OrganisationField
from .models import Organisation, User

LOGIN = RegexValidator(
    r"^([^@\s]+@[^@\s]+\.[^@\s]+|\+?[0-9]{9,15})$", _("Nhập một địa chỉ e-mail hoặc số điện thoại.")
)


class LengthValidator(MinimumLengthValidator):
    """Django's rule, in our words: its Vietnamese translation lacks this sentence."""

    def get_error_message(self) -> str:
        return gettext("Mật khẩu cần ít nhất %(n)d ký tự.") % {"n": self.min_length}


class LoginForm(Form, AuthenticationForm):
    """Sign in by e-mail address or phone number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail hoặc số điện thoại")
        self.fields["password"].label = _("Mật khẩu")

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class ResetForm(Form, PasswordResetForm):
    """Asks where to send the link to a new password: to an e-mail login itself, never to another address that its holder
    entered for notices; to that address for those who sign in by telephone."""

    def get_users(self, email: str) -> Iterable[User]:
        own = Q(login=email.lower()) | (Q(email__iexact=email) & ~Q(login__contains="@"))
        found = User.objects.filter(own, is_active=True)
        return (user for user in found if user.has_usable_password())

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        login = context["user"].login
        super().send_mail(
            subject_template_name,
            email_template_name,
            {**context, "marked": rehearsal.marked_subject("")},
            from_email,
            login if "@" in login else to_email,
            html_email_template_name,
        )


class PasswordForm(Form):
    """A new password, typed twice. person: whose it will be; it must not be like what everybody knows of them."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 10 ký tự, không phải mật khẩu phổ biến, không toàn chữ số."),
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.person)
        return str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("Hai lần nhập không giống nhau."))
        return data


class AccountForm(PasswordForm):
    """A new account's own data; other rooms' registration forms extend it."""

    login = forms.CharField(
        label=_("E-mail hoặc số điện thoại"),
        max_length=120,
        validators=[LOGIN],
        help_text=_("Dùng để đăng nhập."),
    )
    full_name = forms.CharField(label=_("Họ và tên người đăng ký"), max_length=120)

    def clean(self) -> dict[str, Any]:
        """The password is looked at again once it is known whose it is."""
        data = super().clean()
        if password := data.get("password"):
            known = {name: data.get(name) or "" for name in ("login", "full_name")}
            try:
                validate_password(password, User(**known))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data

    def clean_login(self) -> str:
        login = str(self.cleaned_data["login"]).strip().lower()
        if User.objects.filter(login=login).exists():
            raise forms.ValidationError(
                _("Đã có tài khoản với tên này. Hãy đăng nhập hoặc đặt lại mật khẩu.")
            )
        return login


class AppointForm(Form):
    """A role at a place, of those that the actor may give."""

    role = forms.ChoiceField(label=_("Vai trò"), initial=Role.OFFICER)
    place = PlaceField(label=_("Địa bàn"), in_use=True)
    position = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    organisation = OrganisationField(label=_("Cơ quan"), required=False, may_add=True)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("role", forms.ChoiceField).choices = [
            (value, label)
            for value, label in Role.choices
            if actor.is_administrator or value != Role.ADMINISTRATOR
        ]
        managed = actor.places_as(Role.ADMINISTRATOR, Role.OFFICER)
        self.field("place", PlaceField).limit_to(managed)
        self.field("organisation", OrganisationField).near(managed)


class InviteForm(AppointForm):
    """Who is invited, for which role where."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    login = forms.CharField(
        label=_("E-mail hoặc số điện thoại"), max_length=120, validators=[LOGIN]
    )
    field_order = ["full_name", "login"]


class ProfileForm(ModelForm):
    """What people change about themselves."""

    class Meta:
        model = User
        fields = ["full_name", "email", "phone", "wants_email"]


class OrganisationForm(ModelForm):
    """All that is written down of an organisation but its end with a successor, which is an act of its own."""

    place = PlaceField(label=_("Địa bàn"))
    parent = OrganisationField(label=_("Cơ quan cấp trên"), required=False)
    periods = (("valid_from", "valid_to"),)

    class Meta:
        model = Organisation
        fields = ORGANISATION.names
        widgets = {"valid_from": forms.DateInput(), "valid_to": forms.DateInput()}

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = actor.places_as(Role.ADMINISTRATOR, Role.OFFICER)
        self.field("place", PlaceField).limit_to(managed)
        self.field("parent", OrganisationField).near(managed)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class OrganisationEndForm(Form):
    """The last day of an organisation and who takes its duties over."""

    on = forms.DateField(label=_("Hoạt động đến hết ngày"), widget=forms.DateInput())
    successor = OrganisationField(
        label=_("Cơ quan kế thừa"),
        required=False,
        help_text=_("Để trống nếu không có cơ quan nào kế thừa."),
    )

    def __init__(self, *args: Any, around: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("successor", OrganisationField).near(around)


class OrganisationMergeForm(Form):
    """The row that stays where one body was written down twice."""

    into = OrganisationField(
        label=_("Là một với cơ quan"),
        help_text=_("Người, ghế hội đồng, giấy tờ ghi ở dòng trùng chuyển sang cơ quan này."),
    )

    def __init__(self, *args: Any, around: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("into", OrganisationField).near(around)


class OrganisationImportForm(Form):
    file = FileField(label=_("Bảng tính (.xlsx, .ods, .xls)"), accept=".xlsx,.ods,.xls")


class OrganisationFilter(InArea):
    """Kind, place, and whether the organisation still works."""

    field_order = ("loai", "dia_ban", "tinh_trang")

    loai = forms.ChoiceField(label=_("Loại"), required=False)
    tinh_trang = forms.ChoiceField(label=_("Tình trạng"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("loai", forms.ChoiceField).choices = [
            ("", _("Tất cả")),
            *OrganisationKind.choices,
        ]
        self.field("tinh_trang", forms.ChoiceField).choices = [
            ("", _("Đang hoạt động")),
            ("da-ket-thuc", _("Đã kết thúc")),
            ("tat-ca", _("Tất cả")),
        ]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows, chosen = super().narrow(rows), self.cleaned_data
        if chosen["loai"]:
            rows = rows.filter(kind=chosen["loai"])
        if chosen["tinh_trang"] == "tat-ca":
            return rows
        today = clock.today()
        if chosen["tinh_trang"]:
            return rows.filter(valid_to__lt=today)
        return rows & Organisation.objects.in_force(today)
