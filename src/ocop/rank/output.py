"""The folder of results: written beside the place where it goes and renamed when it is whole."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ocop.core import qr
from ocop.core.spreadsheets import write_table
from ocop.documents import paper_docx, paper_pdf
from ocop.official.certificates import certificate_pdf, printed
from ocop.official.facts import Certificate
from ocop.official.papers import KINDS, is_due

from .ranking import Ranked, best_first, certificates, rank, round_of
from .reading import Scores

RECORD = "ket-qua.json"


class NotOurs(Exception):
    """The folder holds something that would be lost; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Work:
    """A file to make: its name in the folder, and what makes its content."""

    name: str
    make: Callable[[], bytes]


def check_target(target: Path, *, force: bool) -> None:
    """Raises NotOurs unless the folder is new, empty, or an earlier output, unchanged, that may be replaced."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not target.is_dir():
        raise NotOurs(f"{target} là một tệp, không phải thư mục.")
    written = _record_of(target)
    if written is None:
        raise NotOurs(f"Thư mục {target} đã có tệp khác. Chọn thư mục mới hoặc thư mục trống.")
    if not force:
        raise NotOurs(f"Thư mục {target} đã có kết quả. Thêm --force để thay bằng kết quả mới.")
    for path in sorted(p for p in target.rglob("*") if not p.is_dir()):
        name = path.relative_to(target).as_posix()
        if name != RECORD and written.get(name) != _digest(path.read_bytes()):
            raise NotOurs(
                f"Tệp {path} được thêm hoặc sửa sau khi xuất kết quả. Chọn thư mục khác để không mất tệp này."
            )


def plan(scores: Scores, *, source: bytes, keys: qr.Keyring | None, site: str) -> list[Work]:
    """Every file of a round, ready to be made one by one. Raises NotConcluded."""
    ranked = rank(scores)
    round, issued = round_of(scores, ranked), certificates(scores, ranked)
    works = [Work("xep-hang.xlsx", partial(_ranking, scores, ranked, issued))]
    for name, facts in KINDS.items():
        if not is_due(name, round):
            continue
        paper = facts(round, scores.decision).paper()
        works.append(Work(f"{name}.docx", partial(paper_docx, paper)))
        works.append(Work(f"{name}.pdf", partial(paper_pdf, paper)))
    for found in issued.values():
        sheet = printed(found, keys=keys, site=site, is_registered=False)
        works.append(Work(f"giay-chung-nhan/{found.number}.pdf", partial(certificate_pdf, sheet)))
    works.append(Work(RECORD, partial(_record, scores, ranked, issued, source)))
    return works


def write(works: list[Work], target: Path) -> Iterator[Work]:
    """Make the files, yielding each when it is written; the folder appears when the last one is.

    A run that was killed leaves its hidden folder beside the target; the next one clears it away.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_name(f".{target.name}.dang-ghi")
    old = target.with_name(f".{target.name}.cu")
    shutil.rmtree(making, ignore_errors=True)
    if old.exists() and not target.exists():  # killed between the two renames below
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    try:
        digests: dict[str, str] = {}
        for work in works:
            path = making / work.name
            path.parent.mkdir(parents=True, exist_ok=True)
            content = work.make()
            if work.name == RECORD:
                content = _with_files(content, digests)
            digests[work.name] = _digest(content)
            path.write_bytes(content)
            yield work
        if target.exists():
            target.rename(old)
        try:
            making.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _ranking(scores: Scores, ranked: list[Ranked], issued: dict[str, Certificate]) -> bytes:
    labels = [
        "Hạng",
        "Mã",
        "Sản phẩm",
        "Chủ thể",
        "Xã, phường",
        "Bộ",
        *(f"{seat.name} ({code})" for code, seat in scores.voters.items()),
        "Điểm trung bình",
        "Chênh lệch",
        "Sao",
        "Sao được công nhận",
        "Chuyển cấp trên",
        "Số giấy chứng nhận",
        "Mã sản phẩm",
        "Kết luận",
        "Cần người kiểm tra",
    ]
    rows, ordered = [], best_first(ranked)
    for number, found in enumerate(ordered, start=1):
        entry, result, told = found.entry, found.result, found.assessed
        place = next(n for n, r in enumerate(ordered, 1) if r.assessed.mean == told.mean)
        certificate = issued.get(entry.code)
        rows.append(
            [
                min(place, number) if result.stars else "",
                entry.code,
                entry.name,
                entry.producer,
                entry.place,
                entry.set_code,
                *("" if total is None else total for total in told.totals),
                told.mean_printed,
                told.spread,
                result.stars,
                result.recognised_stars,
                result.passes_up,
                certificate.number if certificate else "",
                certificate.product_code if certificate else "",
                " ".join(reason.text() for reason in result.reasons),
                " ".join(reason.text() for reason in result.needs_person),
            ]
        )
    return write_table(labels, rows, sheet_name="Xếp hạng")


def _record(
    scores: Scores, ranked: list[Ranked], issued: dict[str, Certificate], source: bytes
) -> bytes:
    """What the results were made of, so that they can be made again and compared."""
    rules = scores.rules
    record = {
        "source_sha256": _digest(source),
        "edition": rules.edition.code,
        "edition_digest": rules.edition.digest,
        "process": rules.process.code,
        "max_spread": rules.process.value("max_spread"),
        "level": scores.level,
        "results": [
            {
                "code": r.entry.code,
                "product": r.entry.name,
                "set": r.entry.set_code,
                "totals": dict(zip(scores.voters, r.assessed.totals, strict=True)),
                "mean": str(r.assessed.mean),
                "stars": r.result.stars,
                "recognised_stars": r.result.recognised_stars,
                "passes_up": r.result.passes_up,
                "certificate": issued[r.entry.code].number if r.entry.code in issued else None,
                "reasons": [reason.as_data() for reason in r.assessed.reasons],
            }
            for r in best_first(ranked)
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def _with_files(record: bytes, digests: dict[str, str]) -> bytes:
    return json.dumps(
        {**json.loads(record), "files": digests}, ensure_ascii=False, indent=1
    ).encode()


def _record_of(target: Path) -> dict[str, str] | None:
    """Digests of the files of an earlier output by name, None where there was none."""
    try:
        files = json.loads((target / RECORD).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
