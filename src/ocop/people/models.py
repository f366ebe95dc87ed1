"""Accounts, organisations, roles at places, invitations, notifications."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.compiled import Select
from ocop.core.fields import KeyField
from ocop.core.models import Named
from ocop.core.search import fold, person_sort_key
from ocop.core.words import told
from ocop.places.enums import Level
from ocop.places.models import Place

from . import proof
from .enums import OrganisationKind, Role
from .kept_roles import kept_until_changed


class UserManager(BaseUserManager["User"]):
    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(login=login.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with an account. The login name is an e-mail address or, for those without one, a phone number."""

    login = models.CharField(
        _("Tên đăng nhập (e-mail hoặc số điện thoại)"), max_length=120, unique=True
    )
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Số điện thoại"), max_length=20, blank=True)
    language = models.CharField(_("Ngôn ngữ"), max_length=5, default="vi")
    wants_email = models.BooleanField(_("Nhận thông báo qua e-mail"), default=True)
    is_active = models.BooleanField(default=True)
    proven_at = models.DateTimeField(
        null=True, editable=False, help_text="since when the login is known to be the person's own"
    )
    roles_stamp = models.PositiveIntegerField(default=0, editable=False)
    hidden_columns = models.JSONField(
        default=dict, editable=False, help_text="by a list's name the columns that the person hid"
    )
    sort_key = KeyField(max_length=240, db_index=True, editable=False)
    search = models.CharField(max_length=260, default="", editable=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.full_name or self.login

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = person_sort_key(self.full_name)
        self.search = fold(f"{self.full_name} {self.login}")
        super().save(*args, **kwargs)

    @property
    def is_proven(self) -> bool:
        """Whether the login is known to be the person's own (`people.proof`); who types another's gets nothing by it."""
        return self.proven_at is not None

    @property
    def proof_code(self) -> str:
        """What a person whose login is not proven tells an officer."""
        return proof.code(self)

    @property
    def appointments_now(self) -> tuple[Appointment, ...]:
        """Roles held today with their places."""
        return appointments_of(self)

    @property
    def is_administrator(self) -> bool:
        return any(a.role == Role.ADMINISTRATOR for a in self.appointments_now)

    @property
    def runs_installation(self) -> bool:
        """Administers the whole country, as the installation knows it: what holds for every province is theirs to set."""
        return any(place.level == Level.COUNTRY for place in self.places_as(Role.ADMINISTRATOR))

    @property
    def unread_count(self) -> int:
        """Notices not read yet: 1 query, on every page."""
        told: Any = _told.get(pk=self.pk)
        return int(told.unread)

    def places_as(self, *roles: Role) -> list[Place]:
        """Places where the person holds one of the roles today."""
        return [a.place for a in self.appointments_now if a.role in roles]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def in_force(self, on: date) -> Self:
        """Those that exist on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        )


class Organisation(Named):
    """A body that people act for and papers come from, for the time in which it exists: a People's Committee, a department,
    a bank. Whoever was merged or ended keeps its row; `successor` leads to who took its duties over.
    """

    kind = models.CharField(_("Loại"), max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(_("Tên cơ quan, tổ chức"), max_length=200)
    short_name = models.CharField(_("Tên viết tắt"), max_length=80, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="organisations", verbose_name=_("Địa bàn")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("Cơ quan cấp trên"),
    )
    valid_from = models.DateField(_("Thành lập ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Hoạt động đến ngày"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("Cơ quan kế thừa"),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(kind=OrganisationKind.PEOPLES_COMMITTEE),
                name="one_peoples_committee",
                violation_error_message=_("Địa bàn này đã có Ủy ban nhân dân."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="organisation_dates",
                violation_error_message=_("Ngày kết thúc phải sau ngày thành lập."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def words(self) -> str:
        return f"{self.name} {self.short_name}"

    def is_in_force(self, on: date) -> bool:
        return (self.valid_from or on) <= on <= (self.valid_to or on)

    def overlaps(self, other: Organisation) -> bool:
        """Whether there is a day on which both exist."""
        first = max(self.valid_from or date.min, other.valid_from or date.min)
        return first <= min(self.valid_to or date.max, other.valid_to or date.max)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, day: date) -> AppointmentQuerySet:
        """Roles held on a day. A role ends with its unit: nobody governs a bigger one by having governed a part of it. Who is
        appointed at a unit after its end, to wind up what is left of it, holds that role."""
        return self._held(day).exclude(self._ended_with_its_unit(day))

    def left_behind(self, day: date) -> AppointmentQuerySet:
        """Roles that would go on, had their unit not ended: somebody says where they do (`people.actions.resettling`)."""
        return self._held(day).filter(self._ended_with_its_unit(day))

    def _ended_with_its_unit(self, day: date) -> Q:
        return Q(place__valid_to__lt=day, place__valid_to__gte=F("since"))

    def _held(self, day: date) -> AppointmentQuerySet:
        return self.filter(Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))


class Appointment(models.Model):
    """A role at a place for a time; it reaches over the whole territory of the place."""

    user = models.ForeignKey(User, models.CASCADE, related_name="appointments")
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="appointments", verbose_name=_("Địa bàn")
    )
    position = models.CharField(_("Chức vụ"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("Cơ quan"),
    )
    since = models.DateField(_("Từ ngày"), default=clock.today)
    until = models.DateField(_("Đến ngày"), null=True, blank=True)
    given_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", help_text="none: the installation"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.place}"


def places_with_office(day: date) -> models.QuerySet[Place]:
    """Units at which somebody is an officer on a day: 1 query."""
    officers = Appointment.objects.in_force(day).filter(role=Role.OFFICER)
    return Place.objects.filter(pk__in=officers.values("place"))


@kept_until_changed("people.Appointment")
def appointments_of(person_id: int) -> tuple[Appointment, ...]:
    today = clock.today()
    held = Appointment.objects.in_force(today).filter(user_id=person_id)
    return tuple(held.select_related("place"))


class Invitation(models.Model):
    """A link that makes somebody a user with a role; only the hash of its secret is kept.

    `grant` names what the person gets besides, or instead of, a role at a place: {"kind": "producers.member", "id": 5}.
    The room that owns the kind carries it out (`people.grants`).
    """

    token_hash = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    login = models.CharField(_("Tên đăng nhập (e-mail hoặc số điện thoại)"), max_length=120)
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, verbose_name=_("Địa bàn")
    )
    position = models.CharField(_("Chức vụ"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Cơ quan"),
    )
    grant = models.JSONField(default=dict)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_open(self) -> bool:
        return not self.accepted_at and not self.withdrawn_at and self.expires_at > clock.now()


class Notification(models.Model):
    """Something that a person should know, in the app and by e-mail where wanted.

    `said` is what it says, as data (`core.words.kept`), so that it is read in whatever language the person reads then;
    `title` and `body` are how it was worded when it was told, and all there is of older ones.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    said = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    once_key = models.CharField(
        max_length=120, blank=True, help_text="the same notice is not given twice"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["user", "read_at"], name="notification_unread")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "once_key"], condition=~Q(once_key=""), name="notification_once"
            )
        ]

    def __str__(self) -> str:
        return str(told(self.said["title"])) if self.said else self.title

    @property
    def text(self) -> str:
        return str(told(self.said["body"])) if self.said else self.body


def _with_unread(pk: Any) -> models.QuerySet[User]:
    of_person = Notification.objects.filter(user=OuterRef("pk"), read_at=None).order_by()
    counted = of_person.values("user").annotate(count=Count("pk")).values("count")
    told = User.objects.filter(pk=pk).annotate(unread=Coalesce(Subquery(counted), 0))
    return told.only("pk").order_by()


_told = Select(_with_unread, pk=User._meta.pk)


class Reminder(models.Model):
    """A notice to come about a thing that ends on a day: computed once, sent once (`people.reminding`).

    step: how long before, in the unit of the kind. A notice that came due together with a later one of the same thing
    is not sent but done.
    """

    kind = models.CharField(max_length=60)
    target_id = models.PositiveBigIntegerField()
    step = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "target_id", "step"], name="reminder_once")
        ]
        indexes = [models.Index(fields=["done_at", "due_on"], name="reminder_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id} {self.due_on}"
