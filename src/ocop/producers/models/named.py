from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from ocop.core.fields import KeyField
from ocop.core.models import Versioned
from ocop.core.search import fold, sort_key

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Named(Versioned):
    """A thing with a name, found by `words` without regard to accents and listed in Vietnamese order."""

    name: models.CharField[str, str]
    search = models.CharField(max_length=500, db_index=True, editable=False)
    sort_key = KeyField(max_length=400, db_index=True, editable=False)

    class Meta:
        abstract = True

    def words(self) -> str:
        """What it is found by."""
        raise NotImplementedError

    def fill_keys(self) -> None:
        self.search, self.sort_key = fold(self.words())[:500], sort_key(self.name)[:400]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search", "sort_key"}
        super().save(*args, **kwargs)
