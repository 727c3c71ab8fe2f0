"""AlertMailsService: one's own choice, through the front."""

import pytest

from isp.identity.v1 import alert_mails_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from isp.identity.v1.alert_mails_pb2_grpc import AlertMailsServiceStub
from isp.identity.v1.subscriptions_pb2_grpc import SubscriptionsServiceStub
from tests.fakes.identity import MemoryIdentityStores, profile, subscriber
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def owner(server: Served, stores: MemoryIdentityStores) -> Caller:
    someone = server.caller()
    email = profile(email="owner@cafe.example")
    stores.subscribers.add(subscriber(someone.subject, profile=email))
    return someone


def test_one_starts_sees_and_stops_ones_own(
    alert_mails: AlertMailsServiceStub, owner: Caller
) -> None:
    def active() -> bool:
        found = alert_mails.GetAlertMails(pb.GetAlertMailsRequest(), metadata=owner.metadata)
        assert "owner@cafe.example" == found.alert_mails.address
        return bool(found.alert_mails.active)

    assert not active()
    alert_mails.StartAlertMails(pb.StartAlertMailsRequest(), metadata=owner.metadata)
    assert active()
    alert_mails.StopAlertMails(pb.StopAlertMailsRequest(), metadata=owner.metadata)
    assert not active()


def test_the_link_of_a_mail_stops_them_without_signing_in(
    alert_mails: AlertMailsServiceStub,
    subscriptions: SubscriptionsServiceStub,
    stores: MemoryIdentityStores,
    owner: Caller,
) -> None:
    alert_mails.StartAlertMails(pb.StartAlertMailsRequest(), metadata=owner.metadata)
    (begun,) = stores.subscriptions.kept.values()
    subscriptions.StopSubscription(
        subscriptions_pb2.StopSubscriptionRequest(token=begun.stop_token, forget_now=True)
    )
    found = alert_mails.GetAlertMails(pb.GetAlertMailsRequest(), metadata=owner.metadata)
    assert not found.alert_mails.active


@pytest.mark.parametrize("rpc", ["GetAlertMails", "StartAlertMails", "StopAlertMails"])
def test_only_who_is_signed_in_and_known_may(
    alert_mails: AlertMailsServiceStub, server: Served, rpc: str
) -> None:
    request = getattr(pb, f"{rpc}Request")()
    with refusal() as refused:
        getattr(alert_mails, rpc)(request)
    assert ("UNAUTHENTICATED", "TOKEN_NEEDED") == refused.status_and_reason
    with refusal() as refused:
        getattr(alert_mails, rpc)(request, metadata=server.caller().metadata)
    assert ("NOT_FOUND", "SUBSCRIBER_NOT_FOUND") == refused.status_and_reason
