"""An office's own Word template for a kind of paper: checked when it comes, filled in when a paper is printed.

A template is a .docx with docxtpl's marks: {{ number }}, {%p for text in paragraphs %} … {%p endfor %} around paragraphs,
{%tr for p in products %} … {%tr endfor %} around rows of a table. It is opened, read and filled in a process of its own
with little memory and time (`__main__`), for a file of some kilobytes can ask for terabytes, and what a template says is
only known when it is run. It may name the fields of its kind and do little else: `safety`, `lines` and `fields` say what.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ocop.documents.kinds import Facts, Field, Kind, values_of
from ocop.documents.marks import watermark

from .faults import Fault, Where
from .safety import LARGEST_BYTES, unsafe

MOST_SECONDS = 60


class Unfit(Exception):
    """A template that cannot be used; `faults` say why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(", ".join(fault.code for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Job:
    """What the other process is asked: to fill a template with values, after checking it against a schema."""

    schema: Mapping[str, Any]
    values: Mapping[str, Any]
    mark: str


def check(template: bytes, kind: Kind) -> bytes:
    """A sample paper of a template, filled with facts of nobody. Raises Unfit with everything that is wrong."""
    if fault := unsafe(template):
        raise Unfit([fault])
    return fill(template, kind, kind.sample())


def fill(template: bytes, kind: Kind, facts: Facts) -> bytes:
    """The paper as Word file, its marks on every page. Raises Unfit where it cannot be made of these facts."""
    job = {
        "schema": schema_of(kind.fields),
        "values": values_of(facts),
        "mark": watermark(facts.watermark),
    }
    asked = json.dumps(job, ensure_ascii=False).encode() + b"\n" + template
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__], input=asked, capture_output=True, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise Unfit([Fault("too_much")]) from None
    if done.returncode:
        raise Unfit([Fault("too_much")])
    said, _, made = done.stdout.partition(b"\n")
    faults = [Fault.from_data(data) for data in json.loads(said)]
    if faults:
        raise Unfit(faults)
    return made


def schema_of(fields: Iterable[Field]) -> dict[str, Any]:
    """What `fields.Schema` describes, of a kind's fields."""
    found: dict[str, Any] = {}
    for field in fields:
        inside = ("group", schema_of(field.inside)) if field.inside else None
        found[field.name] = ("list", inside) if field.is_list else inside
    return found


__all__ = ["LARGEST_BYTES", "Fault", "Unfit", "Where", "check", "fill"]
