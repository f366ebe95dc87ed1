"""Model fields of our own."""

from datetime import datetime
from typing import Any

from django.db import models

from . import clock


class KeyField(models.CharField[str, str]):
    """Text that is compared byte by byte on every database, whatever its language: paths asked for by ranges, keys of
    `core.search` to sort by, numbers told apart by a prefix. SQLite compares so anyway."""

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


class ChangedAtField(models.DateTimeField[datetime, datetime]):
    """When the row was last saved, by the clock that everything follows; Django's `auto_now` asks the machine."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"editable": False, "default": clock.now}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["default"]
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime:
        saved_at = clock.now()
        setattr(model_instance, self.attname, saved_at)
        return saved_at
