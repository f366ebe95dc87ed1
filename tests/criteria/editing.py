"""A draft edition as an administrator changes it in the browser."""

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db
RICE = "gao-ngu-coc"
C6 = "parts.2.sections.0"


def page(draft, rest=""):
    return f"/bo-tieu-chi/{draft.pk}/{rest}"


def post(admin, draft, rest, **data):
    draft.refresh_from_db()
    return admin.post(page(draft, rest), {"version": draft.version, **data})


def sheet_of(draft, slug=RICE):
    draft.refresh_from_db()
    return yaml.safe_load(draft.files[f"{slug}.yaml"])


def levels(rows, prefix="levels", initial=0):
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, (code, points, label) in enumerate(rows):
        data |= {
            f"{prefix}-{number}-code": code,
            f"{prefix}-{number}-points": str(points),
            f"{prefix}-{number}-label": label,
            f"{prefix}-{number}-label_en": f"{label} (en)" if label else "",
        }
    return data


WORDS = {"number": "6.1", "name": "Màu sắc", "name_en": "Colour", "note": "", "note_en": ""}
NINE = [("", 0, "Kém"), ("", 5, "Khá"), ("", 9, "Tốt")]
SIX = [("", 0, "Kém"), ("", 6, "Tốt")]


def complete_rice(admin, draft):
    """Two criteria make the 15 points that the section lacks."""
    for number, scale in enumerate((NINE, SIX), start=1):
        answer = post(
            admin,
            draft,
            f"phieu/{RICE}/sua/?trong={C6}&kieu=single",
            **WORDS | {"number": f"6.{number}", "name": f"Tiêu chí {number}"},
            **levels(scale),
        )
        assert answer.status_code == 302, answer.context["form"].errors


def upload(admin, draft, *files):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return admin.post(page(draft, "nhap/tep/"), {"files": sent}, follow=True)


# New editions.


def bands(*lows, note="Đạt"):
    data = {}
    for stars, low in enumerate(lows, start=1):
        data |= {f"band{stars}-min": low, f"band{stars}-note": note, f"band{stars}-note_en": "Met"}
    return data


def sectors(*rows):
    data = {"sectors-TOTAL_FORMS": len(rows), "sectors-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        for key, value in zip(("old", "name", "name_en", "papers"), row, strict=True):
            data[f"sectors-{number}-{key}"] = value
    return data


def head_of(admin, draft):
    """What the page of an edition's own facts would send as it stands."""
    editor = admin.get(page(draft, "thong-tin/")).context["editor"]
    held = (editor.form, *(form for _part, form in editor.parts), *editor.bands, *editor.sectors)
    given = {bound.html_name: bound.value() for form in held for bound in form}
    management = {bound.html_name: bound.value() for bound in editor.sectors.management_form}
    return {key: value for key, value in given.items() if value is not None} | management
