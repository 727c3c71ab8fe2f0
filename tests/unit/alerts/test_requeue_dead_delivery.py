"""What was given up is tried again from the start, while its time lasts."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.errors import AlertOutOfDate, DeliveryNotFound
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.requeue_dead_delivery import RequeueDeadDelivery
from tests.fakes.alerts import NOON, issued, person

OPERATOR = person("ops", "platform-admin", tier=Tier.REGISTERED)


@pytest.fixture
def requeue(unit_of_work, clock) -> RequeueDeadDelivery:
    return RequeueDeadDelivery(unit_of_work=unit_of_work, clock=clock)


def kept(stores, state=State.DEAD, **given) -> Delivery:
    alert = issued(**given)
    stores.alerts.kept[alert.alert_id] = alert
    row = Delivery.queued(uuid4(), alert, uuid4(), Channel.SMS, at=NOON)
    row = replace(row, state=state, attempts=12)
    stores.deliveries.add([row])
    return row


def test_it_waits_again_and_who_did_it_is_on_record(requeue, stores) -> None:
    row = kept(stores)
    again = requeue(OPERATOR, delivery_id=row.delivery_id)
    assert again == stores.deliveries.find(row.delivery_id)
    assert (State.QUEUED, 0) == (again.state, again.attempts)
    assert [("ops", "alerts:requeue-dead-delivery")] == [each[:2] for each in stores.audit.rows]
    assert ["alerts.delivery-requeued"] == [each.metric for each in stores.outbox.events]


def test_not_after_its_time(requeue, stores, clock) -> None:
    row = kept(stores)
    clock.pass_(hours=7)
    with pytest.raises(AlertOutOfDate):
        requeue(OPERATOR, delivery_id=row.delivery_id)


@pytest.mark.parametrize("state", [each for each in State if each is not State.DEAD])
def test_only_what_was_given_up(requeue, stores, state) -> None:
    with pytest.raises(DeliveryNotFound):
        requeue(OPERATOR, delivery_id=kept(stores, state).delivery_id)


def test_what_they_may_not_read_is_not_there(requeue, stores) -> None:
    row = kept(stores, marking=Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED))
    for which in (row.delivery_id, uuid4()):
        with pytest.raises(DeliveryNotFound):
            requeue(OPERATOR, delivery_id=which)
