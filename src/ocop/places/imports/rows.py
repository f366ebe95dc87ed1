"""What one row of a file makes of the tree, and every reason for which it does not fit."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from ocop.core.search import fold
from ocop.core.spreadsheets import Row, shown
from ocop.core.templatetags.ocop import vn_date

from ..changes import DIGITS, ONE_DAY, Change, Tree, Unit, kind_of, level_of, unit_of
from ..enums import Level
from .columns import ENDED, FIRST_DAY, LAST_DAY, MERGED, MOVED, RENAMED, SPLIT, WHATS

if TYPE_CHECKING:
    from .reading import Planning


class Wrong(Exception):
    """A cell of a row does not fit the tree or another row."""

    def __init__(self, key: str, expected: str) -> None:
        super().__init__(expected)
        self.key, self.expected = key, expected


class Ended(NamedTuple):
    """A unit that a row ended, and the units that follow it."""

    row: Row
    change: Change
    unit: Unit
    followers: list[Unit]


# ---- New units


def new_unit(row: Row, planning: "Planning") -> Change:
    values, tree = row.values, planning.tree
    begins, ends = values["begins"], values["ends"]
    _require_days(begins=begins, ends=ends)
    if begins and ends and ends < begins:
        raise Wrong("ends", _("ngày không trước ngày bắt đầu"))
    name = " ".join(values["name"].split())
    _require_kind(name, "name")
    parent = _one(tree, values["parent"], begins or ends or LAST_DAY, "parent")
    level = level_of(kind_of(name), parent)
    _require_above(parent, level)
    code = _padded(values["code"], level, "code")
    change = Change(
        _("Thêm %(name)s (%(code)s)") % {"name": name, "code": code}, values["document"]
    )
    if above := planning.earlier(f"{code} {begins}", row):
        raise Wrong("code", _("%(unit)s đã có ở dòng %(n)d") % {"unit": name, "n": above})
    first, last = begins or date.min, ends or date.max
    for unit in tree.by_code.get(code, ()):
        if fold(unit.name) == fold(name) and unit.valid_from == begins:
            return change
        if (unit.valid_from or date.min) <= last and first <= (unit.valid_to or date.max):
            said = _("mã này đang là của %(unit)s trong thời gian ấy")
            raise Wrong("code", said % {"unit": unit.name})
    unit = unit_of(name, code, parent=parent, begins=begins, key=tree.free_key(code, begins))
    unit.valid_to = ends
    for axis in ("latitude", "longitude"):
        setattr(unit, axis, values[axis] if values[axis] is None else float(values[axis]))
    tree.put(unit)
    change.units.append(unit)
    return change


# ---- Changes


def changed(row: Row, planning: "Planning") -> Change:
    tree = planning.tree
    values, day, what = row.values, row.values["on"], row.values["what"]
    _require_days(on=day)
    olds = [_one(tree, code, day - ONE_DAY, "old") for code in codes_in(values["old"])]
    if len({old.level for old in olds}) > 1:
        raise Wrong("old", _("mã của các đơn vị cùng cấp"))
    _require_number(what, olds, values)
    for old in olds:
        if (above := planning.earlier(old.key + f" {day}", row)) or olds.count(old) > 1:
            said = _("%(unit)s đã có ở dòng %(n)d")
            raise Wrong("old", said % {"unit": old.name, "n": above or row.number})
        if old.valid_to and old.valid_to != day - ONE_DAY:
            said = _("%(unit)s đã ghi kết thúc ngày %(day)s, không đổi được bằng tệp")
            raise Wrong("old", said % {"unit": old.name, "day": vn_date(old.valid_to)})
    change = Change(_title(what, olds, values, day), values["document"])
    news = _followers(values, olds, tree, change)
    for old in olds:
        if old.valid_to is None:
            planning.ended.append(Ended(row, change, old, news))
        tree.end(old, change, day)
        for new in news:
            tree.follow(old, new, change, day)
    return change


def _title(what: str, olds: Sequence[Unit], values: Mapping[str, Any], day: date) -> str:
    label = next(label for label, value in WHATS.items() if value == what)
    after = values["names"] or values["new"]
    arrow = f" → {after}" if after else ""
    return f"{label} {', '.join(old.name for old in olds)}{arrow} ({vn_date(day)})"


def _require_number(what: str, olds: Sequence[Unit], values: Mapping[str, Any]) -> None:
    """As many units before and after as the kind of change says."""
    news = len(codes_in(values["new"]))
    if what != MERGED and len(olds) != 1:
        raise Wrong("old", _("một mã; nhiều mã cũ chỉ dùng khi sáp nhập"))
    if what == MERGED and news != 1:
        raise Wrong("new", _("mã của đơn vị sau sáp nhập"))
    if what == SPLIT and news < 2:
        raise Wrong("new", _("mã các đơn vị sau chia tách, cách nhau bằng dấu ;"))
    if what in (RENAMED, MOVED) and news > 1:
        raise Wrong("new", _("một mã, hoặc để trống nếu mã như cũ"))
    if what == ENDED and news:
        raise Wrong("new", _("để trống; có đơn vị kế thừa thì chọn Sáp nhập hoặc Chia tách"))
    if what == RENAMED and not values["names"]:
        raise Wrong("names", _("tên mới của đơn vị"))
    if what == MOVED and not values["parent"]:
        raise Wrong("parent", _("mã đơn vị cấp trên mới"))


def _followers(
    values: Mapping[str, Any], olds: Sequence[Unit], tree: Tree, change: Change
) -> list[Unit]:
    """The units that follow: there already, of this file, or begun by this row."""
    what = values["what"]
    codes = codes_in(values["new"]) or ([] if what == ENDED else [olds[0].code])
    names = [" ".join(name.split()) for name in re.split(r"[;\n]", values["names"]) if name.strip()]
    if names and len(names) != len(codes):
        said = _("%(n)d tên, cách nhau bằng dấu ;, theo thứ tự của mã mới")
        raise Wrong("names", said % {"n": len(codes)})
    if what == MOVED and not names:
        names = [olds[0].name]
    return [
        _follower(_padded(code, olds[0].level, "new"), name, values, olds, tree, change)
        for code, name in zip(codes, names or [""] * len(codes), strict=True)
    ]


def _follower(
    code: str,
    name: str,
    values: Mapping[str, Any],
    olds: Sequence[Unit],
    tree: Tree,
    change: Change,
) -> Unit:
    day = values["on"]
    there = [unit for unit in tree.by_code.get(code, ()) if unit.exists_on(day)]
    begun = next((unit for unit in there if unit.valid_from == day), None)
    unit = begun or next((unit for unit in there if unit not in olds), None)
    if unit is not None:
        if name and fold(name) != fold(unit.name):
            said = _(
                "mã %(code)s đang là %(unit)s; nếu đơn vị ấy cũng thay đổi, ghi mã vào cột Mã cũ"
            )
            raise Wrong("names" if begun else "new", said % {"code": code, "unit": unit.name})
        return unit
    model = next((old for old in olds if old.code == code), olds[0])
    if not name and model.code != code:
        raise Wrong("names", _("tên của đơn vị mang mã %(code)s") % {"code": code})
    name = name or model.name
    _require_kind(name, "names")
    if values["parent"]:
        parent = _one(tree, values["parent"], day, "parent")
    else:
        parent = _parent_of(olds, tree, day)
    _require_above(parent, model.level)
    if level_of(kind_of(name), parent) != model.level:
        raise Wrong("names", _("tên của một đơn vị cùng cấp với đơn vị cũ"))
    unit = unit_of(name, code, parent=parent, begins=day, key=tree.free_key(code, day))
    unit.latitude, unit.longitude = model.latitude, model.longitude
    tree.put(unit)
    change.units.append(unit)
    return unit


def _parent_of(olds: Sequence[Unit], tree: Tree, day: date) -> Unit:
    """What is above all of them on the day, where nothing was said."""
    above = {tree.holder(old.parent, day) for old in olds}
    parent = above.pop()
    if above or parent is None:
        raise Wrong("parent", _("mã cấp trên, vì các đơn vị cũ nay thuộc nhiều nơi"))
    return parent


def carry_below(ended: Ended, day: date, planning: "Planning") -> None:
    """Units below one that ended go on under the one that followed, where nothing did under what was above it."""
    tree, own = planning.tree, planning.own
    left = tree.left_below(ended.unit, day, own)
    if left and len(ended.followers) > 1:
        names = ", ".join(unit.name for unit in left[:5]) + ("…" if len(left) > 5 else "")
        said = _("thêm dòng cho đơn vị bên dưới chưa rõ thuộc đơn vị nào: %(names)s")
        raise Wrong("old", said % {"names": names})
    for unit in tree.all_left_below(ended.unit, day, own):
        if unit.valid_to is not None:
            said = _("thêm dòng cho %(unit)s bên dưới, đã ghi kết thúc ngày %(day)s")
            raise Wrong("old", said % {"unit": unit.name, "day": vn_date(unit.valid_to)})
    above = tree.holder(ended.unit.parent, day)
    home = ended.followers[0] if ended.followers else above
    if home is None and left:
        raise Wrong("old", _("thêm dòng cho các đơn vị bên dưới, vì cấp trên cũng đã chia tách"))
    for unit in left if home else ():
        tree.carry(unit, home, ended.change, day, own)


# ---- Cells


def codes_in(text: str | None) -> list[str]:
    """ "02137; 2149" is two codes."""
    return [code for code in re.split(r"[;,\s]+", shown(text)) if code]


def _one(tree: Tree, code: str, on: date, key: str) -> Unit:
    """The one unit of a day that a code means."""
    found = tree.named(shown(code), on)
    if len(found) == 1:
        return found[0]
    if found:
        named = " / ".join(f"{unit.code} ({unit.name})" for unit in found)
        raise Wrong(key, _("mã viết đủ số 0, dạng chữ: %(codes)s") % {"codes": named})
    said = _("mã một đơn vị có vào ngày %(day)s; không có đơn vị mang mã %(code)s")
    raise Wrong(key, said % {"day": vn_date(on), "code": code})


def _padded(code: str, level: str, key: str) -> str:
    """A code with the noughts that Excel dropped, as long as codes of its level are."""
    digits = DIGITS[Level(level)]
    if not code.isdecimal() or len(code) > digits:
        raise Wrong(key, _("mã %(n)d chữ số") % {"n": digits})
    return code.zfill(digits)


def _require_kind(name: str, key: str) -> None:
    if not kind_of(name):
        raise Wrong(key, _("tên kèm loại: Xã …, Phường …, Huyện …, Tỉnh …"))


def _require_above(parent: Unit, level: str) -> None:
    order = list(Level.values)
    if order.index(parent.level) >= order.index(level):
        said = _("mã một đơn vị cấp cao hơn; %(unit)s là cấp %(level)s")
        raise Wrong("parent", said % {"unit": parent.name, "level": Level(parent.level).label})


def _require_days(**days: date | None) -> None:
    for key, day in days.items():
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise Wrong(key, _("ngày từ 02/9/1945 đến 01/01/2100"))
