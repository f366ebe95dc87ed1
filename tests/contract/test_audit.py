"""Every use case leaves one entry in the audit trail; refused, it leaves none."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from PIL import Image

import ocop
from ocop.core.documents import render_pdf
from ocop.core.errors import NotYours
from ocop.core.models import AuditEntry
from ocop.core.uploads import keep
from ocop.criteria.actions.editions import inferred_requirements
from ocop.evaluation.actions import sheets
from ocop.evaluation.models import Round
from ocop.evaluation.queries.dossiers import checklist_of, readiness
from ocop.people.proof import links
from ocop.producers.imports import Plan
from ocop.producers.models import Evidence, Producer, ProducerYear, Product
from ocop.rules.loading import INDEX

from .pages import taken_back
from .world import SET, answers

pytestmark = pytest.mark.django_db

Things = dict[str, Any]
TODAY = timezone.localdate()


def picture() -> BytesIO:
    image = BytesIO()
    Image.new("RGB", (8, 8)).save(image, "PNG")
    return SimpleUploadedFile("anh.png", image.getvalue())


def paper() -> BytesIO:
    return SimpleUploadedFile("a.pdf", render_pdf("notice", {"title": "Mẫu", "reason": ""}))


def fresh_round(t: Things, **fields: Any) -> Round:
    base = t["receiving"]
    names = ("place", "edition", "process_code", "receives_from", "receives_until")
    return Round(**{name: getattr(base, name) for name in names}, year=2018, **fields)


def round_above(t: Things) -> Round:
    """An open round of the province."""
    above = fresh_round(t, level="province", edition_digest=t["receiving"].edition_digest)
    above.place = t["receiving"].place.parent
    above.save()
    return above


def filled(t: Things) -> Any:
    """The member's sheet with every criterion answered."""
    t["open"].answers = answers(0.4)
    t["open"].save()
    return t["open"]


def ready(t: Things) -> Any:
    """The product whose sheets are all signed."""
    sheets.sign(actor=t["member"], sheet=filled(t))
    t["track"].refresh_from_db()
    return t["track"]


def reconciling(t: Things) -> Any:
    type(t["track"]).objects.filter(pk=t["track"].pk).update(state="reconciling")
    t["signed"].track.refresh_from_db()
    return t["signed"]


def all_concluded(t: Things) -> Any:
    """The open session of a round without anything left to conclude, its members there."""
    t["scoring"].tracks.all().update(state="concluded")
    return t["scoring"].council.session


def attended(t: Things) -> Any:
    """The open session that a member has signed in to."""
    session = t["scoring"].council.session
    session.attendances.get_or_create(member=t["attending"], recorded_by=t["chair"])
    return session


def assessing(t: Things, state: str = "waiting") -> Any:
    """The product that the commune has assessed, its round below one that receives."""
    above = round_above(t)
    above.process_code = t["communes"].process_code
    above.save()
    type(t["communes"]).objects.filter(pk=t["communes"].pk).update(upper=above)
    tracks = type(t["assessing"]).objects.filter(pk=t["assessing"].pk)
    tracks.update(state=state)
    return tracks.select_related("round__place", "round__upper", "dossier").get()


def handed_over(t: Things) -> Any:
    """The product whose appraisal the members see."""
    t["appraisal"].handed_over_at = timezone.now()
    t["appraisal"].save()
    return t["track"]


def sound(t: Things) -> Any:
    """The draft edition with its own code in its files, so that nothing is wrong."""
    edition = t["edition"]
    files = edition.files
    edition.files = {
        **files,
        INDEX: files[INDEX].replace("code: qd1048", f"code: {edition.code}", 1),
    }
    edition.save()
    return edition


def dated(t: Things) -> Any:
    """The draft process with its first day, so that nothing is wrong."""
    t["process"].content["in_force_from"] = "2040-01-01"
    t["process"].save()
    return t["process"]


def proposed(t: Things) -> Any:
    t["edition"].pending = {"source": "a.zip", "files": {"a.yaml": "x"}, "problems": []}
    t["edition"].save()
    return t["edition"]


def checked(t: Things) -> Any:
    """The dossier that was handed in, with every paper found fine."""
    dossier = t["handed_in"]
    for item in checklist_of(dossier):
        dossier.checks.update_or_create(
            submission=1,
            item_code=item.code,
            defaults={"verdict": "fine", "checked_by": t["district"]},
        )
    type(dossier).objects.filter(pk=dossier.pk).update(state="checking")
    return dossier


def returned(t: Things) -> Any:
    """The dossier that was handed in, given back for its production plan."""
    dossier = checked(t)
    dossier.checks.filter(item_code="HS02").update(verdict="wrong", reason="Thiếu dấu")
    type(dossier).objects.filter(pk=dossier.pk).update(state="returned")
    return dossier


def complete(t: Things) -> Any:
    """The draft with everything that handing in needs."""
    dossier = t["draft"]
    dossier.answers = answers(0.5)
    dossier.save()
    for item in readiness(dossier).papers:
        dossier.papers.create(evidence=t["paper"], item_code=item.code)
    return dossier


def unproven(t: Things) -> Any:
    t["clerk"].proven_at = None
    t["clerk"].save()
    return t["clerk"]


# Of each use case the words that carry it out; `actor` is replaced by a stranger to see it refused.
CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "people.actions.register_account": lambda t: {
        "login": "moi@example.vn",
        "full_name": "Mới",
        "password": "mot-mat-khau-dai",
    },
    "people.actions.prove_by_link": lambda t: {
        "user": unproven(t),
        "token": links.make_token(t["clerk"]),
    },
    "people.actions.prove_by_reset": lambda t: {"user": unproven(t)},
    "people.actions.prove_by_hand": lambda t: {
        "actor": t["commune"],
        "user": unproven(t),
        "code": t["clerk"].proof_code,
    },
    "people.actions.change_profile": lambda t: {"user": t["member"], "fields": {"phone": "0912"}},
    "people.actions.appoint": lambda t: {
        "actor": t["district"],
        "user": t["member"],
        "role": "officer",
        "place": t["producer"].place,
    },
    "people.actions.end_appointment": lambda t: {
        "actor": t["district"],
        "appointment": t["appointment"],
    },
    "people.actions.invite": lambda t: {
        "actor": t["district"],
        "full_name": "Mời",
        "login": "0912345678",
        "role": "officer",
        "place": t["producer"].place,
    },
    "people.actions.withdraw_invitation": lambda t: {
        "actor": t["district"],
        "invitation": t["invitation"],
    },
    "people.actions.accept_invitation": lambda t: {
        "invitation": t["invitation"],
        "password": "mot-mat-khau-dai",
    },
    "people.actions.set_active": lambda t: {
        "actor": t["administrator"],
        "user": t["clerk"],
        "active": False,
    },
    "producers.actions.producers.register": lambda t: {
        "account": {"login": "ct@example.vn", "full_name": "Mới", "password": "mot-mat-khau-dai"},
        "producer": {"type": "cooperative", "name": "HTX Mới", "place": t["producer"].place},
    },
    "producers.actions.producers.create": lambda t: {
        "actor": t["commune"],
        "producer": Producer(type="cooperative", name="HTX Mới", place=t["producer"].place),
    },
    "producers.actions.producers.change": lambda t: {
        "actor": t["owner"],
        "producer": t["producer"],
        "version": t["producer"].version,
        "fields": {"phone": "0912"},
    },
    "producers.actions.producers.decide_registration": lambda t: {
        "actor": t["commune"],
        "producer": t["pending"],
        "confirmed": True,
    },
    "producers.actions.products.save": lambda t: {
        "actor": t["owner"],
        "product": Product(producer=t["producer"], name="Mới", set_code=SET),
    },
    "producers.actions.details.save": lambda t: {
        "actor": t["owner"],
        "producer": t["producer"],
        "detail": ProducerYear(producer=t["producer"], year=2019),
    },
    "producers.actions.details.remove": lambda t: {
        "actor": t["owner"],
        "producer": t["producer"],
        "detail": ProducerYear.objects.create(producer=t["producer"], year=2018),
    },
    "producers.actions.products.add_picture": lambda t: {
        "actor": t["owner"],
        "product": t["product"],
        "upload": keep([picture()]),
    },
    "producers.actions.evidence.add": lambda t: {
        "actor": t["owner"],
        "evidence": Evidence(producer=t["producer"], item_code="HS02", title="Mới"),
        "upload": keep([paper()]),
    },
    "producers.actions.evidence.change": lambda t: {
        "actor": t["owner"],
        "evidence": t["paper"],
        "version": t["paper"].version,
        "fields": {"number": "2/X"},
    },
    "producers.actions.evidence.remove": lambda t: {
        "actor": t["owner"],
        "evidence": Evidence.objects.create(
            producer=t["producer"],
            item_code="HS02",
            title="Nhầm",
            file=t["paper"].file,
            file_name="a.pdf",
            added_by=t["owner"],
        ),
    },
    "producers.actions.products.put_picture_first": lambda t: {
        "actor": t["owner"],
        "picture": t["picture"],
    },
    "producers.actions.producers.set_participation": lambda t: {
        "actor": t["owner"],
        "producer": t["producer"],
        "takes_part": False,
        "reason": "Giải thể",
    },
    "producers.actions.products.set_active": lambda t: {
        "actor": t["owner"],
        "product": t["product"],
        "active": False,
        "reason": "Hết nguyên liệu",
    },
    "producers.actions.products.transfer": lambda t: {
        "actor": t["district"],
        "product": t["product"],
        "taker": t["rival"],
        "on": TODAY,
        "reason": "Thành công ty",
        "act": "Biên bản 1",
    },
    "producers.actions.members.change": lambda t: {
        "actor": t["owner"],
        "member": t["producer"].members.create(user=t["clerk"], role="editor"),
        "role": "manager",
    },
    "producers.imports.carry_out": lambda t: {"plan": Plan(), "user": t["district"]},
    "places.actions.set_day": lambda t: {
        "actor": t["administrator"],
        "day": TODAY,
        "works": True,
        "act": "Thông báo 1",
    },
    "places.actions.forget_day": lambda t: {
        "actor": t["administrator"],
        "day": t["calendar_day"],
    },
    "criteria.actions.editions.draft": lambda t: {
        "actor": t["administrator"],
        "based_on": t["edition"],
        "code": "moi",
        "name": "Mới",
    },
    "criteria.actions.editions.change_files": lambda t: {
        "actor": t["administrator"],
        "edition": t["edition"],
        "files": {"a.yaml": "x"},
        "version": t["edition"].version,
    },
    "criteria.actions.editions.publish": lambda t: {
        "actor": t["administrator"],
        "edition": sound(t),
    },
    "criteria.actions.editions.confirm_requirement": lambda t: {
        "actor": t["administrator"],
        "edition": t["edition"],
        "requirement": inferred_requirements(t["edition"])[0][0].id,
        "confirmed": True,
    },
    "criteria.actions.editions.propose": lambda t: {
        "actor": t["administrator"],
        "edition": t["edition"],
        "source": "a.zip",
        "files": {"a.yaml": "x"},
    },
    "criteria.actions.editions.settle_proposal": lambda t: {
        "actor": t["administrator"],
        "edition": proposed(t),
        "version": t["edition"].version,
        "apply": True,
    },
    "criteria.actions.editions.discard": lambda t: {
        "actor": t["administrator"],
        "edition": t["edition"],
    },
    "criteria.actions.processes.draft": lambda t: {
        "actor": t["administrator"],
        "code": "moi",
        "based_on": "qd148",
    },
    "criteria.actions.processes.change": lambda t: {
        "actor": t["administrator"],
        "process": t["process"],
        "content": t["process"].content,
        "version": t["process"].version,
    },
    "criteria.actions.processes.publish": lambda t: {
        "actor": t["administrator"],
        "process": dated(t),
    },
    "criteria.actions.processes.discard": lambda t: {
        "actor": t["administrator"],
        "process": t["process"],
    },
    "evaluation.actions.rounds.open_round": lambda t: {
        "actor": t["district"],
        "round": fresh_round(t),
    },
    "evaluation.actions.rounds.move_round": lambda t: {
        "actor": t["secretary"],
        "round": t["scoring"],
        "to": "receiving",
    },
    "evaluation.actions.results.choose_upper": lambda t: {
        "actor": t["district"],
        "round": t["scoring"],
        "upper": round_above(t),
    },
    "evaluation.actions.rounds.set_up_council": lambda t: {
        "actor": t["district"],
        "round": t["receiving"],
        "decision_number": "9/QĐ",
        "decision_date": TODAY,
    },
    "evaluation.actions.rounds.seat": lambda t: {
        "actor": t["district"],
        "council": t["receiving"].council,
        "user": t["clerk"],
        "role": "member",
    },
    "evaluation.actions.rounds.unseat": lambda t: {"actor": t["district"], "member": t["seat"]},
    "evaluation.actions.conflicts.declare_conflict": lambda t: {
        "actor": t["member"],
        "track": t["track"],
        "reason": "Người nhà",
    },
    "evaluation.actions.conflicts.excuse": lambda t: {
        "actor": t["secretary"],
        "sheet": t["open"],
        "reason": "Ốm",
    },
    "evaluation.actions.conflicts.lift": lambda t: {
        "actor": t["secretary"],
        "conflict": t["conflict"],
        "reason": "Nhầm người",
    },
    "evaluation.actions.reminders.remind": lambda t: {
        "actor": t["secretary"],
        "round": t["scoring"],
        "members": list(t["scoring"].council.members.filter(votes=True)),
    },
    "evaluation.actions.appraisals.save_field": lambda t: {
        "actor": t["support"],
        "track": t["track"],
        "field": "a:A.1.2",
        "value": "L1",
        "was": "",
    },
    "evaluation.actions.appraisals.record_visit": lambda t: {
        "actor": t["support"],
        "track": t["track"],
        "papers": "Đủ",
        "visited_on": TODAY,
        "visitors": "Tổ giúp việc",
        "findings": "Xưởng sạch",
    },
    "evaluation.actions.appraisals.hand_over": lambda t: {
        "actor": t["support"],
        "track": t["track"],
    },
    "evaluation.actions.appraisals.take_back": lambda t: {
        "actor": t["support"],
        "track": handed_over(t),
    },
    "evaluation.actions.assessments.assess": lambda t: {
        "actor": t["commune"],
        "track": assessing(t),
        "findings": {"origin": ["met", "Có căn cứ"]},
        "fields": {"met_on": TODAY},
    },
    "evaluation.actions.assessments.close": lambda t: {
        "actor": t["commune"],
        "track": assessing(t),
    },
    "evaluation.actions.assessments.reopen": lambda t: {
        "actor": t["commune"],
        "track": assessing(t, "concluded"),
    },
    "evaluation.actions.assessments.forward": lambda t: {
        "actor": t["commune"],
        "track": assessing(t, "concluded"),
        "number": "12/BC",
        "signed_on": TODAY,
    },
    "evaluation.actions.appraisals.assign": lambda t: {
        "actor": t["secretary"],
        "round": t["scoring"],
        "chosen": {t["track"].pk: t["scoring"].council.members.get(role="support").pk},
    },
    "evaluation.actions.rounds.plan_session": lambda t: {
        "actor": t["district"],
        "council": t["receiving"].council,
        "starts_at": timezone.now(),
        "venue": "Phòng họp",
    },
    "evaluation.actions.rounds.sign_attendance": lambda t: {
        "actor": t["chair"],
        "session": t["receiving"].council.session,
        "member": t["seat"],
    },
    "evaluation.actions.rounds.withdraw_attendance": lambda t: {
        "actor": t["chair"],
        "session": attended(t),
        "member": t["attending"],
        "reason": "Ghi nhầm",
    },
    "evaluation.actions.rounds.reorder": lambda t: {
        "actor": t["district"],
        "round": t["scoring"],
        "track": t["track"],
        "to": 1,
    },
    "evaluation.actions.rounds.close_session": lambda t: {
        "actor": t["secretary"],
        "session": all_concluded(t),
        "remarks": "Xong",
    },
    "evaluation.actions.dossiers.start": lambda t: {
        "actor": t["owner"],
        "product": t["product"],
        "round": t["receiving"],
        "purpose": "new",
    },
    "evaluation.actions.dossiers.save_field": lambda t: {
        "actor": t["owner"],
        "dossier": t["draft"],
        "field": "a:A.1.1",
        "value": "L1",
        "was": "",
    },
    "evaluation.actions.dossiers.attach": lambda t: {
        "actor": t["owner"],
        "dossier": t["draft"],
        "evidence": t["paper"],
        "item_code": "HS03",
    },
    "evaluation.actions.dossiers.detach": lambda t: {"actor": t["owner"], "paper": t["used"]},
    "evaluation.actions.dossiers.submit": lambda t: {"actor": t["owner"], "dossier": complete(t)},
    "evaluation.actions.dossiers.check_paper": lambda t: {
        "actor": t["secretary"],
        "dossier": t["handed_in"],
        "item_code": "HS02",
        "verdict": "fine",
    },
    "evaluation.actions.dossiers.return_for_completion": lambda t: {
        "actor": t["secretary"],
        "dossier": checked(t),
        "reason": "Thiếu",
    },
    "evaluation.actions.dossiers.accept": lambda t: {
        "actor": t["secretary"],
        "dossier": checked(t),
    },
    "evaluation.actions.dossiers.withdraw": lambda t: {"actor": t["owner"], "dossier": t["draft"]},
    "evaluation.actions.sheets.save_field": lambda t: {
        "actor": t["member"],
        "sheet_id": t["open"].pk,
        "field": "a:A.1.1",
        "value": "L1",
        "was": "",
    },
    "evaluation.actions.sheets.sign": lambda t: {"actor": t["member"], "sheet": filled(t)},
    "evaluation.actions.sheets.reopen": lambda t: {
        "actor": t["secretary"],
        "sheet": t["signed"],
        "reason": "Nhầm",
    },
    "evaluation.actions.sheets.rescore": lambda t: {
        "actor": t["chair"],
        "sheet": reconciling(t),
        "levels": {"A.1.1": "L1"},
        "reason": "Trao đổi",
    },
    "evaluation.actions.sheets.discuss": lambda t: {
        "actor": t["chair"],
        "track": t["track"],
        "text": "Ý kiến",
    },
    "evaluation.actions.sheets.start_reconciling": lambda t: {
        "actor": t["secretary"],
        "track": ready(t),
    },
    "evaluation.actions.sheets.type_paper": lambda t: {
        "actor": t["secretary"],
        "sheet": t["open"],
        "number": 1,
        "answers": answers(0.5),
    },
    "evaluation.actions.sheets.settle_paper": lambda t: {
        "actor": t["secretary"],
        "sheet": t["open"],
        "right": dict.fromkeys(sheets.differences(t["open"]), 1),
    },
    "evaluation.actions.results.send_back": lambda t: {
        "actor": t["secretary"],
        "track": ready(t),
        "reason": "Thiếu mẫu",
    },
    "evaluation.actions.results.conclude": lambda t: {"actor": t["secretary"], "track": ready(t)},
    "evaluation.actions.results.draft_decision": lambda t: {
        "actor": t["secretary"],
        "round": t["concluded"],
        "fields": {"signer": "A"},
    },
    "evaluation.actions.results.issue_decision": lambda t: {
        "actor": t["secretary"],
        "decision": t["decision"],
        "number": "3/QĐ",
        "signed_on": TODAY,
    },
    "evaluation.actions.dossiers.take_back": lambda t: {
        "actor": t["owner"],
        "dossier": t["handed_in"],
    },
    "evaluation.actions.dossiers.answer_demand": lambda t: {
        "actor": t["owner"],
        "dossier": returned(t),
        "item_code": "HS02",
        "reply": "Bản này đúng",
    },
    "certificates.actions.expiry.send_notice": lambda t: {
        "actor": t["district"],
        "certificate": t["certificate"],
        "number": "5/TB",
        "sent_on": TODAY,
    },
    "certificates.actions.certificates.change_state": lambda t: {
        "actor": t["district"],
        "certificate": t["certificate"],
        "to": "suspended",
        "reason": "Kiểm tra",
    },
}
# What comes with the installation itself, not from a person.
SET_UP = {"places.actions.load", "criteria.actions.editions.load_builtin"}
# Use cases made of others, each of which leaves its own entry.
MADE_OF_OTHERS = {
    "producers.actions.producers.register": ["people.account.registered"],
    "people.actions.accept_invitation": ["people.account.registered"],
    "evaluation.actions.assessments.forward": ["evaluation.dossier.passed_up"],
}


def use_cases() -> dict[str, Callable[..., Any]]:
    found = {}
    for module in pkgutil.walk_packages(ocop.__path__, "ocop."):
        if ".migrations" in module.name or module.name in ("ocop.wsgi", "ocop.__main__"):
            continue
        for name, thing in vars(importlib.import_module(module.name)).items():
            if getattr(thing, "is_use_case", False) and thing.__module__ == module.name:
                found[f"{module.name.removeprefix('ocop.')}.{name}"] = thing
    return found


@pytest.fixture
def things(world):
    """What use cases are about, as it stands in the database, and the people by their roles."""
    side = world.here
    fresh = {
        name: type(thing).objects.get(pk=thing.pk) if hasattr(thing, "pk") else thing
        for name, thing in side.things.items()
    }
    with taken_back():
        yield {
            **world.people,
            **fresh,
            "owner": world.people["producer"],
            "producer": fresh["producer"],
        }


def entries() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("action", flat=True))


def test_every_use_case_is_tried_here():
    assert use_cases().keys() == CASES.keys() | SET_UP


@pytest.mark.parametrize("name", CASES)
def test_a_use_case_leaves_one_entry(things, name):
    words = CASES[name](things)
    if words.get("actor"):
        words[
            "actor"
        ].refresh_from_db()  # as each request reads the person anew, with the latest standing
    before = entries()

    use_cases()[name](**words)

    added = entries()[len(before) :]
    own = added[len(MADE_OF_OTHERS.get(name, [])) :]
    assert added[: -len(own)] == MADE_OF_OTHERS.get(name, [])
    assert len(own) == 1
    assert own[0].split(".")[0] == name.split(".")[0]


WITH_ACTOR = [n for n, f in use_cases().items() if "actor" in inspect.signature(f).parameters]


@pytest.mark.parametrize("name", WITH_ACTOR)
def test_refused_to_a_stranger_it_leaves_none(world, things, name):
    words = CASES[name](things) | {"actor": world.people["stranger"]}
    before = entries()

    with pytest.raises(NotYours):
        use_cases()[name](**words)

    assert entries() == before


def test_the_database_refuses_to_change_or_forget_an_entry(db):
    first = AuditEntry.objects.filter(number=1)

    for change in (lambda: first.update(action="x"), first.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert first.exists()
