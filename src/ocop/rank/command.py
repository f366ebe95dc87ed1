"""What `ocop rank` does with its arguments; every message is for the council's secretary."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from ocop.core import qr
from ocop.core.search import fold
from ocop.core.spreadsheets import BrokenSpreadsheet, open_workbook
from ocop.rules.faults import FaultyEdition
from ocop.rules.loading import builtin_codes, builtin_edition, load_edition
from ocop.rules.model import Edition

from . import example, output
from . import workbook as w
from .answers import cell_text
from .ranking import NotConcluded
from .reading import WrongCells, read_scores
from .template import write_template

# As ocop.settings has them; importing the settings would make the data folder.
KEY_FILE = "certificate-key.pem"
DEFAULT_SITE = "http://127.0.0.1:8000"

T = TypeVar("T")


def make_template(path: Path, *, edition: str | None, sets: Sequence[str], members: int) -> None:
    found = edition_of(edition or newest())
    _refuse_existing(path)
    products = _products(found, sets)
    _put(path, write_template(found, products, members=members))
    click.echo(
        f"{path}: {len(products)} trang chấm điểm, {members} thành viên, bộ tiêu chí {found.code}."
    )


def make_example(path: Path, *, edition: str | None, sets: Sequence[str]) -> None:
    """A workbook that is filled in, to see what the command makes of it."""
    found = edition_of(edition or newest())
    _refuse_existing(path)
    products = _products(found, sets)[: None if sets else example.PRODUCTS]
    _put(path, example.write_example(found, products))
    click.echo(f"{path}: {len(products)} sản phẩm ví dụ, bộ tiêu chí {found.code}.")
    click.echo(f"Xếp hạng: ocop rank {path} --out ket-qua")


def edition_named(path: Path) -> str:
    """The code of the edition that a workbook says it was made for, "" where it says none. Raises BrokenSpreadsheet."""
    with path.open("rb") as file:
        book = open_workbook(file)
    if w.ROUND not in book.sheet_names:
        return ""
    label = fold(w.EDITION)
    rows = book.get_sheet_by_name(w.ROUND).to_python(skip_empty_area=False)
    named = (cell_text(row, 1) for row in rows if fold(cell_text(row, 0).rstrip(" *")) == label)
    return next(named, "")


def newest() -> str:
    """The built-in edition that came into force last."""
    return max(builtin_codes(), key=lambda code: builtin_edition(code).in_force_from)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        refuse(f"Đã có tệp {path}. Chọn tên khác để không ghi đè.")


def _put(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        refuse(f"Không ghi được {path}: {error.strerror}.")


def rank_scores(
    path: Path, target: Path, *, edition: str | None, key_file: Path | None, site: str, force: bool
) -> None:
    """edition: None for the one that the workbook was made for, where it comes with the system."""
    try:
        code = edition or edition_named(path)
        found = edition_of(code if edition or code in builtin_codes() else newest())
        output.check_target(target, force=force)
        scores = read_scores(path, found)
        keys = _keys(key_file)
        works = output.plan(scores, source=path.read_bytes(), keys=keys, site=site or DEFAULT_SITE)
        for _work in with_progress(output.write(works, target), len(works)):
            pass
    except (BrokenSpreadsheet, output.NotOurs) as error:
        refuse(str(error))
    except WrongCells as error:
        refuse(f"{len(error.problems)} ô cần sửa, chưa ghi gì:", [str(p) for p in error.problems])
    except NotConcluded as error:
        lines = [
            f"{entry.code} {entry.name}: {' '.join(why)}" for entry, why in error.open_products
        ]
        refuse(f"{len(lines)} sản phẩm chưa kết luận được, chưa ghi gì:", lines)
    except OSError as error:
        refuse(f"Không ghi được kết quả: {error.strerror} ({error.filename}).")
    click.echo(f"{len(scores.entries)} sản phẩm, {len(works)} tệp trong {target}.")
    if not scores.decision.number:
        click.echo("Chưa có số quyết định: kết quả là dự thảo, chưa có giấy chứng nhận.")
    elif any(work.name.startswith("giay-chung-nhan/") for work in works):
        if keys is None:
            click.echo(
                f"Không có khoá ký ({KEY_FILE}): giấy chứng nhận in không có mã QR. Dùng --key TEP để có mã."
            )
        elif not site:
            click.echo(f"Mã QR ghi địa chỉ {DEFAULT_SITE}; đặt OCOP_URL là địa chỉ công khai.")


def edition_of(name: str) -> Edition:
    """A built-in edition by code, or the one in a folder."""
    if name in builtin_codes():
        return builtin_edition(name)
    if not Path(name).is_dir():
        refuse(
            f"Không có bộ tiêu chí {name}. Có sẵn: {', '.join(builtin_codes())}; hoặc ghi đường dẫn một thư mục."
        )
    try:
        return load_edition(name)
    except FaultyEdition as error:
        refuse(f"Bộ tiêu chí trong {name} có lỗi:", [f"{name}/{fault}" for fault in error.faults])


def with_progress(items: Iterable[T], length: int) -> Iterator[T]:
    """The items, with a progress bar for the person at the terminal once they have taken a second."""
    start, is_watched = time.monotonic(), sys.stderr.isatty()
    with click.progressbar(
        length=length, label="Đang ghi", file=sys.stderr, hidden=True
    ) as progress:
        for item in items:
            progress.hidden = not is_watched or time.monotonic() - start < 1
            progress.update(1)
            yield item


def refuse(message: str, lines: Sequence[str] = ()) -> NoReturn:
    click.echo(message, err=True)
    for line in lines:
        click.echo(f"  {line}", err=True)
    sys.exit(1)


def _products(edition: Edition, sets: Sequence[str]) -> list[str]:
    """The set of each sheet of answers. `sets` as "BSP-06" or "BSP-06:8"; all usable sets, one sheet each, if none."""
    usable = [code for code in edition.sheets if edition.usable(code)]
    if not usable:
        refuse(f"Bộ tiêu chí {edition.code} chưa có phiếu chấm đầy đủ, chưa dùng được.")
    products = []
    for wanted in (part for text in sets for part in text.split(",") if part):
        code, _, count = wanted.partition(":")
        if code not in usable:
            state = "chưa đầy đủ" if code in edition.sheets else "không có"
            refuse(f"Phiếu của {code} {state} trong {edition.code}. Có: {', '.join(usable)}.")
        if count and not (count.isdecimal() and int(count)):
            refuse(f"{wanted}: sau dấu hai chấm là số sản phẩm, ví dụ {code}:8.")
        products += [code] * int(count or w.DEFAULT_PRODUCTS)
    if len(products) > w.MOST_PRODUCTS:
        refuse(f"Một tệp có tối đa {w.MOST_PRODUCTS} sản phẩm. Hãy chia thành nhiều tệp.")
    return products or usable


def _keys(path: Path | None) -> qr.Keyring | None:
    """The key that signs certificates: the one named, else the installation's if it is there."""
    own = Path(os.environ.get("OCOP_DATA", "data")) / KEY_FILE
    if path is None and not own.exists():
        return None
    try:
        return qr.keyring(path or own)
    except (OSError, ValueError, TypeError) as error:
        refuse(f"{path or own} không phải tệp khoá ký giấy chứng nhận ({error}).")
