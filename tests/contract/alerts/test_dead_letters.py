"""What was given up, through the real door."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from isp.alerts.v1 import dead_letters_pb2 as pb
from isp.alerts.v1 import deliveries_pb2
from isp.alerts.v1.dead_letters_pb2_grpc import DeadLettersServiceStub
from kernel.tiers import Tier
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.recipient import Channel
from tests.fakes.alerts import NOON, MemoryAlertsStores, issued
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def operator(server: Served) -> Caller:
    return server.caller("platform-admin", tier=Tier.VERIFIED)


def dead(stores: MemoryAlertsStores) -> Delivery:
    out = issued(expires_at=datetime.now(UTC) + timedelta(hours=1))
    stores.alerts.kept[out.alert_id] = out
    row = Delivery.queued(uuid4(), out, uuid4(), Channel.EMAIL, at=NOON)
    given_up = replace(row, state=State.DEAD, attempts=12, why="mail 451")
    stores.deliveries.add([given_up])
    return given_up


def test_it_is_seen_tried_again_and_then_no_dead_letter_any_more(
    dead_letters: DeadLettersServiceStub, operator: Caller, stores: MemoryAlertsStores
) -> None:
    row = dead(stores)
    asked = pb.ListDeadDeliveriesRequest()
    (shown,) = dead_letters.ListDeadDeliveries(asked, metadata=operator.metadata).deliveries
    assert (str(row.delivery_id), 12, "mail 451") == (shown.delivery_id, shown.attempts, shown.why)
    assert str(row.recipient_id) not in str(shown)
    named = pb.RequeueDeadDeliveryRequest(delivery_id=shown.delivery_id)
    again = dead_letters.RequeueDeadDelivery(named, metadata=operator.metadata).delivery
    assert (deliveries_pb2.DELIVERY_STATE_QUEUED, 0) == (again.state, again.attempts)
    with refusal() as refused:
        dead_letters.RequeueDeadDelivery(named, metadata=operator.metadata)
    assert ("NOT_FOUND", "DELIVERY_NOT_FOUND") == refused.status_and_reason
    listed = dead_letters.ListDeadDeliveries(asked, metadata=operator.metadata)
    assert [] == list(listed.deliveries)
    assert ["alerts:requeue-dead-delivery"] == [each[1] for each in stores.audit.rows]


def test_pages_lead_on(
    dead_letters: DeadLettersServiceStub, operator: Caller, stores: MemoryAlertsStores
) -> None:
    wanted = sorted((str(dead(stores).delivery_id) for _ in range(3)), reverse=True)
    seen, token = [], ""
    while True:
        asked = pb.ListDeadDeliveriesRequest(page_size=2, page_token=token)
        page = dead_letters.ListDeadDeliveries(asked, metadata=operator.metadata)
        seen += [each.delivery_id for each in page.deliveries]
        token = page.next_page_token
        if not token:
            break
    assert wanted == seen


def test_all_of_a_channel_are_tried_again(
    dead_letters: DeadLettersServiceStub, operator: Caller, stores: MemoryAlertsStores
) -> None:
    rows = [dead(stores) for _ in range(2)]
    by_mail = pb.RequeueDeadDeliveriesRequest(channel=deliveries_pb2.DELIVERY_CHANNEL_EMAIL)
    done = dead_letters.RequeueDeadDeliveries(by_mail, metadata=operator.metadata)
    assert (2, False) == (done.count, done.more)
    states = {stores.deliveries.kept[each.delivery_id].state for each in rows}
    assert {State.QUEUED} == states
    with refusal() as refused:
        nothing = pb.RequeueDeadDeliveriesRequest()
        dead_letters.RequeueDeadDeliveries(nothing, metadata=operator.metadata)
    assert "INVALID_ARGUMENT" == refused.status_and_reason[0]
