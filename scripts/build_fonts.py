"""Make the fonts of the printed documents: TTF files from the web fonts of the npm packages.

The packages split each face by script into woff2 files, which neither typst nor Word reads. This merges the Latin and
Vietnamese pieces of each face that the documents use. Run again, it leaves finished files alone.
"""

import logging
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "frontend/node_modules/@fontsource"
FONTS = ROOT / "src/ocop/documents/fonts"
PIECES = ("latin", "latin-ext", "vietnamese")
# Signatures and hinting for screens: a merge cannot join them and print does not need them.
DROPPED = ("DSIG", "fpgm", "prep", "cvt ", "gasp", "VDMX", "hdmx", "LTSH")
FACES = {
    "tinos": ("400-normal", "400-italic", "700-normal", "700-italic"),
    "be-vietnam-pro": ("400-normal", "400-italic", "600-normal", "700-normal", "800-normal"),
}


def build(package: str, face: str) -> Path:
    """One TTF of a face. Raises FileNotFoundError when the npm package is not installed."""
    target = FONTS / f"{package}-{face}.ttf"
    sources = [PACKAGES / package / "files" / f"{package}-{piece}-{face}.woff2" for piece in PIECES]
    if target.exists() and target.stat().st_mtime >= max(s.stat().st_mtime for s in sources):
        return target
    with tempfile.TemporaryDirectory() as folder:
        plain = []
        for number, source in enumerate(sources):
            font = TTFont(source)
            for table in DROPPED:
                if table in font:
                    del font[table]
            for name in font["glyf"].keys():  # noqa: SIM118
                font["glyf"][name].removeHinting()
            font.flavor = None
            plain.append(f"{folder}/{number}.ttf")
            font.save(plain[-1])
        merged = Merger().merge(plain)
        FONTS.mkdir(parents=True, exist_ok=True)
        merged.save(target)
    return target


def main() -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for package, faces in FACES.items():
        for face in faces:
            try:
                build(package, face)
            except FileNotFoundError as missing:
                sys.exit(f"{missing.filename}: run `npm ci` in frontend/ first.")
        licence = (PACKAGES / package / "LICENSE").read_bytes()
        (FONTS / f"{package}-LICENSE.txt").write_bytes(licence)
    print(f"{len(list(FONTS.glob('*.ttf')))} fonts in {FONTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
