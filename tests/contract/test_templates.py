"""No template lies about unused."""

from pathlib import Path

import ocop

SOURCE = Path(ocop.__file__).parent
FOUND_BY_DJANGO = {"400.html", "403.html", "404.html", "409.html", "422.html", "500.html"}


def test_every_template_is_named_somewhere():
    templates = {
        path.relative_to(folder).as_posix(): path
        for folder in SOURCE.glob("*/templates")
        for path in folder.rglob("*.*")
    }
    sources = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    sources |= {path: path.read_text(encoding="utf-8") for path in templates.values()}

    unused = {
        name
        for name, path in templates.items()
        if not any(name in text for other, text in sources.items() if other != path)
    }

    assert unused - FOUND_BY_DJANGO == set()
