"""Build src/ocop/places/data/units.json.gz from its sources; run when the sources change, commit the result.

    uv run --no-project --with vietnamadminunits==1.0.4 --with pyyaml python scripts/build_places.py

Sources: PyPI vietnamadminunits (MIT): units before and after 1 July 2025 with codes, coordinates and the mapping
between them; bac-kan-2018.yaml beside the result: Bắc Kạn before the mergers of 1 February 2020.
"""

import gzip
import json
import sqlite3
from importlib.metadata import files
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parent.parent / "src" / "ocop" / "places" / "data"
REFORM, LAST_OLD_DAY = "2025-07-01", "2025-06-30"
MERGER, LAST_DAY_BEFORE_MERGER = "2020-02-01", "2020-01-31"


def source(name: str) -> Path:
    return next(
        Path(f.locate())
        for f in files("vietnamadminunits") or ()
        if str(f).endswith(f"data/{name}")
    )


KINDS = (
    "Thành phố",
    "Tỉnh",
    "Quận",
    "Huyện",
    "Thị xã",
    "Thị trấn",
    "Phường",
    "Xã",
    "Đặc khu",
    "Nước",
)


def unit(key, code, level, name, short, parent, start, end, lat=None, lon=None):
    kind = next((kind for kind in KINDS if name.lower().startswith(kind.lower())), "")
    name = kind + name[len(kind) :]  # some stand as "Thành Phố Bắc Kạn"
    return [key, code, level, kind, name, short, parent, start, end, lat, lon]


def old_units(db):
    """Units until 30 June 2025, in order of level, and their keys by the mapping's names."""
    provinces, districts, communes, keys = {}, {}, [], {}
    rows = db.execute(
        "select province, provinceShort, provinceCode, provinceLat, provinceLon, provinceKey, district, districtShort,"
        " districtCode, districtLat, districtLon, districtKey, ward, wardShort, wardCode, wardLat, wardLon, wardKey"
        " from admin_units_legacy order by provinceCode, districtCode, wardCode"
    )
    for p, ps, pc, pa, po, pk, d, ds, dc, da, do, dk, w, ws, wc, wa, wo, wk in rows:
        provinces.setdefault(pc, unit(pc, pc, "province", p, ps, "vn", None, LAST_OLD_DAY, pa, po))
        districts.setdefault(dc, unit(dc, dc, "district", d, ds, pc, None, LAST_OLD_DAY, da, do))
        if wc:
            communes.append(unit(wc, wc, "commune", w, ws, dc, None, LAST_OLD_DAY, wa, wo))
        keys[f"{pk}_{dk}_{wk or ''}"] = wc or dc
    return [*provinces.values(), *districts.values(), *communes], keys


def new_units(db):
    """Units from 1 July 2025 and their keys by the mapping's names."""
    provinces, communes, keys = {}, [], {}
    rows = db.execute(
        "select province, provinceShort, provinceCode, provinceLat, provinceLon, provinceKey, ward, wardShort, wardCode,"
        " wardLat, wardLon, wardKey from admin_units order by provinceCode, wardCode"
    )
    for p, ps, pc, pa, po, pk, w, ws, wc, wa, wo, wk in rows:
        provinces.setdefault(
            pc, unit(f"{pc}@2025", pc, "province", p, ps, "vn", REFORM, None, pa, po)
        )
        communes.append(
            unit(f"{wc}@2025", wc, "commune", w, ws, f"{pc}@2025", REFORM, None, wa, wo)
        )
        keys[pk] = f"{pc}@2025"
        keys[f"{pk}_{wk}"] = f"{wc}@2025"
    return [*provinces.values(), *communes], keys


def reform(old_keys, new_keys, old_provinces):
    """Which unit went into which on 1 July 2025."""
    mapping = json.loads(source("converter_2025.json").read_text())
    found = []
    for new, olds in mapping["DICT_PROVINCE"].items():
        found += [(old_provinces[old], new_keys[new], REFORM) for old in olds]
    for province, communes in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in communes.items():
            found += [
                (old_keys[old], new_keys[f"{province}_{new}"], REFORM)
                for old in olds
                if old in old_keys
            ]
    for province, communes in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in communes.items():
            found += [
                (old_keys[old], new_keys[f"{province}_{new['newWardKey']}"], REFORM)
                for new in news
                if old in old_keys
            ]
    return found


def merger_of_2020(units, successions):
    """Bắc Kạn's 122 communes of 2019: names and units that ended on 31 January 2020 (resolution 855/NQ-UBTVQH14)."""
    by_key = {u[0]: u for u in units}
    renamed, moved = {}, []
    districts = yaml.safe_load((DATA / "bac-kan-2018.yaml").read_text(encoding="utf-8"))["units"]
    for district in districts:
        for commune in district["communes"]:
            code, name = commune["code"], commune["name"]
            short = name.split(" ", 2)[2] if name.startswith("Thị trấn") else name.split(" ", 1)[1]
            if "until" in commune:
                units.append(
                    unit(
                        code,
                        code,
                        "commune",
                        name,
                        short,
                        district["code"],
                        None,
                        LAST_DAY_BEFORE_MERGER,
                    )
                )
                moved.append((code, commune["merged_into"]))
            elif "name_2020" in commune:
                later = by_key[code]
                renamed[code] = later[0] = f"{code}@2020"
                later[7] = MERGER
                units.append(
                    unit(
                        code,
                        code,
                        "commune",
                        name,
                        short,
                        district["code"],
                        None,
                        LAST_DAY_BEFORE_MERGER,
                        *later[9:],
                    )
                )
                moved.append((code, code))
    changed = [(renamed.get(old, old), new, on) for old, new, on in successions]
    return changed + [(old, renamed.get(into, into), MERGER) for old, into in moved if into]


def main() -> None:
    db = sqlite3.connect(source("dataset.db"))
    old, old_keys = old_units(db)
    new, new_keys = new_units(db)
    provinces = dict(
        db.execute("select distinct provinceKey, provinceCode from admin_units_legacy")
    )
    successions = merger_of_2020(old, reform(old_keys, new_keys, provinces))
    order = {"country": 0, "province": 1, "district": 2, "commune": 3}
    root = unit("vn", "vn", "country", "Việt Nam", "Việt Nam", None, None, None, 16.0, 106.0)
    units = sorted([root, *old, *new], key=lambda u: order[u[2]])
    content = {"units": units, "successions": sorted(set(successions))}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (DATA / "units.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(units)} units, {len(set(successions))} successions")


if __name__ == "__main__":
    main()
