"""Pages of accounts: sign in, home, profile, notices, people and invitations."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth import login as sign_in
from django.contrib.auth import views as auth_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ocop.core import cells, clock
from ocop.core.errors import Refused
from ocop.core.limits import Limit, limited, person
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.panels import panels_for
from ocop.core.rights import allow, anyone, is_signed_in, own_page, page, runs_installation
from ocop.core.templatetags.ocop import vn_datetime

from .. import actions, forms, policy, proof, work
from ..models import Appointment, Invitation, User

RESETS_AT_ADDRESS = Limit("people.reset", 30, timedelta(hours=1))
RESETS_FOR_LOGIN = Limit("people.reset_login", 5, timedelta(hours=1))
PROOFS = Limit("people.proof", 5, timedelta(hours=1))
INVITATIONS = Limit("people.invite", 100, timedelta(hours=1))

login = allow(anyone)(
    auth_views.LoginView.as_view(
        template_name="people/login.html",
        authentication_form=forms.LoginForm,
        redirect_authenticated_user=True,
    )
)
logout = allow(anyone)(auth_views.LogoutView.as_view())
password_change = allow(is_signed_in)(
    auth_views.PasswordChangeView.as_view(
        template_name="people/password_change.html", success_url=reverse_lazy("people:profile")
    )
)
password_reset = allow(anyone)(
    limited(RESETS_AT_ADDRESS)(
        limited(RESETS_FOR_LOGIN, lambda request: request.POST.get("email", "").strip().lower())(
            auth_views.PasswordResetView.as_view(
                template_name="people/password_reset.html",
                form_class=forms.ResetForm,
                email_template_name="people/password_reset_email.txt",
                subject_template_name="people/password_reset_subject.txt",
                extra_email_context={"site": settings.PUBLIC_URL},
                success_url=reverse_lazy("people:password_reset_sent"),
            )
        )
    )
)
password_reset_sent = allow(anyone)(
    auth_views.PasswordResetDoneView.as_view(template_name="people/password_reset_sent.html")
)


class NewPassword(auth_views.PasswordResetConfirmView):
    """The page behind the link to a new password; that it came to the login proves the login."""

    template_name = "people/password_reset_confirm.html"
    success_url = reverse_lazy("people:login")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if "@" in self.user.login and not self.user.is_proven:
            actions.prove_by_reset(user=self.user)
        return response


password_reset_confirm = allow(anyone)(NewPassword.as_view())


@allow(is_signed_in)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is late, what I can do; how my area stands, from the rooms that know."""
    items = work.waiting_for(request.user)
    first = items[0] if items and items[0].act else None
    roles = request.user.appointments_now
    lapsed: Any = ()
    if not roles:
        lapsed = request.user.appointments.left_behind(clock.today()).select_related("place")
    context = {
        "first": first,
        "items": items[1:] if first else items,
        "panels": panels_for(request.user, request.user),
        "roles": [str(a) for a in roles],
        "lapsed": [str(a) for a in lapsed],
    }
    return render(request, "people/desk.html", context)


@allow(is_signed_in)
def menu(request: HttpRequest) -> HttpResponse:
    """The whole menu as a page, for the phone."""
    return render(request, "people/menu.html")


@allow(anyone)
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page; drafts.js keeps what is typed in a form.

    Without a token, for the public pages are the same for all: the worst that a foreign form does is to set a visitor's
    language, and nobody's profile, as browsers send it no session (SameSite).
    """
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        raise Http404
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=wanted)
    response = redirect(own_page(request, request.POST.get("next", "")) or "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


@allow(is_signed_in)
def profile(request: HttpRequest) -> HttpResponse:
    form = forms.ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        with form.showing_refusals():
            actions.change_profile(user=request.user, fields=fields)
            messages.success(request, _("Đã lưu hồ sơ."))
            return redirect("people:profile")
    return render(request, "people/profile.html", {"form": form})


@allow(is_signed_in)
@require_POST
@limited(PROOFS, person)
def resend_proof(request: HttpRequest) -> HttpResponse:
    if actions.send_proof(request.user):
        sent = _("Đã gửi lại thư tới %(address)s.") % {"address": request.user.login}
        messages.success(request, sent)
    return redirect("people:profile")


@allow(is_signed_in)
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link that proves an e-mail address: for who is signed in to its account only."""
    if request.method == "POST":
        actions.prove_by_link(user=request.user, token=token)
        messages.success(request, _("Đã xác nhận địa chỉ e-mail."))
        return redirect("people:desk")
    opens = not request.user.is_proven and proof.links.check_token(request.user, token)
    return render(request, "people/prove.html", {"opens": opens}, status=200 if opens else 404)


@allow(is_signed_in)
def notifications(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        request.user.notifications.all(),
        order="-created_at",
        name="thong-bao",
        columns=[
            Column(
                _("Nội dung"),
                cell=lambda n: render_to_string(
                    "people/partials/notification.html", {"item": n}, request
                ),
            ),
            Column(
                _("Lúc"),
                sort="created_at",
                cell=lambda n: vn_datetime(n.created_at),
                is_nowrap=True,
            ),
        ],
    )
    return render(request, "people/notifications.html", {"listing": listing})


@allow(is_signed_in)
@require_POST
def read_notification(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(request.user.notifications, pk=pk)
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return redirect(notice.url or "people:notifications")


@allow(is_signed_in)
@require_POST
def read_all_notifications(request: HttpRequest) -> HttpResponse:
    request.user.notifications.filter(read_at=None).update(read_at=clock.now())
    return redirect("people:notifications")


@allow(policy.manages_people)
def people(request: HttpRequest) -> HttpResponse:
    address = addresses("people:account")
    listing = Listing(
        request,
        policy.appointments_managed_by(request.user)
        .in_force(clock.today())
        .select_related("user", "place", "organisation"),
        order="user__sort_key",
        name="nguoi-dung",
        search="user__search",
        columns=[
            Column(
                _("Họ và tên"),
                sort="user__sort_key",
                value=lambda a: a.user.full_name,
                cell=lambda a: cells.link(address(a.user_id), a.user.full_name),
            ),
            Column(_("Vai trò"), sort="role", value=lambda a: a.get_role_display(), is_fixed=True),
            Column(_("Địa bàn"), sort="place__sort_key", value=lambda a: a.place.name),
            Column(
                _("Chức vụ, cơ quan"),
                key="position",
                value=lambda a: f"{a.position} {a.organisation or ''}".strip(),
            ),
        ],
    )
    if listing.wants_export:
        return listing.export()
    open_ones = Invitation.objects.filter(
        invited_by=request.user, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    ).select_related("place")
    return render(request, "people/people.html", {"listing": listing, "invitations": open_ones})


@allow(runs_installation)
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts of the installation, those without a role at a place too: producers, council members."""
    address = addresses("people:account")
    listing = Listing(
        request,
        User.objects.all(),
        order="sort_key",
        name="tai-khoan",
        search="search",
        columns=[
            Column(
                _("Họ và tên"),
                sort="sort_key",
                value=lambda u: u.full_name,
                cell=lambda u: cells.link(address(u.pk), u.full_name),
            ),
            Column(_("Tên đăng nhập"), sort="login", value=lambda u: u.login),
            Column(_("Đăng nhập gần nhất"), sort="last_login", value=lambda u: u.last_login),
            Column(
                _("Tình trạng"),
                sort="is_active",
                value=lambda u: u.is_active,
                cell=lambda u: (
                    cells.mark(_("Đang dùng"), "good")
                    if u.is_active
                    else cells.mark(_("Đã khóa"), "bad")
                ),
            ),
        ],
    )
    if listing.wants_export:
        return listing.export()
    return render(request, "people/accounts.html", {"listing": listing})


def found_account(person: Any, pk: int) -> User:
    """A person whom I manage."""
    return get_object_or_404(policy.accounts_managed_by(person), pk=pk)


@page(found_account, policy.manages_people)
def account(request: HttpRequest, account: User) -> HttpResponse:
    """A person's roles within my subtree, a further role, and for an administrator whether the account is open."""
    form = forms.AppointForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            actions.appoint(actor=request.user, user=account, **form.cleaned_data)
            messages.success(request, _("Đã giao vai trò."))
            return redirect("people:account", account.pk)
    today = clock.today()
    mine = policy.appointments_managed_by(request.user)
    roles = mine.filter(user=account).select_related("user", "place", "organisation")
    context = {
        "person": account,
        "form": form,
        "roles": [(role, policy.may_end(request.user, role)) for role in roles.in_force(today)],
        "past_roles": roles.exclude(pk__in=roles.in_force(today).values("pk")),
        "may_close": policy.may_close(request.user, account)
        if account.is_active
        else policy.may_reopen(request.user, account),
    }
    return render(request, "people/account.html", context)


@page(found_account, policy.is_administrator)
@require_POST
def set_active(request: HttpRequest, account: User) -> HttpResponse:
    """Close an account or open it again."""
    active = request.POST.get("active") == "1"
    actions.set_active(actor=request.user, user=account, active=active)
    messages.success(request, _("Đã mở lại tài khoản.") if active else _("Đã khóa tài khoản."))
    return redirect("people:account", account.pk)


@allow(policy.manages_people)
@limited(INVITATIONS, person)
def invite(request: HttpRequest) -> HttpResponse:
    form = forms.InviteForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            _invitation, token = actions.invite(actor=request.user, **form.cleaned_data)
            link = f"{settings.PUBLIC_URL}{reverse('people:accept_invitation', args=[token])}"
            return render(
                request,
                "people/invited.html",
                {"link": link, "name": form.cleaned_data["full_name"]},
            )
    return render(request, "people/invite.html", {"form": form})


def found_invitation(person: Any, pk: int) -> Invitation:
    """One of mine."""
    return get_object_or_404(Invitation, pk=pk, invited_by=person)


@page(found_invitation, policy.manages_people)
@require_POST
def withdraw_invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    actions.withdraw_invitation(actor=request.user, invitation=invitation)
    messages.success(request, _("Đã rút lời mời."))
    return redirect("people:people")


def found_appointment(person: Any, pk: int) -> Appointment:
    """A role of today within my subtree."""
    held = policy.appointments_managed_by(person).in_force(clock.today())
    return get_object_or_404(held.select_related("user", "place", "organisation"), pk=pk)


@page(found_appointment, policy.manages_people)
@require_POST
def end_appointment(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    actions.end_appointment(actor=request.user, appointment=appointment)
    messages.success(request, _("Đã kết thúc vai trò."))
    return redirect("people:account", appointment.user_id)


@allow(anyone)
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link: choose a password, or confirm the one of an account one has."""
    invitation = actions.open_invitation(token)
    if invitation is None:
        return render(request, "people/invitation_closed.html", status=404)
    has_account = User.objects.filter(login=invitation.login).exists()
    invited = User(login=invitation.login, full_name=invitation.full_name)
    form = forms.PasswordForm(request.POST or None, person=invited)
    if has_account:
        form.fields["again"].required = False
        form.fields["again"].widget = form.fields["again"].hidden_widget()
        form.fields["password"].help_text = _("Bạn đã có tài khoản: nhập mật khẩu hiện có.")
        form.clean_password = lambda: form.cleaned_data["password"]
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        with form.showing_refusals("password"):
            # A wrong password counts here as at the sign-in, or a link would be a way to try many.
            if has_account and not authenticate(
                request, username=invitation.login, password=password
            ):
                raise Refused(
                    _("Bạn đã có tài khoản. Nhập mật khẩu hiện có của tài khoản đó."),
                    fields=["password"],
                )
            user, target = actions.accept_invitation(
                invitation=invitation,
                password=password,
                by_mail=proof.is_mail_mark(token, request.GET.get("thu", "")),
            )
            sign_in(request, user, backend=actions.BACKEND)
            return redirect(target or "people:desk")
    return render(
        request, "people/accept_invitation.html", {"form": form, "invitation": invitation}
    )
