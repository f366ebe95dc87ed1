"""Model fields of our own."""

from typing import Any

from django.db import models

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
