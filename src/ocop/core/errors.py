"""The few ways in which the system says no; `core.middleware` turns each into one kind of answer."""

from collections.abc import Mapping, Sequence


class Refused(Exception):
    """The rules do not allow this; the message tells the person why and what to do instead.

    `fields` names the inputs at fault: field or criterion codes, or a mapping of them to messages.
    """

    def __init__(self, message: str, *, fields: Sequence[str] | Mapping[str, str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields


class StaleVersion(Exception):
    """Somebody else changed the row since this page was opened; `current` is the row as it is now."""

    def __init__(self, current: object) -> None:
        super().__init__("stale version")
        self.current = current


class NotYours(Exception):
    """The person may not do this. Answered as 404, so that nothing leaks about what exists."""
