"""What every room builds on: versioned and named rows, the audit trail, stored files, background jobs."""

import uuid
from datetime import datetime
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import clock
from .compiled import Select, Update
from .errors import StaleVersion
from .fields import ChangedAtField, KeyField, StateField
from .search import fold, sort_key
from .tones import BAD, GOOD, WAIT, Toned

VERSION_FIELDS = ("version", "updated_at")


@cache
def _held(model: type[models.Model]) -> Select[Any]:
    """A row by its key, held for the transaction."""
    return Select(
        lambda pk: model._base_manager.select_for_update().filter(pk=pk).order_by(),
        pk=model._meta.pk,
    )


class Versioned(models.Model):
    """A row that tells two people who edit it at once: each save counts `version` up."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = ChangedAtField()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        if not self._state.adding:
            self.version += 1
            if update_fields is not None:
                update_fields = {*update_fields, *VERSION_FIELDS}
        super().save(*args, update_fields=update_fields, **kwargs)

    def save_by(self, update: "Update[Self]") -> None:
        """`save(update_fields=…)` by a compiled statement, which names VERSION_FIELDS too."""
        self.version += 1
        update.run(self)

    def locked(self, *, version: int | None = None) -> Self:
        """The row as it is now, held for this transaction.

        Raises StaleVersion when the person saw another version than the one stored.
        """
        current: Self = _held(type(self)).get(pk=self.pk)
        if version is not None and current.version != version:
            raise StaleVersion(current)
        return current


class Named(Versioned):
    """A thing with a name, found by `words` without regard to accents and listed in Vietnamese order."""

    name: "models.CharField[str, str]"
    search = models.CharField(max_length=500, db_index=True, editable=False)
    sort_key = KeyField(max_length=400, db_index=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search", "sort_key"}
        super().save(*args, **kwargs)

    def words(self) -> str:
        """What it is found by."""
        raise NotImplementedError

    def fill_keys(self) -> None:
        """Bulk inserts pass `save` by: they call this first."""
        self.search, self.sort_key = fold(self.words())[:500], sort_key(self.name)[:400]


class AuditHead(models.Model):
    """The end of the audit chain: one row, held while an entry is added, so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class AuditEntry(models.Model):
    """Who did what to which thing, when and from what; written by `core.audit.record`, never changed.

    Database triggers refuse update and delete; each entry holds the hash of the one before it. at: the true time, always.
    rehearsed_at: beside it, in a rehearsal, the time by its calendar.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    rehearsed_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "number"], name="audit_target"),
            models.Index(fields=["actor", "number"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.target_type}:{self.target_id}"

    @property
    def told_at(self) -> datetime:
        """The time that people are told: by the calendar they work with."""
        return self.rehearsed_at or self.at


class StoredFile(models.Model):
    """A file by its content: the same bytes are kept once, whoever uploads them and under whatever name."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size_bytes = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(default=clock.true_now, editable=False)

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage: two levels of folders keep each one small."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


class Attachment(models.Model):
    """A file that belongs to a thing of any room: a signed scan of a decision, a photograph of a visit.

    Which things take files of which kind, who reads and who adds them, the thing's room says (`core.attachments`). A file
    that was replaced stays as it was, under the one that took its place.
    """

    thing_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    thing_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey("thing_type", "thing_id")
    kind = models.CharField(max_length=20)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    note = models.CharField(_("Ghi chú"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="supersedes")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["thing_type", "thing_id", "kind", "file"],
                condition=models.Q(superseded_by=None),
                name="attached_once",
            )
        ]
        indexes = [models.Index(fields=["thing_type", "thing_id"], name="attached_to")]

    def __str__(self) -> str:
        return self.file_name


class Job(models.Model):
    """Heavy work in the background, with progress that the person who asked for it can watch."""

    class State(Toned):
        WAITING = "waiting", WAIT, _("Đang chờ")
        RUNNING = "running", WAIT, _("Đang chạy")
        DONE = "done", GOOD, _("Đã xong")
        FAILED = "failed", BAD, _("Không thành công")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    state = StateField(max_length=10, states=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs")
    arguments = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    output = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    output_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.true_now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)


class SubmitToken(models.Model):
    """A form that has been carried out: sent twice, it is answered with where the first one led."""

    token = models.CharField(max_length=64, primary_key=True)
    used_at = models.DateTimeField(default=clock.true_now, editable=False)
    location = models.CharField(max_length=500, blank=True)


class Tally(models.Model):
    """How often somebody did a limited thing (`core.limits`) in one stretch of time; whom and what only as a hash."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)


class DayDone(models.Model):
    """A day whose regular work (`core.daily`) is taken, and when it was finished."""

    day = models.DateField(primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.day.isoformat()


class Rehearsal(models.Model):
    """The row by which an installation is a rehearsal for good, with its calendar (`core.rehearsal`); no real one has it.

    ahead: of the true time, less than nothing in the past; triggers let it only grow.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ahead = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_rehearsal")]

    def __str__(self) -> str:
        return str(self.ahead)
