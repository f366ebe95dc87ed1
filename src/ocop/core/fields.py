"""Model fields of our own."""

from typing import Any

from django.db import models


class KeyField(models.CharField[str, str]):
    """Text that is compared byte by byte on every database, whatever its language: paths asked for by ranges, keys of
    `core.search` to sort by, numbers told apart by a prefix. SQLite compares so anyway."""

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}
