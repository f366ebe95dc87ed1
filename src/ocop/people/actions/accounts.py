"""What people do with accounts: register, appoint, invite, accept; notices to them."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from ocop.core import audit, clock, rehearsal
from ocop.core.errors import Refused
from ocop.core.rights import require, runs_installation
from ocop.core.transactions import use_case
from ocop.core.words import kept, page_language
from ocop.places.models import Place

from .. import grants, policy, proof
from ..models import Appointment, Invitation, Notification, Organisation, User
from .organisations import stored

INVITATION_DAYS = 14
BACKEND = "ocop.people.backends.Accounts"  # of who has just chosen a password


@use_case
def register_account(
    *,
    login: str,
    full_name: str,
    password: str | None,
    phone: str = "",
    language: str = "vi",
    is_proven: bool = False,
) -> User:
    """An account without any role: what it may do comes from what it is given later. Raises Refused for a taken name.

    is_proven: the login is known to be the person's; else nobody gives the account a role or a seat before it is, for
    which an e-mail address is sent a link.
    """
    login = login.strip().lower()
    if User.objects.filter(login=login).exists():
        raise Refused(
            _("Tên đăng nhập này đã có người dùng."),
            fields={"login": _("Đã có người dùng tên này.")},
        )
    email = login if "@" in login else ""
    user = User.objects.create_user(
        login,
        password,
        full_name=full_name.strip(),
        email=email,
        phone=phone,
        language=language,
        proven_at=clock.now() if is_proven else None,
    )
    if not is_proven:
        send_proof(user)
    audit.record(user, "people.account.registered", user)
    return user


def send_proof(user: User) -> bool:
    """Send the link that proves an e-mail address, once the present transaction stands; whether there is one to prove."""
    if "@" not in user.login or user.is_proven:
        return False
    link = f"{settings.PUBLIC_URL}/ho-so/xac-nhan/{proof.links.make_token(user)}/"
    text = _(
        "Địa chỉ này vừa được dùng để đăng ký trên hệ thống OCOP. Nếu là bạn, mở liên kết sau rồi đăng nhập để xác nhận, "
        "có hiệu lực %(days)d ngày:\n%(link)s\n\nNếu không phải bạn, bỏ qua thư này."
    ) % {"days": settings.PASSWORD_RESET_TIMEOUT // 86400, "link": link}
    subject = _("Xác nhận địa chỉ e-mail trên hệ thống OCOP")
    transaction.on_commit(partial(send_email.enqueue, user.login, subject, text))
    return True


@use_case
def prove_by_link(*, user: User, token: str) -> None:
    """The signed-in person opened the link that was sent to the own login. Raises Refused for one that opens nothing."""
    current = User.objects.select_for_update().get(pk=user.pk)
    if current.is_proven or not proof.links.check_token(current, token):
        raise Refused(_("Liên kết đã dùng, hết hạn hoặc thuộc tài khoản khác."))
    _prove(current)
    audit.record(current, "people.account.proven", current, by="link")


@use_case
def prove_by_reset(*, user: User) -> None:
    """The person chose a new password by a link sent to the login: whoever registered it with another password is out,
    and so is the address that one may have entered for notices."""
    current = User.objects.select_for_update().get(pk=user.pk)
    current.email = current.login
    _prove(current)
    audit.record(current, "people.account.proven", current, by="reset")


@use_case
def prove_by_hand(*, actor: User, user: User, code: str) -> None:
    """An officer has the person at the telephone or in front, who tells the code that stands on the own screen. The caller
    has checked that the person belongs to the officer's area. Raises Refused for another code."""
    require(policy.manages_people(actor))
    current = User.objects.select_for_update().get(pk=user.pk)
    if current.is_proven:
        raise Refused(_("Người này đã được xác nhận."))
    if not proof.is_code(current, code):
        raise Refused(
            _("Mã không đúng. Hỏi lại mã sáu số đang hiện trên màn hình của người đó."),
            fields=["code"],
        )
    _prove(current)
    audit.record(actor, "people.account.proven", current, by="hand")


def _prove(user: User) -> None:
    user.proven_at = clock.now()
    user.save(update_fields=["proven_at", "email"])


def require_proven(user: User) -> None:
    """Before a person is given anything by the login. Raises Refused while nobody knows whose it is."""
    if not user.is_proven:
        raise Refused(
            _(
                "Chưa rõ e-mail hoặc số điện thoại này có đúng của người đó không. Nhờ họ xác nhận trước."
            ),
            fields=["login"],
        )


@use_case
def change_profile(*, user: User, fields: dict[str, Any]) -> User:
    """A person changes the own name, addresses or wishes."""
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=[*fields, "sort_key", "search"])
    audit.record(user, "people.profile.changed", user, fields=sorted(fields))
    return user


@use_case
def appoint(
    *,
    actor: User | None,
    user: User,
    role: str,
    place: Place,
    position: str = "",
    organisation: Organisation | None = None,
    since: date | None = None,
    given_by: User | None = None,
) -> Appointment:
    """Give a person a role at a place within the actor's own subtree; actor None is the installation itself, or the person
    who accepts what somebody (given_by) has given."""
    require(actor is None or policy.may_appoint(actor, role, place))
    if actor is not None:
        require_proven(user)
    appointment = Appointment.objects.create(
        user=user,
        role=role,
        place=place,
        position=position,
        organisation=organisation and stored(organisation, actor=actor, place=place),
        since=since or clock.today(),
        given_by=actor or given_by,
    )
    audit.record(
        actor, "people.appointment.made", appointment, user=user.pk, role=role, place=place.key
    )
    return appointment


@use_case
def end_appointment(*, actor: User, appointment: Appointment) -> None:
    """The role ends today; its history stays."""
    require(policy.may_end(actor, appointment))
    appointment.until = clock.today() - timedelta(days=1)
    appointment.save(update_fields=["until"])
    audit.record(actor, "people.appointment.ended", appointment, user=appointment.user_id)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@use_case
def invite(
    *,
    actor: User,
    full_name: str,
    login: str,
    role: str = "",
    place: Place | None = None,
    position: str = "",
    organisation: Organisation | None = None,
    grant: dict[str, Any] | None = None,
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which is shown once and kept only as a hash.

    The caller of a `grant` has already checked that the actor may give it.
    """
    require(bool(grant) or (place is not None and policy.may_appoint(actor, role, place)))
    token = secrets.token_urlsafe(24)
    body = stored(organisation, actor=actor, place=place) if organisation and place else None
    invitation = Invitation.objects.create(
        token_hash=digest(token),
        full_name=full_name,
        login=login.strip().lower(),
        role=role,
        place=place,
        position=position,
        organisation=body,
        grant=grant or {},
        invited_by=actor,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    if "@" in invitation.login:
        link = f"{settings.PUBLIC_URL}/loi-moi/{token}/?thu={proof.mail_mark(token)}"
        known = User.objects.filter(login=invitation.login).values_list("language", flat=True)
        with override(known.first() or page_language()):
            subject = _("Lời mời dùng hệ thống OCOP")
            text = _("Mở liên kết sau để tạo mật khẩu, có hiệu lực %(days)d ngày:\n%(link)s")
        text %= {"days": INVITATION_DAYS, "link": link}
        transaction.on_commit(partial(send_email.enqueue, invitation.login, subject, text))
    audit.record(
        actor,
        "people.invitation.sent",
        invitation,
        login=invitation.login,
        role=role,
        grant=grant or {},
    )
    return invitation, token


@use_case
def withdraw_invitation(*, actor: User, invitation: Invitation) -> None:
    """Close a link. Of one with a `grant` the caller has already checked that the actor may."""
    require(
        bool(invitation.grant) or invitation.invited_by_id == actor.pk or runs_installation(actor)
    )
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not current.is_open:
        raise Refused(_("Lời mời này không còn mở."))
    current.withdrawn_at = clock.now()
    current.save(update_fields=["withdrawn_at"])
    audit.record(actor, "people.invitation.withdrawn", current)


def open_invitation(token: str) -> Invitation | None:
    """The invitation that a link's secret opens, or None when there is none, it is used, withdrawn or out of date."""
    around = Invitation.objects.select_related("place", "invited_by")
    found = around.filter(token_hash=digest(token)).first()
    return found if found is not None and _still_opens(found) else None


def _still_opens(invitation: Invitation) -> bool:
    """A link gives no more than who sent it could give today: it ends with the right behind it."""
    inviter, place = invitation.invited_by, invitation.place
    if not (invitation.is_open and inviter.is_active):
        return False
    if (
        invitation.role
        and place is not None
        and not policy.may_appoint(inviter, invitation.role, place)
    ):
        return False
    return grants.may_give(inviter, invitation.grant)


@use_case
def accept_invitation(
    *, invitation: Invitation, password: str, by_mail: bool = False
) -> tuple[User, str]:
    """The invited person's account, with what the invitation gives; (user, where to go then).

    Who has an account already signs in with its own password: it is not changed by a link. An office's link proves a
    telephone number, for the office hands it over, and an address when it came by mail (by_mail); a producer's proves
    nothing, for whoever sends it could open it too.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not _still_opens(invitation):
        raise Refused(_("Lời mời này không còn mở."))
    proves = policy.manages_people(invitation.invited_by) and (
        by_mail or "@" not in invitation.login
    )
    user = User.objects.filter(login=invitation.login).first()
    if user is None:
        user = register_account(
            login=invitation.login,
            full_name=invitation.full_name,
            password=password,
            is_proven=proves,
        )
    elif not user.check_password(password):
        raise Refused(
            _("Bạn đã có tài khoản. Nhập mật khẩu hiện có của tài khoản đó."), fields=["password"]
        )
    elif proves and not user.is_proven:
        _prove(user)
    if invitation.role and invitation.place is not None:
        appoint(
            actor=None,
            user=user,
            role=invitation.role,
            place=invitation.place,
            position=invitation.position,
            organisation=invitation.organisation,
            given_by=invitation.invited_by,
        )
    target = grants.give(user, invitation.grant)
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record(user, "people.invitation.accepted", invitation)
    return user, target


@use_case
def set_active(*, actor: User, user: User, active: bool) -> None:
    """Close or reopen an account; what the person did stays."""
    require(policy.may_reopen(actor, user) if active else policy.may_close(actor, user))
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(actor, "people.account.opened" if active else policy.CLOSED, user)


def notify(
    users: Iterable[User],
    *,
    kind: str,
    title: Any,
    body: Any = "",
    url: str = "",
    once_key: str = "",
) -> None:
    """Tell people something, in the app and by e-mail where they want it, after the present transaction.

    title, body: anything that `core.words.kept` keeps; each person is told in the own language, which may change.

    once_key: the same notice is not given twice to the same person.
    """
    said = {"title": kept(title), "body": kept(body)}
    for user in {user.pk: user for user in users}.values():
        if once_key and Notification.objects.filter(user=user, once_key=once_key).exists():
            continue
        notice = Notification(user=user, kind=kind, said=said, url=url, once_key=once_key)
        with override(user.language):
            subject, notice.body = str(notice), notice.text
        notice.title = subject[:200]
        notice.save()
        if user.email and user.wants_email:
            text = f"{subject}\n\n{notice.body}\n\n{settings.PUBLIC_URL}{url}"
            transaction.on_commit(partial(send_email.enqueue, user.email, subject, text))


@task()
def send_email(to: str, subject: str, body: str) -> None:
    # A name may hold line breaks, which no subject may.
    send_mail(rehearsal.marked_subject(" ".join(subject.split())), body, None, [to])
