"""The papers of a dossier: which are asked of whom, and which criteria each is evidence for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files as resource_files
from typing import Any

import yaml

from .model import Criterion, Sheet, in_language

GOODS = {
    "food": ("Thực phẩm", "Food"),
    "beverage": ("Đồ uống", "Beverages"),
    "herbal": ("Thảo dược, dược liệu", "Herbal products"),
    "textile": ("Vải, may mặc", "Textiles and garments"),
    "souvenir_decor": ("Lưu niệm, nội thất, trang trí", "Souvenirs, furniture, decoration"),
    "craft": ("Thủ công mỹ nghệ", "Handicrafts"),
    "ornamental": ("Sinh vật cảnh", "Ornamental plants and animals"),
    "tourism": ("Dịch vụ du lịch", "Tourism services"),
}
GOODS_OF_SECTORS = {
    "Thực phẩm": "food",
    "Đồ uống": "beverage",
    "Thảo dược": "herbal",
    "Dược liệu và sản phẩm từ dược liệu": "herbal",
    "Vải và may mặc": "textile",
    "Lưu niệm - nội thất - trang trí": "souvenir_decor",
    "Hàng thủ công mỹ nghệ": "craft",
    "Sinh vật cảnh": "ornamental",
    "Dịch vụ du lịch nông thôn, bán hàng": "tourism",
    "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch": "tourism",
}
"""By the decisions' names of sectors; `papers` of a sector says it for others."""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A kind of paper. `is_required` is always; `is_conditional` when another law asks for it; `is_physical` a
    sample that no file replaces. `criteria` are codes of goods sheets, `titles` names of criteria or sections."""

    code: str
    name: str
    name_en: str
    is_required: bool
    is_conditional: bool
    is_physical: bool
    has_expiry: bool
    is_personal: bool
    criteria: tuple[str, ...]
    titles: tuple[str, ...]
    note: str
    confidence: str

    def name_in(self, language: str) -> str:
        return in_language(self.name, self.name_en, language)


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    text = (resource_files("ocop.rules") / "checklist.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data


@lru_cache(maxsize=256)
def items_for(
    criteria: str, producer_type: str, goods: str, purpose: str
) -> tuple[ChecklistItem, ...]:
    """The checklist of a dossier, in order.

    criteria: code of the criteria edition (qd1048, qd148, qd26 …). goods: one of GOODS. purpose: new, upgrade or
    renewal; a renewal asks for the renewal form and report besides what has changed, but where an edition has its own
    table for the same papers.
    """
    chosen = [
        _item(row, criteria, producer_type)
        for row in _rows(criteria)
        if _is_asked(row, criteria, producer_type, goods)
    ]
    if purpose == "renewal" and criteria not in _data()["evidence_tables"]:
        chosen += [
            _item(row, criteria, producer_type)
            for row in _data()["renewal"]
            if row["code"] != "HR03"
        ]
    return tuple(chosen)


def _rows(criteria: str) -> list[Mapping[str, Any]]:
    """The rows of the edition's own table, in its order and words, or all there are."""
    rows = [*_data()["required"], *_data()["additional"]]
    table = _data()["evidence_tables"].get(criteria)
    if table is None:
        return rows
    known = {row["code"]: row for row in rows}
    return [{**known[row["code"]], **row} for row in table]


@lru_cache(maxsize=1)
def all_items() -> tuple[ChecklistItem, ...]:
    """Every kind of paper that the evidence library knows."""
    rows = [*_data()["required"], *_data()["additional"], *_data()["renewal"]]
    return tuple(_item(row, "", "") for row in rows if row["code"] != "HR03")


def item(code: str) -> ChecklistItem | None:
    return next((known for known in all_items() if known.code == code), None)


def is_evidence_for(paper: ChecklistItem, sheet: Sheet, criterion: Criterion) -> bool:
    """Whether a kind of paper helps to prove a criterion of a sheet."""
    _part, section_code, titled = sheet.homes[criterion.code]
    is_goods = sheet.papers != "tourism"
    if is_goods and (criterion.code in paper.criteria or titled in paper.criteria):
        return True
    section = next(s for s in sheet.sections if s.code == section_code)
    names = {
        criterion.name.lower(),
        section.name.lower(),
        *(c.name.lower() for c in section.criteria if c.code == titled),
    }
    return any(title.lower() in name for title in paper.titles for name in names)


def _is_asked(row: Mapping[str, Any], criteria: str, producer_type: str, goods: str) -> bool:
    if "editions" in row and criteria not in row["editions"]:
        return False
    types = row.get("entity_types", "all")
    if (
        types != "all"
        and producer_type not in types
        and producer_type not in row.get("variants", {})
    ):
        return False
    groups = row.get("groups", "all")
    if groups == "all_except_tourism":
        return goods != "tourism"
    return groups == "all" or goods in groups


def _item(row: Mapping[str, Any], criteria: str, producer_type: str) -> ChecklistItem:
    mandatory = row.get("mandatory")
    required = mandatory is True and criteria in row.get("mandatory_in", [criteria])
    name = row.get("variants", {}).get(producer_type) or row["vi"]
    return ChecklistItem(
        code=row["code"],
        name=name.replace(" (confirm)", ""),
        name_en=row["en"],
        is_required=required,
        is_conditional=mandatory == "when_law_requires",
        is_physical=bool(row.get("physical")),
        has_expiry=bool(row.get("has_expiry")),
        is_personal=bool(row.get("personal_data")),
        criteria=tuple(row.get("criteria", ())),
        titles=tuple(row.get("criteria_by_title", ())),
        note=row.get("note", ""),
        confidence=row.get("confidence", ""),
    )
