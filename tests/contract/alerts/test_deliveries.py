"""How far alerts got, and what providers say, through the real door."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from isp.alerts.v1 import alert_pb2, deliveries_pb2
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1.alerts_pb2_grpc import AlertsServiceStub
from kernel.ports import SystemClock
from kernel.tiers import Tier
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from services.alerts.usecases.send_deliveries import SendDeliveries
from tests.contract.alerts.desk import CALLBACK_SECRET, Desk
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.deliveries import MemoryMeasures, MemorySender, recipient
from tests.fakes.plumbing import FreshIds, MemoryUnitOfWork
from tests.fakes.serving import Served, refusal


def asked(alert: alert_pb2.Alert) -> rpc.GetDeliveriesRequest:
    return rpc.GetDeliveriesRequest(alert_id=alert.alert_id)


@pytest.fixture
def sent(
    desk: Desk, stores: MemoryAlertsStores, unit_of_work: MemoryUnitOfWork[MemoryAlertsStores]
) -> alert_pb2.Alert:
    """An alert that went to one phone."""
    stores.recipients.keep(recipient("+447700900123"))
    out = desk.issued()
    QueueDeliveries(unit_of_work=unit_of_work, clock=SystemClock(), ids=FreshIds())()
    SendDeliveries(
        unit_of_work=unit_of_work,
        channel=Channel.SMS,
        sender=MemorySender(),
        measures=MemoryMeasures(),
        clock=SystemClock(),
        public_url="https://isp.example",
        links=LinkSealer("secret"),
    )()
    return out


def receipt(stores: MemoryAlertsStores, **given: Any) -> rpc.RecordReceiptRequest:
    (row,) = stores.deliveries.kept.values()
    return rpc.RecordReceiptRequest(
        **{
            "secret": CALLBACK_SECRET,
            "reference": str(row.delivery_id),
            "provider_id": row.provider_id,
            "report": deliveries_pb2.DELIVERY_REPORT_DELIVERED,
        }
        | given
    )


def test_who_writes_and_who_approves_see_how_far_it_got(
    alerts: AlertsServiceStub, desk: Desk, sent: alert_pb2.Alert, stores: MemoryAlertsStores
) -> None:
    alerts.RecordReceipt(receipt(stores))
    for who in (desk.author, desk.approver, desk.duty):
        found = alerts.GetDeliveries(asked(sent), metadata=who.metadata)
        (count,) = found.counts
        assert (
            deliveries_pb2.DeliveryCount(
                notice=alert_pb2.ALERT_STATUS_ISSUED,
                channel=deliveries_pb2.DELIVERY_CHANNEL_SMS,
                state=deliveries_pb2.DELIVERY_STATE_DELIVERED,
                count=1,
            )
            == count
        )
        (run,) = found.runs
        assert (1, True) == (run.queued, run.HasField("finished_at"))


def test_nobody_else_sees_it(
    alerts: AlertsServiceStub, server: Served, sent: alert_pb2.Alert
) -> None:
    with refusal() as refused:
        alerts.GetDeliveries(asked(sent))
    assert "UNAUTHENTICATED" == refused.status_and_reason[0]
    for roles in ((), ("editor",), ("analyst",)):
        reader = server.caller(*roles, tier=Tier.TRUSTED)
        with refusal() as refused:
            alerts.GetDeliveries(asked(sent), metadata=reader.metadata)
        assert "PERMISSION_DENIED" == refused.status_and_reason[0]


def test_an_alert_that_is_not_there_is_not_found(alerts: AlertsServiceStub, desk: Desk) -> None:
    with refusal() as refused:
        alerts.GetDeliveries(
            rpc.GetDeliveriesRequest(alert_id=str(uuid4())), metadata=desk.approver.metadata
        )
    assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason


def test_a_draft_went_to_nobody(alerts: AlertsServiceStub, desk: Desk) -> None:
    found = alerts.GetDeliveries(asked(desk.drafted()), metadata=desk.author.metadata)
    assert rpc.GetDeliveriesResponse() == found


@pytest.mark.parametrize(
    ("spoiled", "refused_with"),
    [
        ({"secret": "wrong"}, ("UNAUTHENTICATED", "CALLBACK_REFUSED")),
        ({"secret": ""}, ("UNAUTHENTICATED", "CALLBACK_REFUSED")),
        ({"report": 0}, ("INVALID_ARGUMENT", "INVALID")),
        ({"report": 99}, ("INVALID_ARGUMENT", "INVALID")),
        ({"secret": "x" * 201}, ("INVALID_ARGUMENT", "INVALID")),
        ({"provider_id": "x" * 101}, ("INVALID_ARGUMENT", "INVALID")),
        ({"provider_id": "\0"}, ("INVALID_ARGUMENT", "INVALID")),
    ],
)
def test_a_receipt_that_is_none_is_refused(
    alerts: AlertsServiceStub,
    sent: alert_pb2.Alert,
    stores: MemoryAlertsStores,
    spoiled: dict[str, Any],
    refused_with: tuple[str, str],
) -> None:
    before = dict(stores.deliveries.kept)
    with refusal() as refused:
        alerts.RecordReceipt(receipt(stores, **spoiled))
    assert refused_with == refused.status_and_reason
    assert before == stores.deliveries.kept


@pytest.mark.parametrize("reference", ["", "identity's own", str(UUID(int=7))])
def test_a_reference_of_somebody_else_is_no_error(
    alerts: AlertsServiceStub, sent: alert_pb2.Alert, stores: MemoryAlertsStores, reference: str
) -> None:
    before = dict(stores.deliveries.kept)
    alerts.RecordReceipt(receipt(stores, reference=reference))
    assert before == stores.deliveries.kept
