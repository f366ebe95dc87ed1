"""Word templates that an office keeps for the papers of its territory."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from ocop.core import clock
from ocop.core.models import StoredFile
from ocop.documents.kinds import Kind, declared
from ocop.people.models import User
from ocop.places.models import Place


class OwnTemplate(models.Model):
    """A version of a place's own template for a kind of paper; at most one of them is in use, none means ours.

    kind: code of a declared kind. number: counts up with each upload for the place and kind; no version is ever changed.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="own_templates")
    kind = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "number"], name="own_template_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["place", "kind"], condition=Q(is_on=True), name="own_template_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return _("%(kind)s, bản %(n)d") % {"kind": self.kind_name, "n": self.number}

    @property
    def declared(self) -> Kind | None:
        """The kind of paper, None where no room prints it any more."""
        return declared().get(self.kind)

    @property
    def kind_name(self) -> str:
        return str(self.declared.name) if self.declared else self.kind
