"""Notifications of browsers, through the real door."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from isp.alerts.v1 import push_pb2 as pb
from isp.alerts.v1.push_pb2_grpc import PushServiceStub
from kernel.tiers import Tier
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.browsers import Browser
from tests.fakes.serving import Served, refusal

BROWSER = Browser("http://localhost:9/push/abc")


def asked(**given: Any) -> pb.SubscribePushRequest:
    said = BROWSER.subscription
    return pb.SubscribePushRequest(
        **{
            "endpoint": said.endpoint,
            "p256dh": said.p256dh,
            "auth": said.auth,
            "language": "en",
            "idempotency_key": str(uuid4()),
        }
        | given
    )


def test_a_browser_comes_and_goes(
    push: PushServiceStub, server: Served, stores: MemoryAlertsStores
) -> None:
    assert push.GetPushKey(pb.GetPushKeyRequest()).public_key
    mine, other = (server.caller(tier=Tier.REGISTERED) for _ in range(2))
    made = push.SubscribePush(asked(), metadata=mine.metadata).subscription_id
    named = pb.UnsubscribePushRequest(subscription_id=made)
    push.UnsubscribePush(named, metadata=other.metadata)
    kept = stores.recipients.kept[UUID(made)]
    assert (True, mine.subject) == (kept.active, kept.subject)
    for _ in range(2):
        push.UnsubscribePush(named, metadata=mine.metadata)
    kept = stores.recipients.kept[UUID(made)]
    assert (False, ()) == (kept.active, kept.addresses)


def test_a_browser_is_ended_by_its_address_by_whose_it_is(
    push: PushServiceStub, server: Served, stores: MemoryAlertsStores
) -> None:
    mine, other = (server.caller(tier=Tier.REGISTERED) for _ in range(2))
    push.SubscribePush(asked(), metadata=mine.metadata)
    named = pb.UnsubscribePushRequest(endpoint=BROWSER.endpoint)
    for who, active in ((other, True), (mine, False)):
        push.UnsubscribePush(named, metadata=who.metadata)
        assert active is any(each.active for each in stores.recipients.kept.values())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "subscription_id"),
        ({"endpoint": "x" * 1001}, "endpoint"),
        ({"endpoint": "https://a.example/", "subscription_id": str(uuid4())}, "endpoint"),
    ],
)
def test_one_names_a_browser_by_its_id_or_its_address(
    push: PushServiceStub, server: Served, given: dict[str, Any], field: str
) -> None:
    with refusal() as refused:
        push.UnsubscribePush(pb.UnsubscribePushRequest(**given), metadata=server.caller().metadata)
    assert [field] == [each.field for each in refused.said.violations]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"endpoint": ""}, "endpoint"),
        ({"endpoint": "https://10.0.0.1/"}, "endpoint"),
        ({"p256dh": "short"}, "p256dh"),
        ({"auth": ""}, "auth"),
        ({"language": "fr"}, "language"),
        ({"idempotency_key": "k"}, "idempotency_key"),
    ],
)
def test_what_is_wrong_is_named(
    push: PushServiceStub, server: Served, given: dict[str, Any], field: str
) -> None:
    with refusal() as refused:
        push.SubscribePush(asked(**given), metadata=server.caller().metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert [field] == [each.field for each in refused.said.violations]
