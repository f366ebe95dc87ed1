"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from typing import Any

from ocop.dossiers.models import Round
from ocop.dossiers.queries.dossiers import checklist_of, readiness
from tests.criteria.factories import answers

Things = dict[str, Any]


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


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "dossiers.actions.rounds.open_round": lambda t: {
        "actor": t["district"],
        "round": fresh_round(t),
    },
    "dossiers.actions.rounds.move_round": lambda t: {
        "actor": t["secretary"],
        "round": t["scoring"],
        "to": "receiving",
    },
    "dossiers.actions.dossiers.start": lambda t: {
        "actor": t["owner"],
        "product": t["product"],
        "round": t["receiving"],
        "purpose": "new",
    },
    "dossiers.actions.dossiers.save_field": lambda t: {
        "actor": t["owner"],
        "dossier": t["draft"],
        "field": "a:A.1.1",
        "value": "L1",
        "was": "",
    },
    "dossiers.actions.dossiers.attach": lambda t: {
        "actor": t["owner"],
        "dossier": t["draft"],
        "evidence": t["paper"],
        "item_code": "HS03",
    },
    "dossiers.actions.dossiers.detach": lambda t: {"actor": t["owner"], "paper": t["used"]},
    "dossiers.actions.dossiers.submit": lambda t: {"actor": t["owner"], "dossier": complete(t)},
    "dossiers.actions.dossiers.check_paper": lambda t: {
        "actor": t["secretary"],
        "dossier": t["handed_in"],
        "item_code": "HS02",
        "verdict": "fine",
    },
    "dossiers.actions.dossiers.return_for_completion": lambda t: {
        "actor": t["secretary"],
        "dossier": checked(t),
        "reason": "Thiếu",
    },
    "dossiers.actions.dossiers.accept": lambda t: {
        "actor": t["secretary"],
        "dossier": checked(t),
    },
    "dossiers.actions.dossiers.withdraw": lambda t: {"actor": t["owner"], "dossier": t["draft"]},
    "dossiers.actions.dossiers.take_back": lambda t: {
        "actor": t["owner"],
        "dossier": t["handed_in"],
    },
    "dossiers.actions.dossiers.answer_demand": lambda t: {
        "actor": t["owner"],
        "dossier": returned(t),
        "item_code": "HS02",
        "reply": "Bản này đúng",
    },
}
