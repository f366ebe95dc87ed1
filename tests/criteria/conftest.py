"""An administrator, and a draft made from the edition that is in use."""

import pytest

from ocop.criteria.models import Edition


@pytest.fixture
def admin(signed_in):
    return signed_in("quantri")


@pytest.fixture
def draft(admin):
    """A draft made from the edition that is in use."""
    base = Edition.objects.get(code="qd1048")
    admin.post("/bo-tieu-chi/", {"code": "tinh2026", "name": "Bộ của tỉnh", "based_on": base.pk})
    return Edition.objects.get(code="tinh2026")
