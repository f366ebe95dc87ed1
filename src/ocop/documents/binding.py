"""What a bound file of many papers is made of: its cover, and the papers that stand behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, NotRequired, TypedDict


class Unprintable(Exception):
    """A file does not go into the PDF; the message is the sentence for its page."""


class Cover(TypedDict):
    """The cover of what `assemble` binds. programme: a line above the title. facts: label and value, in order.
    qr: SVG, "" for none."""

    body: str
    programme: str
    title: str
    name: str
    owner: str
    facts: list[tuple[str, str]]
    qr: str
    watermark: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A paper of the file: a PDF or a picture, opened only when its turn comes. `group` is its heading in the contents."""

    title: str
    group: str
    open: Callable[[], BinaryIO]
