"""A registration that its commune does not confirm: who is told, and how it comes back."""

import pytest

from ocop.core import clock
from ocop.people.models import Notification
from ocop.producers.actions import producers as actions
from ocop.producers.enums import ProducerState
from ocop.producers.models import Producer
from tests.people.factories import as_found, client_of, make_officer, make_user
from tests.places.factories import make_place
from tests.producers.factories import make_producer

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make_place()


@pytest.fixture
def officer(commune):
    return make_officer(commune)


@pytest.fixture
def owner():
    return make_user("Chủ hộ")


@pytest.fixture
def rejected(commune, officer, owner) -> Producer:
    """A household that registered and was not confirmed."""
    pending = make_producer(commune, owner=owner, name="Hộ A", state=ProducerState.PENDING)
    return actions.decide_registration(
        actor=officer, producer=pending, confirmed=False, reason="Sai tên"
    )


def told(user) -> list[str]:
    return list(Notification.objects.filter(user=user).values_list("title", flat=True))


def test_a_registration_that_was_mended_waits_for_its_commune_again(rejected, officer, owner):
    client = client_of(as_found(owner))
    page, address = f"/chu-the/{rejected.pk}/", f"/chu-the/{rejected.pk}/sua/"
    assert address in client.get(page).content.decode()
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}

    client.post(
        address,
        {**sent, "name": "Hộ B", "place": f"({rejected.place.key})", "version": rejected.version},
    )

    rejected.refresh_from_db()
    assert (rejected.name, rejected.state, rejected.state_reason) == ("Hộ B", "pending", "")
    assert told(officer) == ["Chủ thể mới chờ xác nhận: Hộ B"]
    client_of(officer).post(f"{page}xac-nhan/")
    rejected.refresh_from_db()
    assert rejected.state == ProducerState.ACTIVE


def test_a_producer_that_takes_part_does_not_wait_again_after_a_change(officer, owner, commune):
    active = make_producer(commune, owner=owner)

    actions.change(
        actor=as_found(owner),
        producer=active,
        version=active.version,
        fields={"phone": "0912345678"},
    )

    active.refresh_from_db()
    assert (active.state, told(officer)) == (ProducerState.ACTIVE, [])


def test_who_no_longer_acts_for_a_producer_is_not_told_of_its_registration(commune, officer, owner):
    pending = make_producer(commune, owner=owner, state=ProducerState.PENDING)
    left = make_user("Người đã thôi")
    pending.members.create(user=left, until=clock.today())

    actions.decide_registration(actor=officer, producer=pending, confirmed=True)

    assert told(owner) == ["Đăng ký của bạn đã được xác nhận"]
    assert told(left) == []
