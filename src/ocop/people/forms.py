from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.contrib.auth.password_validation import MinimumLengthValidator, validate_password
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocop.core import rehearsal
from ocop.core.forms import Form, ModelForm
from ocop.places.fields import PlaceField

from .enums import Role
from .models import User

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
        return self.cleaned_data["username"].strip().lower()


class ResetForm(Form, PasswordResetForm):
    """Asks where to send the link to a new password: to an e-mail login itself, never to another address that its holder
    entered for notices; to that address for those who sign in by telephone."""

    def get_users(self, email: str) -> Iterable[User]:
        own = Q(login=email.lower()) | (Q(email__iexact=email) & ~Q(login__contains="@"))
        found = User.objects.filter(own, is_active=True)
        return (user for user in found if user.has_usable_password())

    def send_mail(
        self, subject: str, body: str, context: dict[str, Any], sender: Any, to: str, **more: Any
    ) -> None:
        login = context["user"].login
        context = {**context, "marked": rehearsal.marked_subject("")}
        super().send_mail(subject, body, context, sender, login if "@" in login else to, **more)


class PasswordForm(Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 10 ký tự, không phải mật khẩu phổ biến, không toàn chữ số."),
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]

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

    def clean_login(self) -> str:
        login = self.cleaned_data["login"].strip().lower()
        if User.objects.filter(login=login).exists():
            raise forms.ValidationError(
                _("Đã có tài khoản với tên này. Hãy đăng nhập hoặc đặt lại mật khẩu.")
            )
        return login


class AppointForm(Form):
    """A role at a place, of those that the actor may give."""

    role = forms.ChoiceField(label=_("Vai trò"), initial=Role.OFFICER)
    place = PlaceField(label=_("Địa bàn"))
    position = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    organisation = forms.CharField(label=_("Cơ quan"), max_length=160, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (value, label)
            for value, label in Role.choices
            if actor.is_administrator or value != Role.ADMINISTRATOR
        ]
        self.fields["place"].limit_to(actor.places_as(Role.ADMINISTRATOR, Role.OFFICER))


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
