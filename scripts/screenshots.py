"""The pictures of the README, taken of the demo as it is now: scripts/screenshots.py."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.browser import ARGUMENTS, Visitor  # noqa: E402
from tests.sites import Site  # noqa: E402

OUT = ROOT / "docs" / "images"
PICTURES = [
    # (file, demo account, list page, link to follow, width, height)
    ("score-sheet.png", "uyvien1", "/danh-gia/phieu/", "tbody a", 1280, 860),
    ("desk.png", "lanhdao", "/ban-lam-viec/", "", 1280, 1180),
    ("phone.png", "chuthe", "/ban-lam-viec/", "", 390, 780),
]


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        for command in ("setup", "demo"):
            site.ocop(command).check_returncode()
        site.start()
        try:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=ARGUMENTS
            )
            for file, account, path, link, width, height in PICTURES:
                person = Visitor(browser, site, account, width=width)
                person.sign_in(f"{account}@demo.vn")
                person.open(path)
                if link:
                    person.follow(person.page.locator(link).first)
                person.page.set_viewport_size({"width": width, "height": height})
                person.page.screenshot(path=OUT / file)
                person.context.close()
            browser.close()
        finally:
            site.close()


if __name__ == "__main__":
    main()
