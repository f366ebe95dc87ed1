"""Both scenes, made by the command as people make them: whoever signs in finds work or figures, and nothing is of a day to
come."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from ocop.cli import main

from ..sites import Site

SCENES = ("bac-kan-2019", "thai-nguyen-2026")
ROOT = Path(__file__).parent.parent.parent
LOOK = "import django; django.setup(); from tests.demo import look; look.main()"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An installation that is set up and has no people."""
    site = Site(tmp_path_factory.mktemp("empty"))
    done = site.ocop("setup")
    assert done.returncode == 0, done.stderr
    yield site
    site.close()


@pytest.fixture(scope="module", params=SCENES)
def scene(request, empty, tmp_path_factory):
    """What stands in a scene, as `look.py` counts it; `scene["name"]` is its name."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(empty.folder, folder, dirs_exist_ok=True)
    site = Site(folder)
    made = site.ocop("demo", "--scene", request.param)
    assert made.returncode == 0, made.stderr
    seen = subprocess.run(
        [sys.executable, "-c", LOOK],
        env={**site.environment, "DJANGO_SETTINGS_MODULE": "ocop.settings"},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    site.close()
    assert seen.returncode == 0, seen.stderr
    return {"name": request.param, "said": made.stdout, **json.loads(seen.stdout)}


def test_everybody_finds_work_or_figures(scene):
    assert [login for login, found in scene["desks"].items() if not found] == []
    roles = {
        "quantri",
        "tinh",
        "xa",
        "lanhdao",
        "giamsat",
        "chuthe",
        "chutich",
        "thuky",
        "giupviec",
    }
    districts = {"huyen"} if scene["name"] == "bac-kan-2019" else set()
    members = {f"uyvien{number}" for number in range(1, 9)}
    assert set(scene["desks"]) == roles | districts | members


def test_every_account_is_told_by_the_command(scene):
    assert all(f"{name}@demo.vn" in scene["said"] for name in scene["desks"])


def test_nine_members_stand_before_thirty_products_in_every_state(scene):
    assert scene["running"] == 30
    assert scene["voters"] == 9
    assert set(scene["tracks"]) >= {
        *("waiting", "scoring", "reconciling", "concluded", "recognised", "result_only")
    }
    assert set(scene["dossiers"]) == {
        *("draft", "submitted", "checking", "returned", "accepted", "concluded", "withdrawn")
    }
    assert set(scene["rounds"]) == {"receiving", "scoring", "published"}


def test_totals_agree_save_for_the_two_products_to_talk_over(scene):
    assert scene["apart"] == 2
    assert scene["unlike"] == []


def test_recognised_products_have_certificates_of_three_to_five_stars(scene):
    assert scene["issued"] == scene["tracks"]["recognised"]
    assert set(scene["stars"]) == {2, 3, 4, 5}


def test_nothing_is_later_than_the_day(scene):
    assert scene["later"] == []


def test_the_calendar_begins_on_the_day(scene):
    if scene["name"] == "bac-kan-2019":
        assert scene["today"] == "2019-12-02"
        assert scene["units"] == {"district": 8, "commune": 122}
    else:
        assert date.fromisoformat(scene["today"]).year >= 2026
        assert scene["units"]["district"] == 0


def test_the_provinces_officer_reads_the_record_of_what_was_bac_kan(scene):
    assert scene["record"] > 10
    assert scene["read"] == scene["record"]


def test_what_is_made_up_says_so_and_what_is_not_names_its_source(scene):
    assert scene["unmarked"] == []


def test_every_product_has_a_drawn_picture(scene):
    assert scene["pictures"] == scene["products"]


def test_the_stored_data_are_whole(scene):
    assert scene["findings"] == []
    assert scene["breaks"] == []


def test_an_unknown_scene_is_answered_with_the_ones_there_are():
    done = CliRunner().invoke(main, ["demo", "--scene", "ha-noi"])

    assert done.exit_code == 1
    assert done.output == f"Error: No scene is called ha-noi. There are: {', '.join(SCENES)}.\n"
