"""An administrator, and a draft made from the edition that is in use."""

import pytest

from ocop.criteria.models import Edition
from ocop.rules import document

from .editing import C6, RICE


@pytest.fixture
def admin(signed_in):
    return signed_in("quantri")


@pytest.fixture
def draft(admin):
    """A draft made from the edition that is in use, in which the 15 points of a section of rice are still to be written."""
    base = Edition.objects.get(code="qd1048")
    admin.post("/bo-tieu-chi/", {"code": "tinh2026", "name": "Bộ của tỉnh", "based_on": base.pk})
    made = Edition.objects.get(code="tinh2026")
    name = f"{RICE}.yaml"
    made.files |= document.revised(
        made.files, name, lambda files: document.at(files[name], C6).update(criteria=[])
    )
    made.save()
    return made
