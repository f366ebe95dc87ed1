"""A newer release brings its editions beside those that rounds were held under."""

import pytest

from ocop.core import doctor, guards
from ocop.criteria.actions import editions
from ocop.criteria.models import Edition
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.rules.loading import builtin_files, digest_of, parse_edition
from tests.dossiers.factories import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


# Newer releases of the system.


@pytest.fixture
def installed_long_ago(db):
    """The edition that came with an older release, words and all, and a round that was held under it."""
    files = dict(builtin_files("qd1048"))
    files["ca-phe-ca-cao.yaml"] = files["ca-phe-ca-cao.yaml"].replace(
        "required: food_safety_test_report", "required: a_word_that_no_check_knew"
    )
    old = Edition.objects.get(code="qd1048")
    guards.remove()
    Edition.objects.filter(pk=old.pk).update(
        files=files, digest=digest_of(files), confirmed_requirements=["x"]
    )
    guards.install()
    old.refresh_from_db()
    make_round(edition=old)
    return old


def test_a_newer_release_brings_its_content_beside_what_rounds_were_held_under(installed_long_ago):
    before = installed_long_ago

    made = editions.load_builtin()

    assert [(e.based_on, e.confirmed_requirements) for e in made] == [(before, ["x"])]
    assert made[0].code == f"qd1048-{made[0].digest[:6]}"
    assert parse_edition(made[0].files) == parse_edition(builtin_files("qd1048"))
    assert editions.load_builtin() == []
    before.refresh_from_db()
    assert before.digest == installed_long_ago.digest


def test_a_round_of_an_older_release_is_read_for_ever_though_checks_are_stricter_now(
    installed_long_ago,
):
    round = Round.objects.get(edition=installed_long_ago)

    book = rulebook(round)

    assert editions.faults(installed_long_ago)
    assert book.edition.digest == round.edition_digest
    assert book.edition.usable("BSP-13")
    assert [line for line in doctor.examine() if "edition" in line or "round" in line] == []


def test_the_doctor_names_a_round_whose_rules_are_no_longer_those_it_was_opened_under():
    round = make_round()
    Round.objects.filter(pk=round.pk).update(edition_digest="0" * 64)

    assert [line for line in doctor.examine() if line.startswith("round")] == [
        f"round {round.pk}: opened under another content than its edition has"
    ]
