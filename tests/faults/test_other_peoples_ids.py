"""Ids of other people's things, in every address that takes one: they do not exist, to read or to write."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from ocop.core import clock
from ocop.core.checks import patterns
from ocop.dossiers.models import Dossier, Round
from ocop.evaluation.models import CouncilMember, Track
from ocop.people.actions import appoint, register_account
from ocop.people.enums import Role
from ocop.people.models import Invitation
from ocop.places.models import Place
from ocop.producers.models import (
    Evidence,
    Producer,
    ProducerMember,
    Product,
)
from tests.faults.others import things_of_others

NOBODYS = 2**31 - 7
PUBLIC = {  # the id is a public number, or a secret that only its owner has
    "portal:certificate",
    "portal:picture",  # of a product whose stars are in force
    "people:password_reset_confirm",
    "people:accept_invitation",
    "people:prove",
    "stationery:start",  # a kind of paper, the same for everybody
    "stationery:sample",
    "places:changes_template",  # a kind of sheet, the same for everybody
}


def routes():
    """name → names of its parameters, for every address of the site with one."""
    found = {}
    for route, pattern in patterns():
        if parameters := re.findall(r"<(?:\w+:)?(\w+)>", route):
            app = pattern.callback.__module__.split(".")[1]
            found[f"{app}:{pattern.name}"] = parameters
    return found


ROUTES = routes()


@pytest.fixture
def others(db, person):
    return things_of_others(person)


@pytest.fixture
def strangers(db):
    """People with every kind of right, all of it elsewhere."""
    elsewhere = Place.objects.filter(level="province", valid_to=None).exclude(
        pk__in=Place.objects.filter(appointments__isnull=False)
    )[0]
    made = {}
    for name in ("producer", "officer", "member", "secretary"):
        made[name] = register_account(
            login=f"{name}@elsewhere.vn", full_name=f"Người lạ {name}", password="mot-mat-khau-dai"
        )
    away = Producer.objects.create(
        type="cooperative", name="HTX nơi khác (thử)", place=elsewhere, state="active"
    )
    ProducerMember.objects.create(producer=away, user=made["producer"])
    appoint(actor=None, user=made["officer"], role=Role.OFFICER, place=elsewhere)
    published = Round.objects.get(state="published")
    other_round = Round.objects.create(
        place=elsewhere,
        level="province",
        year=2026,
        number=9,
        edition=published.edition,
        edition_digest=published.edition_digest,
        process_code=published.process_code,
        receives_from=clock.today(),
        receives_until=clock.today(),
    )
    council = other_round_council(other_round)
    for name in ("member", "secretary"):
        CouncilMember.objects.create(council=council, user=made[name], role=name, order=1)
    return {name: client_of(user) for name, user in made.items()}


def other_round_council(round: Round):
    from ocop.evaluation.models import Council

    return Council.objects.create(round=round, decision_number="1/QĐ", decision_date=clock.today())


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="ocop.people.backends.Accounts")
    return client


def test_every_address_that_takes_an_id_has_a_case_here(others):
    assert set(others) | PUBLIC == set(ROUTES)
    assert all(set(given) == set(ROUTES[name]) for name, given in others.items())


def said(client: Client, method: str, url: str) -> tuple[int, str]:
    """The answer, but for the address itself and the secret against forged forms."""
    answer = getattr(client, method)(url)
    text = "" if answer.streaming else answer.content.decode(errors="replace")
    return answer.status_code, re.sub(r"[A-Za-z0-9]{64}", "", text.replace(url, ""))


def test_what_is_others_answers_like_what_does_not_exist(others, strangers):
    """To read and to write, and with the same words, so that nobody learns which ids are taken."""
    wrong = []
    for name, given in others.items():
        nobodys = {
            key: uuid.UUID(int=7) if isinstance(value, uuid.UUID) else NOBODYS
            for key, value in given.items()
            if not isinstance(value, str)
        } | {key: value for key, value in given.items() if isinstance(value, str)}
        for who, client in strangers.items():
            for method in ("get", "post"):
                theirs = said(client, method, reverse(name, kwargs=given))
                no_such = said(client, method, reverse(name, kwargs=nobodys))
                if theirs[0] not in (404, 405) or theirs != no_such:
                    wrong.append((who, method, name, theirs[0], no_such[0]))

    assert wrong == []
    assert Invitation.objects.get(login="ai-do@example.vn").withdrawn_at is None
    assert Track.objects.filter(round__state="scoring", discussions__isnull=False).count() == 0
    assert not Dossier.objects.filter(state="withdrawn").exists()
    assert Product.objects.filter(producer__name="HTX Minh Hoạ").exists()


def test_of_two_ids_in_an_address_both_must_belong_together(others, strangers):
    own = Round.objects.get(number=9)
    council = {
        name: {**given, "pk": own.pk}
        for name, given in others.items()
        if name.startswith("evaluation:") and {"member", "track", "conflict"} & set(given)
    }

    answers = {
        name: strangers["secretary"].post(reverse(name, kwargs=given)).status_code
        for name, given in council.items()
    }

    assert answers == dict.fromkeys(
        (
            "evaluation:unseat",
            "evaluation:attend",
            "evaluation:withdraw_attendance",
            "evaluation:reorder",
            "evaluation:lift_conflict",
        ),
        404,
    )


def test_a_paper_of_another_producer_cannot_be_used_in_a_dossier(others, signed_in):
    dossier = Dossier.objects.get(state="draft", round__state="scoring")
    foreign = Evidence.objects.exclude(producer=dossier.producer).first() or _foreign_paper()

    answer = signed_in("chuthe").post(
        reverse("dossiers:papers_for_item", kwargs={"pk": dossier.pk, "item": "HS01"}),
        {"evidence": foreign.pk},
    )

    assert answer.status_code == 404
    assert not dossier.papers.filter(evidence=foreign).exists()


def _foreign_paper() -> Evidence:
    paper = Evidence.objects.first()
    paper.pk, paper.producer, paper.product = None, Producer.objects.order_by("pk")[0], None
    paper._state.adding = True
    paper.save()
    return paper
