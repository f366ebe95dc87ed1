from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop.core.fields import StateField
from ocop.core.models import Versioned
from ocop.core.words import page_language
from ocop.rules.model import in_language

from .enums import EditionState


class Edition(Versioned):
    """An edition of the national criteria as this installation uses it: YAML files in `files`, name → text.

    `name_en` follows from its files when it is published without one. A published edition never changes: a database trigger refuses it, and `digest` lets anybody prove it.
    `confirmed_requirements` are the ids of inferred star requirements that an administrator has checked against the
    decree; only those cap stars, and only in rounds that have not begun to score. `pending` is an import into a draft
    that has been checked and waits to be applied.
    """

    code = models.CharField(_("Mã"), max_length=40, unique=True)
    name = models.CharField(_("Tên"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    state = StateField(max_length=10, states=EditionState, default=EditionState.DRAFT)
    files = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    confirmed_requirements = models.JSONField(default=list)
    pending = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en, page_language())

    @property
    def short_name(self) -> str:
        """ "Quyết định 1048/QĐ-TTg" of "Quyết định 1048/QĐ-TTg: Bộ Tiêu chí…" """
        return str(self).partition(":")[0]


class ProcessEdition(Versioned):
    """A process edition that an administrator made: `content` is data as in `rules/processes/*.yaml`.

    Those that come with the system stay files. A published one never changes: rounds name it by its code. `based_on` is
    the code of the process that it was copied from, "" where that is not known any more.
    """

    code = models.CharField(_("Mã"), max_length=30, unique=True)
    based_on = models.CharField(max_length=30, blank=True)
    state = StateField(max_length=10, states=EditionState, default=EditionState.DRAFT)
    content = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.content.get("name") or self.code)

    def name_in(self, language: str) -> str:
        return in_language(str(self), str(self.content.get("name_en") or ""), language)
