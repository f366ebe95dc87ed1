"""The few ways in which the system says no; `core.middleware` turns each into one kind of answer."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _


class Refused(Exception):
    """The rules do not allow this; the message tells the person why and what to do instead.

    `fields` names the inputs at fault: their names, or a mapping of them to messages.
    """

    def __init__(self, message: str, *, fields: Sequence[str] | Mapping[str, str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields


class TooOften(Exception):
    """Somebody did a thing more often than is allowed; `seconds` until it may be done again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class StaleVersion(Exception):
    """Somebody else changed the row since this page was opened; `current` is the row as it is now."""

    def __init__(self, current: object) -> None:
        super().__init__("stale version")
        self.current = current


class AlreadyDone(Exception):
    """The form that this request sends was carried out before: `token` says which."""

    def __init__(self, token: str) -> None:
        super().__init__("already done")
        self.token = token


class NotYours(Exception):
    """The person may not do this. Answered as 404, so that nothing leaks about what exists."""


def stated(text: str, or_else: str, *, field: str = "reason", most: int = 500) -> str:
    """The text that an action needs from a person, trimmed. Raises Refused, saying `or_else`, where there is none."""
    text = text.strip()
    if not text:
        raise Refused(or_else, fields=[field])
    if len(text) > most:
        raise Refused(
            _("Nội dung dài quá %(most)d ký tự. Hãy viết gọn lại.") % {"most": most}, fields=[field]
        )
    return text
