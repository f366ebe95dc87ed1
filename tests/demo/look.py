"""Looks at an installation and prints what stands there, as JSON: test_scenes.py runs it in a process of its own."""

import json
from collections import Counter

from django.apps import apps
from django.db.models import DateField, DateTimeField, Max, Min
from django.test import Client
from django.test.utils import setup_test_environment

from ocop.certificates.models import Certificate
from ocop.certificates.policy import certificates_visible_to
from ocop.core import audit, clock
from ocop.core.doctor import examine
from ocop.dossiers.models import Dossier, Round
from ocop.evaluation.models import Track
from ocop.people.actions import BACKEND
from ocop.people.demo import account, accounts
from ocop.places.models import Place
from ocop.producers.models import Product

# Of the true time, of what setup made before the scene, and of what is planned or runs out.
TRUE = {"AuditEntry.at", "StoredFile.stored_at", "TreeChange.at", "User.last_login"}
SETUP = {"Edition", "Place", "Succession", "CalendarDay"}
AHEAD = {
    "starts_at",
    "valid_to",
    "expires_on",
    "due_on",
    "completion_due_on",
    "receives_until",
    "day",
}
NOTHING_WAITS = "Không có việc nào đang chờ"


def later():
    """Columns in which a time or a day after the present one stands."""
    for model in apps.get_models():
        if not model.__module__.startswith("ocop") or model.__name__ in SETUP:
            continue
        for field in model._meta.concrete_fields:
            name = f"{model.__name__}.{field.name}"
            if not isinstance(field, DateField) or name in TRUE or field.name in AHEAD:
                continue
            now = clock.now() if isinstance(field, DateTimeField) else clock.today()
            if model._base_manager.filter(**{f"{field.name}__gt": now}).exists():
                yield name


def desk_of(user):
    """Whether a person's desk holds work or figures."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    answer = client.get("/ban-lam-viec/")
    shown = answer.context["first"] or answer.context["items"] or answer.context["panels"]
    return bool(shown) and NOTHING_WAITS not in answer.content.decode()


def totals_of(tracks):
    signed = tracks.filter(sheets__state="signed")
    return signed.annotate(low=Min("sheets__total"), high=Max("sheets__total"))


def unmarked():
    """Names of what neither says that it is made up nor where it is read."""
    yield from (str(r) for r in Round.objects.filter(is_demo=False))
    for certificate in Certificate.objects.select_related("producer"):
        if not certificate.producer.is_demo and not certificate.source_note:
            yield certificate.number
    for product in Product.objects.filter(producer__is_demo=True):
        if "Mẫu" not in product.name:
            yield product.name


def look():
    today = clock.today()
    running = Round.objects.get(state="scoring")
    apart = [t for t in totals_of(running.tracks) if t.high - t.low > 10]
    record = Certificate.objects.filter(producer__is_demo=False)
    units = Place.objects.on(today).under(running.place)
    return {
        "today": str(today),
        "desks": {user.login.split("@")[0]: desk_of(user) for user in accounts()},
        "running": running.tracks.count(),
        "voters": running.council.members.filter(votes=True).count(),
        "tracks": Counter(Track.objects.values_list("state", flat=True)),
        "dossiers": Counter(Dossier.objects.values_list("state", flat=True)),
        "rounds": Counter(Round.objects.values_list("state", flat=True)),
        "apart": len(apart),
        "unlike": [str(track) for track in Track.objects.exclude(spread=None) if track.spread > 10],
        "issued": Track.objects.exclude(certificate=None).count(),
        "stars": sorted(set(Track.objects.exclude(stars=None).values_list("stars", flat=True))),
        "later": list(later()),
        "units": {level: units.filter(level=level).count() for level in ("district", "commune")},
        "record": record.count(),
        "read": certificates_visible_to(account("tinh")).filter(pk__in=record).count(),
        "unmarked": list(unmarked()),
        "products": Product.objects.count(),
        "pictures": Product.objects.exclude(pictures=None).distinct().count(),
        "findings": list(examine()),
        "breaks": [str(e) for e in audit.verify() if isinstance(e, audit.Break)],
    }


def main():
    setup_test_environment()
    print(json.dumps(look(), ensure_ascii=False))
