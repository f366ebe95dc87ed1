"""The scenes that an installation can be filled with: where, when, and what one finds there."""

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ocop.core import clock
from ocop.places.scenes import Scene


@cache
def record() -> dict[str, Any]:
    """Bắc Kạn's public record with its sources."""
    text = (files("ocop.demo") / "bac-kan.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def bac_kan_2019() -> Scene:
    return Scene(
        name="bac-kan-2019",
        title="Bắc Kạn on 2 December 2019: eight districts, 122 communes, Decision 1048 just in force",
        day=date(2019, 12, 2),
        province="06",
        district="066",
        commune="02173",
        facts=record(),
    )


def thai_nguyen_2026() -> Scene:
    return Scene(
        name="thai-nguyen-2026",
        title="Thái Nguyên today: Bắc Kạn's communes in their units of 2025, under the newest process",
        day=clock.day_of(clock.true_now()),
        province="19@2025",
        commune="02185@2025",
        facts=record(),
    )


SCENES: dict[str, Callable[[], Scene]] = {
    "bac-kan-2019": bac_kan_2019,
    "thai-nguyen-2026": thai_nguyen_2026,
}
