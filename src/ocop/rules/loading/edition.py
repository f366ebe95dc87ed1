"""The whole edition: its index with parts, bands and list of sets, and the sheet of each file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..checklist import GOODS, GOODS_OF_SECTORS
from ..faults import Fault, FaultyEdition
from ..model import Band, Edition, Sector, Sheet
from .sheets import SheetReader
from .texts import Located, digest_of_documents, folder_files, read_yaml
from .values import INDEX


def load_edition(folder: Path | str) -> Edition:
    """The edition in a folder. Raises FaultyEdition."""
    return parse_edition(folder_files(Path(folder)))


def parse_edition(files: Mapping[str, str]) -> Edition:
    """The edition in texts by file name. Raises FaultyEdition with every fault found, not just the first."""
    edition, faults = _checked(tuple(sorted(files.items())))
    if faults or edition is None:
        raise FaultyEdition(faults)
    return edition


def read_published(files: Mapping[str, str]) -> Edition:
    """An edition that was checked when it was published: read even where checks have become stricter since, for
    results name it for ever. Raises FaultyEdition where there is no edition at all."""
    edition, faults = _checked(tuple(sorted(files.items())))
    if edition is None:
        raise FaultyEdition(faults)
    return edition


@lru_cache(maxsize=6)
def _checked(files: tuple[tuple[str, str], ...]) -> tuple[Edition | None, tuple[Fault, ...]]:
    """(edition, what is wrong with it) of texts: a draft's pages ask again and again."""
    faults: list[Fault] = []
    documents = {name: read_yaml(name, text, faults) for name, text in files}
    edition = EditionReader(documents, faults).edition(digest_of_documents(documents))
    return edition, FaultyEdition(faults).faults


def faults_of(documents: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What is wrong with documents that are mappings already, those of a spreadsheet for instance."""
    faults: list[Fault] = []
    EditionReader(documents, faults).edition()
    return FaultyEdition(faults).faults


class EditionReader(SheetReader):
    """Turns documents into the model and gathers what is wrong on the way."""

    def edition(self, digest: str = "") -> Edition | None:
        """The edition as far as it can be read, None without an index that says what it is."""
        index = self.documents.get(INDEX)
        if not isinstance(index, Located):
            if not any(f.file == INDEX for f in self.faults):
                self.fault(
                    1, "", "not_mapping" if INDEX in self.documents else "index_missing", name=INDEX
                )
            index = None
        head = index.get("edition") if index is not None else None
        if index is not None and not isinstance(head, Located):
            self.fault(index, "edition", "edition_missing")
        maximum = self.whole(index, "max_points", least=1) if index is not None else 0
        parts = self.index_parts(index, maximum) if index is not None else ()
        bands = self.bands(index, maximum) if index is not None else ()
        sectors = self.sectors(index) if index is not None else ()
        sheets = self.sheets(index, {c: p for c, _n, _e, p in parts}, maximum, sectors)
        fields = self.head(head) if isinstance(head, Located) else {}
        if index is None or not isinstance(head, Located):
            return None
        usable = index.get("usable_for_scoring", True) is not False
        return Edition(
            **fields,
            max_points=maximum,
            parts=parts,
            bands=bands,
            sheets=sheets,
            complete=bool(sheets) and usable and all(s.complete for s in sheets.values()),
            usable_for_scoring=usable,
            digest=digest,
            sectors=sectors,
            missing=tuple(
                self.both(node, "what", "missing") for node in self.nodes(index, "missing")
            ),
        )

    def head(self, node: Located) -> dict[str, Any]:
        """The edition's own fields, with the days between which it is in force."""
        self.file = INDEX
        code = self.code(node)
        fields = {key: self.text(node, key) for key in ("name", "name_en", "decision")}
        start, end = self.day(node, "in_force_from"), self.day(node, "in_force_to")
        if start and end and end < start:
            self.fault(node, "in_force_to", "dates_crossed")
        return {
            "code": code,
            **fields,
            "decision_date": self.day(node, "decision_date", required=True),
            "in_force_from": start,
            "in_force_to": end,
            "amended_by": tuple(self.text(a, "decision") for a in self.nodes(node, "amended_by")),
        }

    def sectors(self, index: Located) -> tuple[Sector, ...]:
        found = index.get("classification")
        if not isinstance(found, Located):
            return ()
        nodes = self.nodes(found, "sectors") or self.nodes(found, "groups")
        return tuple(self.sector(node) for node in nodes)

    def sector(self, node: Located) -> Sector:
        name, papers = self.text(node, "name"), node.get("papers", "")
        if papers and papers not in GOODS:
            self.fault(node, "papers", "papers", known=", ".join(GOODS))
        papers = papers or GOODS_OF_SECTORS.get(name, "food")
        return Sector(name, self.text(node, "name_en"), papers)

    def index_parts(self, index: Located, maximum: int) -> tuple[tuple[str, str, str, int], ...]:
        parts: list[tuple[str, str, str, int]] = []
        for node in self.nodes(index, "parts"):
            code = self.code(node)
            if code in [part[0] for part in parts]:
                self.fault(node, "code", "part_twice", found=code)
            points = self.whole(node, "max_points", least=1)
            parts.append((code, self.text(node, "name"), self.text(node, "name_en"), points))
        total = sum(points for *_rest, points in parts)
        if total != maximum:
            self.fault(index, "parts", "parts_sum", total=total, wanted=maximum)
        return tuple(parts)

    def bands(self, index: Located, maximum: int) -> tuple[Band, ...]:
        bands, edge = [], 0
        for number, node in enumerate(self.nodes(index, "star_bands"), start=1):
            stars, floor = self.whole(node, "stars", least=1), self.whole(node, "min")
            ceiling = self.whole(node, "max_exclusive" if "max_exclusive" in node else "max")
            if stars != number or floor != edge or ceiling <= floor:
                self.fault(node, "", "band_gap", number=number)
            note, note_en = (self.text(node, key, required=False) for key in ("note", "note_en"))
            bands.append(Band(number, floor, ceiling, note, note_en))
            edge = ceiling
        if len(bands) != 5 or edge != maximum:
            self.fault(index, "star_bands", "bands_end", wanted=maximum)
        return tuple(bands)

    def sheets(
        self,
        index: Located | None,
        part_points: Mapping[str, int],
        maximum: int,
        sectors: tuple[Sector, ...],
    ) -> dict[str, Sheet]:
        """The sheet of each file. Without an index each file is still checked for itself."""
        listed: dict[str, Located] = {}
        codes: list[str] = []
        for entry in self.nodes(index, "sets") if index is not None else ():
            code, name = self.code(entry), self.text(entry, "file")
            if code in codes:
                self.fault(entry, "code", "set_twice", found=code)
            if name in listed:
                self.fault(entry, "file", "file_twice", found=name)
            elif name and name not in self.documents:
                self.fault(entry, "file", "file_missing", name=name)
            codes.append(code)
            listed[name] = entry
        sheets, incomplete = {}, set()
        for name, node in self.documents.items():
            if name == INDEX:
                continue
            self.file = name
            known = listed.get(name)
            if known is None and index is not None:
                self.fault(1, "", "not_listed")
            if not isinstance(node, Located):
                if not any(f.file == name and f.code in ("not_yaml", "alias") for f in self.faults):
                    self.fault(1, "", "not_mapping")
                continue
            for key in ("code", "name", "name_en", "sector", "complete"):
                if known is not None and node.get(key) != known.get(key):
                    self.fault(node, key, "differs_from_list", key=key)
            sheet = self.sheet(node, part_points, maximum, sectors)
            incomplete |= {(name, s.code) for s in sheet.sections if s.is_incomplete}
            incomplete |= {(name, part.code) for part in sheet.parts if part.unaccounted}
            self.file = INDEX
            former = self.codes(known, "former_names") if known is not None else ()
            sheets[sheet.code] = replace(sheet, former_names=former)
        self.file, self.place = INDEX, ""
        if index is not None:
            self.exceptions(index, incomplete)
        order = {code: number for number, code in enumerate(codes)}
        return dict(sorted(sheets.items(), key=lambda pair: order.get(pair[0], 0)))

    def exceptions(self, index: Located, incomplete: set[tuple[str, str]]) -> None:
        """The index names the sections, and the parts with unaccounted points, that are incomplete, no more and no less."""
        named = set()
        for node in self.nodes(index, "exceptions"):
            pair = (f"{self.text(node, 'set')}.yaml", self.text(node, "section"))
            named.add(pair)
            if pair not in incomplete and pair[0] in self.documents:
                self.fault(node, "section", "exception_unknown", found=" ".join(pair))
        for pair in sorted(incomplete - named):
            self.fault(index, "exceptions", "exception_missing", found=" ".join(pair))
