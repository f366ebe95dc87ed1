"""A filled workbook to try the command with: an invented council, invented products, plausible answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from ocop.rules.model import Criterion, Edition, Sheet

from . import workbook as w
from .filling import Filling
from .template import write_template

MEMBERS = 7
PRODUCTS = 4
SHARES = (0.95, 0.8, 0.7, 0.6)
"""How far up its scales each product stands; the members see some criteria a level lower, each others."""
AFTER = timedelta(days=60)
"""The council meets so long after its process came into force."""


def write_example(edition: Edition, products: Sequence[str]) -> bytes:
    """The template of these sets with everything filled in but the decision, which comes after the session."""
    process = list(w.processes_for(edition).values())[-1]
    day = process.in_force_from + AFTER
    round = {
        "level": "Tỉnh",
        "place": "Tỉnh Ví Dụ",
        "year": day.year,
        "council_number": "99/QĐ-UBND",
        "council_date": day - timedelta(days=20),
        "session_date": day,
        "opened": time(8),
        "closed": time(11, 30),
        "venue": "Hội trường UBND tỉnh (ví dụ)",
        "remarks": "Số liệu ví dụ, không phải của đợt nào.",
    }
    return write_template(
        edition,
        products,
        members=MEMBERS,
        filling=Filling(round, _council(), _products(edition, products), _answers),
    )


def _council() -> list[dict[str, str]]:
    """The chair, a secretary who does not score, and members."""
    roles = ["Chủ tịch", "Thư ký", *["Ủy viên"] * (MEMBERS - 2)]
    return [
        {"name": f"{role} {number} (ví dụ)", "role": role, "is_present": w.YES}
        for number, role in enumerate(roles, start=1)
    ]


def _products(edition: Edition, products: Sequence[str]) -> list[dict[str, str]]:
    return [
        {
            "name": f"Sản phẩm ví dụ {number}: {edition.sheets[code].name}"[:200],
            "producer": f"HTX Ví Dụ {number}",
            "place": f"Xã Ví Dụ {number}",
        }
        for number, code in enumerate(products, start=1)
    ]


def _answers(rules: Sheet, product: int, member: int) -> dict[str, str]:
    """The levels that a member chooses for a product, both counted from 0; none of the secretary."""
    if member == 1:
        return {}
    share = SHARES[product % len(SHARES)]
    return {
        leaf.code: _level(leaf, share, lower=(5 * number + member) % 17 == 0)
        for number, leaf in enumerate(rules.leaves)
    }


def _level(leaf: Criterion, share: float, *, lower: bool) -> str:
    levels = leaf.cases[0].levels if leaf.cases else leaf.levels
    at = round(share * (len(levels) - 1)) - lower
    return levels[max(at, min(1, len(levels) - 1))].code
