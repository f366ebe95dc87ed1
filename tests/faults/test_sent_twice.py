"""A form that arrives twice – double click, resend after a lost answer – is carried out once."""

import threading
from itertools import count

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from ocop.core.models import SubmitToken
from ocop.core.transactions import use_case
from ocop.producers.models import Product
from tests.faults.conftest import Caller
from tests.faults.forms import Form
from tests.faults.papers import pdf, png, table
from tests.scene import COMMUNE, DISTRICT
from tests.sites import PATIENCE_SECONDS

ROLES = ("huyen", "chuthe", "quantri", "thuky", "uyvien1", "chutich")
REPEATABLE = ("/ho-so/mat-khau/", "/danh-sach/cot/", "/thong-bao/da-doc/", "/thong-bao/N/")
number = count(1)


def counted() -> dict[str, int]:
    """How many rows there are of everything that people make."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model not in (Session, SubmitToken) and model._meta.app_label != "places"
    }


def sent(form: Form) -> dict[str, object]:
    """Everything filled in, with the files that the form asks for and answers that make a new thing."""
    data: dict[str, object] = form.filled(f"Thử {next(number)}")
    uploads = {
        "anh": SimpleUploadedFile("anh.png", png()),
        "nhap": SimpleUploadedFile("bang.xlsx", table({(0, 0): "a"})),
        "tep": SimpleUploadedFile("index.yaml", b"code: x\n"),
    }
    for name, field in form.fields.items():
        if field.kind == "file":
            kind = form.action.strip("/").split("/")[-1]
            data[name] = uploads.get(kind, SimpleUploadedFile("giay.pdf", pdf(str(next(number)))))
    place = DISTRICT if form.action.startswith("/danh-gia/") else COMMUNE
    named = {
        "login": "uyvien5@demo.vn",
        "code": f"bo-thu-{next(number)}",
        "place": f"({place})",
        "number": str(next(number)),
        "process_code": "qd1048",
        "upper": "",
        "took_place": "on",
    } | {
        name: "" for name in form.fields if name.startswith("s_")
    }  # settings as the process has them
    return data | {name: value for name, value in named.items() if name in form.fields}


def test_every_form_carries_the_mark_that_makes_it_count_once(forms):
    unmarked = {
        (form.action, form.page)
        for role in ROLES
        for form in forms(role)
        if "_once" not in form.fields and not form.is_autosave and form.kind[0] not in REPEATABLE
    }

    assert unmarked == set()


def test_every_form_sent_twice_is_carried_out_once(forms, signed_in):
    done, twice = set(), []
    for client, form in [(signed_in(role), form) for role in ROLES for form in forms(role)]:
        if "_once" not in form.fields:
            continue
        with transaction.atomic():
            data = sent(form)
            first = client.post(form.action, data)
            was_done = SubmitToken.objects.filter(token=data["_once"]).exists()
            after_one = counted()
            for value in data.values():
                if isinstance(value, SimpleUploadedFile):
                    value.seek(0)
            second = client.post(form.action, data)
            if was_done:
                done.add(form.kind[0])
                if counted() != after_one or second.get("Location") != first.get("Location"):
                    twice.append((form.action, first.status_code, second.status_code))
            transaction.set_rollback(True)

    assert twice == []
    assert done >= {
        "/chu-the/moi/",
        "/chu-the/N/san-pham/",
        "/chu-the/N/kho-minh-chung/them/",
        "/chu-the/N/nam/",
        "/chu-the/san-pham/N/anh/",
        "/chu-the/san-pham/N/lien-ket/",
        "/chu-the/san-pham/N/so-huu-tri-tue/",
        "/chu-the/nhap/",
        "/danh-gia/dot/moi/",
        "/danh-gia/ho-so/moi/N/",
        "/danh-gia/dot/N/hoi-dong/",
        "/danh-gia/san-pham/N/trao-doi/",
        "/nguoi-dung/moi/",
    }


def test_a_form_with_a_mistake_may_be_sent_again_with_the_same_mark(signed_in):
    client, mark = signed_in("chuthe"), {"_once": "m-1"}
    product = Product.objects.get(name="Miến dong Mẫu")
    form = {"set_code": product.set_code, "description": "Ngon"}

    wrong = client.post(f"/chu-the/{product.producer_id}/san-pham/", form | mark)
    right = client.post(f"/chu-the/{product.producer_id}/san-pham/", form | mark | {"name": "Mới"})

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert Product.objects.filter(name="Mới").count() == 1


def test_what_fails_half_way_leaves_no_mark(db):
    from ocop.core.transactions import Submission, submission

    @use_case
    def break_off() -> None:
        raise ValueError("half way")

    form = Submission("m-2")
    ours = submission.set(form)
    with pytest.raises(ValueError, match="half way"):
        break_off()
    submission.reset(ours)

    assert not form.is_done
    assert not SubmitToken.objects.filter(token="m-2").exists()


def test_two_clicks_at_the_same_moment_make_one_product(breakable, db):
    producer = Product.objects.get(name="Miến dong Mẫu").producer_id
    clicks = [Caller(breakable, "chuthe") for _click in range(2)]
    clicks[1].cookies = dict(clicks[0].cookies)
    form = {"name": "Bấm hai lần", "set_code": "BSP-07", "_once": "m-3"}
    answers: list[int] = []

    threads = [
        threading.Thread(
            target=lambda c=click: answers.append(
                c.post(f"/chu-the/{producer}/san-pham/", **form)[0]
            )
        )
        for click in clicks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE_SECONDS)

    assert answers == [302, 302]
    made = breakable.sql("SELECT count(*) FROM producers_product WHERE name = 'Bấm hai lần'")
    assert made[0][0] == 1


def test_an_answer_that_was_lost_is_given_again(db, person):
    client = Client()
    client.force_login(person("huyen"), backend="ocop.people.backends.Accounts")
    form = {
        "type": "cooperative",
        "name": "HTX gửi lại (thử)",
        "place": "Xã Côn Minh",
        "_once": "m-4",
        "_draft": "producer-new",
    }

    first = client.post("/chu-the/moi/", form)
    again = client.post("/chu-the/moi/", form)

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert again.cookies["draft_done"].value == "producer-new"
