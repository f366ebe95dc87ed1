"""The foundation knows no room: it imports none but the papers' blocks, and speaks of none of their things."""

import re

from django.apps import apps
from django.db import models

from ocop.core.fields import StateField
from ocop.core.tones import Toned

from .test_imports import SOURCE, imports, modules, told

# Words of what this installation is about; the foundation would serve any office.
DOMAIN = re.compile(
    r"\b(dossiers?|councils?|certificates?|producers?|criteri\w+|score_?sheets?|scor(?:es?|ing)|ranking|stars_text)\b"
    r"|chủ thể|hội đồng|phiếu chấm|giấy chứng nhận|bộ tiêu chí",
    re.I,
)
# What names a room's thing for its own reason, each with why.
ON_PURPOSE = {
    "backup.py": "the settings' name of the key",
    "examples.py": "charts of a page for developers",
}


def test_core_imports_no_other_room():
    wrong = [
        told(path, room, file)
        for path in modules("core")
        for room, file in imports(path)
        if room not in ("core", "documents", "settings")
    ]

    assert wrong == []


def test_core_names_nothing_of_a_room():
    sources = [
        path
        for kind in ("*.py", "*.html", "*.typ")
        for room in ("core", "documents")
        for path in (SOURCE / room).rglob(kind)
        if "migrations" not in path.parts and path.name not in ON_PURPOSE
    ]

    named = {
        str(path.relative_to(SOURCE)): sorted({found[0] for found in DOMAIN.finditer(text)})
        for path in sources
        if DOMAIN.search(text := path.read_text(encoding="utf-8"))
    }

    assert named == {}


def test_every_field_that_keeps_a_state_knows_how_its_badge_looks():
    kept = {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models()
        if model.__module__.startswith("ocop.")
        for field in model._meta.concrete_fields
        if field.name in ("state", "verdict") and isinstance(field, models.CharField)
    }

    assert kept
    assert [name for name, field in kept.items() if not isinstance(field, StateField)] == []


def test_a_badge_asks_the_state_for_its_tone():
    class Weather(Toned):
        SUNNY = "sunny", "good", "Nắng"
        RAINY = "rainy", "wait", "Mưa"

    assert [(w.value, w.label, w.tone) for w in Weather] == [
        ("sunny", "Nắng", "good"),
        ("rainy", "Mưa", "wait"),
    ]
    assert Weather.choices == [("sunny", "Nắng"), ("rainy", "Mưa")]
