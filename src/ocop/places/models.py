"""The dated tree of administrative units: country → province → district → commune, before and after 1 July 2025."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocop.core import clock
from ocop.core.fields import KeyField

from .enums import Level


class PlaceQuerySet(models.QuerySet["Place"]):
    def on(self, day: date) -> Self:
        """Units that exist on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def under(self, place: Place) -> Self:
        """The place itself and all below it. A range on the path, for `startswith` scans the table on SQLite."""
        return self.filter(path__gte=place.path, path__lt=place.path + "~")


class Place(models.Model):
    """An administrative unit for the time in which its name, parent and area stayed the same.

    A code of the General Statistics Office may be used again by a later unit, so `key` (code and edition) is what
    is unique. A record made at a unit keeps it for ever; `successors` lead to the unit of a later day.
    """

    key = models.CharField(max_length=24, unique=True)
    code = models.CharField(_("Mã"), max_length=12, db_index=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    kind = models.CharField(max_length=20)
    name = models.CharField(_("Tên"), max_length=120)
    short_name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    province = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    path = KeyField(
        max_length=80, unique=True, help_text="keys from the country down, each ended by /"
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    search = models.CharField(max_length=200, db_index=True)
    sort_key = KeyField(max_length=200, db_index=True)
    successors = models.ManyToManyField(
        "self", through="Succession", symmetrical=False, related_name="predecessors"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def has_ended(self, on: date) -> bool:
        """Whether a day comes after its last."""
        return self.valid_to is not None and self.valid_to < on

    def contains(self, other: Place) -> bool:
        """Whether the other unit is this one or lies below it in the same tree; over time `places.territory` says more."""
        return other.path.startswith(self.path)


class Succession(models.Model):
    """A unit's people and records went to another unit on a day (merger, split, rename)."""

    old = models.ForeignKey(Place, models.CASCADE, related_name="+")
    new = models.ForeignKey(Place, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Outline(models.Model):
    """Where a unit's boundary runs, as an administrator loaded it: thinned for maps, not for measuring.

    geometry: `outlines.pack`. Source and licence are shown wherever it is drawn.
    """

    place = models.OneToOneField(Place, models.CASCADE, related_name="outline")
    geometry = models.TextField()
    source = models.CharField(_("Nguồn"), max_length=200)
    licence = models.CharField(_("Giấy phép hoặc căn cứ sử dụng"), max_length=200)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(
        max_length=120, help_text="the name as of then; places know no accounts"
    )

    class Meta:
        ordering = ["place__sort_key"]

    def __str__(self) -> str:
        return str(self.place)


def new_mark() -> int:
    return secrets.randbits(60)


class TreeChange(models.Model):
    """Units or successions came into the tree: all of the country's at the start, a decree's later.

    What a process keeps in memory of the tree it keeps under the newest mark (`places.territory`).
    """

    source = models.CharField(max_length=200)
    units_added = models.PositiveIntegerField()
    successions_added = models.PositiveIntegerField()
    mark = models.PositiveBigIntegerField(default=new_mark, editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.source


class CalendarDay(models.Model):
    """A day that the government set otherwise than `ocop.places.working_days` knows: a Saturday worked instead of
    another day, a day off. Deadlines that are reckoned from then on follow it; those reckoned before stay."""

    day = models.DateField(_("Ngày"), unique=True)
    works = models.BooleanField(
        _("Ngày này"), choices=[(True, _("Đi làm (làm bù)")), (False, _("Nghỉ"))]
    )
    act = models.CharField(_("Văn bản"), max_length=200)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
