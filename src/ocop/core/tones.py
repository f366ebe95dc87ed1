"""States that say how they look: each value has a tone beside its label, so that a badge asks the state itself.

class SheetState(Toned):
    OPEN = "open", INFO, _("Đang chấm")
    SIGNED = "signed", GOOD, _("Đã ký")
"""

from typing import Self

from django.db import models

GOOD, WAIT, BAD, INFO, PLAIN = "good", "wait", "bad", "info", ""
TONES = (GOOD, WAIT, BAD, INFO, PLAIN)


class Toned(models.TextChoices):
    """Choices with a tone each; `fields.StateField` keeps one of them."""

    tone: str

    def __new__(cls, value: str, tone: str) -> Self:
        if tone not in TONES:
            raise ValueError(f"{value}: no such tone: {tone}")
        member = str.__new__(cls, value)
        member._value_ = value
        member.tone = tone
        return member
