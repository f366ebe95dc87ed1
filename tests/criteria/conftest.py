"""An administrator, and a draft made from the edition that is in use."""

import pytest

from ocop.criteria.models import Edition
from ocop.people.enums import Role
from ocop.rules import document
from tests.people.factories import client_of, make_holder
from tests.places.factories import make_place

from .editing import C6, RICE
from .factories import sets_of

SETS = (RICE, "che-tuoi-che-bien", "do-an-nhanh", "ruou-trang")


@pytest.fixture
def administrator(db):
    """Who administers the whole country's installation."""
    return make_holder(Role.ADMINISTRATOR, make_place("country"))


@pytest.fixture
def admin(administrator):
    """The administrator's browser."""
    return client_of(administrator)


@pytest.fixture
def draft(admin):
    """A draft made from the edition that is in use, with some of its sets, for each request reads all of them. The 15
    points of a section of rice are still to be written."""
    base = Edition.objects.get(code="qd1048")
    admin.post("/bo-tieu-chi/", {"code": "tinh2026", "name": "Bộ của tỉnh", "based_on": base.pk})
    made = Edition.objects.get(code="tinh2026")
    made.files = sets_of(made.files, *SETS)
    name = f"{RICE}.yaml"
    made.files |= document.revised(
        made.files, name, lambda files: document.at(files[name], C6).update(criteria=[])
    )
    made.save()
    return made
