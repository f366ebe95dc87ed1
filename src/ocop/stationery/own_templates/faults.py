"""What is wrong with an own template, as data: worded by whoever shows it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Area = Literal["body", "header", "footer", "footnote", ""]


@dataclass(frozen=True, slots=True)
class Where:
    """A paragraph of the file. number: its place in the area; table, row: 0 outside tables. text: how it reads."""

    area: Area = ""
    number: int = 0
    table: int = 0
    row: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """code: what is wrong, of `WORDS` of the room that words it. params: what the sentence names."""

    code: str
    where: Where = Where()
    params: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        return cls(data["code"], Where(**data["where"]), data["params"])
