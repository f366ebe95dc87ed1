"""Organisations from a spreadsheet: checked first, every wrong cell named, all or nothing."""

from io import BytesIO

import pytest

from ocop.core.models import Job
from ocop.core.spreadsheets import write_table
from ocop.people.imports import LABELS
from ocop.people.models import Organisation

pytestmark = pytest.mark.django_db


def table(*rows):
    lines = [[row.get(key, "") for key in LABELS] for row in rows]
    file = BytesIO(write_table(list(LABELS.values()), lines, sheet_name="Cơ quan"))
    file.name = "co-quan.xlsx"
    return file


OFFICE = {"name": "Phòng Nông nghiệp", "kind": "Phòng chuyên môn", "place": "66"}
TEAM = {"name": "Tổ khuyến nông", "kind": "Khác", "place": "066", "parent": "phong nong nghiep"}


def test_a_file_is_checked_first_and_then_taken_whole(upload):
    trial = upload(table(TEAM, OFFICE))
    assert (trial.result["good"], trial.result["wrong"]) == (2, 0)
    assert not Organisation.objects.filter(name=OFFICE["name"]).exists()

    upload(table(TEAM, OFFICE), carry_out=True)

    team = Organisation.objects.select_related("parent").get(name=TEAM["name"])
    assert (team.parent.name, team.parent.place.key) == (OFFICE["name"], "066")


def test_what_is_there_is_left_as_it_is(upload):
    upload(table(OFFICE), carry_out=True)

    again = upload(table(OFFICE | {"name": "PHÒNG  NÔNG NGHIỆP", "short_name": "PNN"}))

    assert (again.result["good"], again.result["kept"]) == (0, 1)


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("kind", OFFICE | {"kind": "Phòng"}),
        ("place", OFFICE | {"place": "08"}),
        ("parent", OFFICE | {"parent": "Không có"}),
        ("parent", OFFICE | {"parent": OFFICE["name"]}),
        ("valid_to", OFFICE | {"valid_from": "01/02/2020", "valid_to": "01/02/2019"}),
        ("kind", OFFICE | {"name": "UBND khác", "kind": "Ủy ban nhân dân"}),
        ("name", OFFICE | {"name": ""}),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken(upload, column, row):
    job = upload(table(TEAM | {"parent": ""}, row), carry_out=True)

    assert [(number, label) for number, _letter, label, *_rest in job.result["problems"]] == [
        (3, LABELS[column])
    ]
    assert not Organisation.objects.filter(name=TEAM["name"]).exists()


def test_two_that_stand_under_each_other_are_refused(upload):
    job = upload(table(TEAM, OFFICE | {"parent": TEAM["name"]}))

    assert [problem[2] for problem in job.result["problems"]] == [LABELS["parent"]] * 2


@pytest.fixture
def upload(signed_in, carry_out_jobs, django_capture_on_commit_callbacks):
    """upload(file) checks a file through the page as the district's officer; the finished job."""

    def sent(url, data):
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in("huyen").post(url, data)
        assert answer.status_code == 302, answer.context["form"].errors
        carry_out_jobs()
        job = Job.objects.get(pk=answer["Location"].split("/")[-2])
        assert job.state == Job.State.DONE, job.message
        return job

    def send(file, carry_out=False):
        job = sent("/co-quan/nhap/", {"file": file})
        return sent(f"/co-quan/nhap/{job.pk}/", {}) if carry_out else job

    return send
