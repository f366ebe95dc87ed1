"""Model fields of our own."""

from datetime import datetime
from typing import Any

from django.db import models

from . import clock
from .tones import Toned


class KeyField(models.CharField[str, str]):
    """Text that is compared byte by byte on every database, whatever its language: paths asked for by ranges, keys of
    `core.search` to sort by, numbers told apart by a prefix. SQLite compares so anyway."""

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


class StateField(models.CharField[str, str]):
    """One of a thing's states (`tones.Toned`); `get_<name>_tone()` says how its badge looks, as `get_<name>_display()`
    says its label. In migrations it is a plain field with choices."""

    def __init__(self, *args: Any, states: type[Toned] | None = None, **kwargs: Any) -> None:
        self.states = states
        if states is not None:
            kwargs["choices"] = states.choices
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any) -> None:
        super().contribute_to_class(cls, name, *args)
        if (states := self.states) is not None:
            tones = {str(state): state.tone for state in states}
            setattr(cls, f"get_{name}_tone", lambda thing: tones[getattr(thing, name)])


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
