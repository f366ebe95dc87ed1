"""Editions and processes for tests that show their own world; the built-in ones come with every installation."""

from collections.abc import Mapping
from itertools import count
from typing import Any

import yaml

from ocop.criteria.actions.processes import content_of
from ocop.criteria.models import Edition, ProcessEdition
from ocop.rules.loading import builtin_edition

SET = "BSP-06"
"""A set that every edition has."""
_numbers = count(1)


def builtin(code: str = "qd1048") -> Edition:
    """An edition of the criteria that comes with the installation."""
    return Edition.objects.get(code=code)


def make_edition(**fields: Any) -> Edition:
    """A draft, a copy of a built-in edition."""
    fields = {"code": f"nhap-{next(_numbers)}", "name": "Bản nháp", **fields}
    return Edition.objects.create(files=builtin().files, **fields)


def make_process(based_on: str = "qd148-2025", **fields: Any) -> ProcessEdition:
    """A draft, a copy of another process but for its days."""
    code = fields.pop("code", f"quy-trinh-nhap-{next(_numbers)}")
    own = {"code": code, "in_force_from": "", "in_force_to": None}
    content = {**content_of(based_on), **own}
    return ProcessEdition.objects.create(code=code, based_on=based_on, content=content, **fields)


def sets_of(files: Mapping[str, str], *names: str) -> dict[str, str]:
    """The files of an edition with these of its sets only."""
    index = yaml.safe_load(files["index.yaml"])
    kept = [f"{name}.yaml" for name in names]
    index["sets"] = [each for each in index["sets"] if each["file"] in kept]
    text = yaml.safe_dump(index, allow_unicode=True, sort_keys=False)
    return {"index.yaml": text, **{name: files[name] for name in kept}}


def answers(share: float, set_code: str = SET, edition: str = "qd1048") -> dict[str, str]:
    """A whole sheet at about a share of each scale, 0 the first level and 1 the last."""
    chosen = {}
    for leaf in builtin_edition(edition).sheets[set_code].leaves:
        levels = leaf.cases[0].levels if leaf.cases else leaf.levels
        chosen[leaf.code] = levels[round(share * (len(levels) - 1))].code
    return chosen
