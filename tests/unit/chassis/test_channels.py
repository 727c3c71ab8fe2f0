"""What a channel may ask again by itself."""

import json

import grpc
import pytest
from google.protobuf.descriptor import MethodDescriptor

from chassis.channels import is_repeatable, open_channel, service_config
from isp.alerts.v1 import alerts_pb2
from isp.identity.v1 import identity_pb2, subscriptions_pb2

ALERTS = alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"]
IDENTITY = identity_pb2.DESCRIPTOR.services_by_name["IdentityService"]
SUBSCRIPTIONS = subscriptions_pb2.DESCRIPTOR.services_by_name["SubscriptionsService"]


def rpc(name: str) -> MethodDescriptor:
    return next(
        each.methods_by_name[name]
        for each in (ALERTS, IDENTITY, SUBSCRIPTIONS)
        if name in each.methods_by_name
    )


@pytest.mark.parametrize("name", ["GetAlert", "ListAlerts", "GetMe", "ResolvePostcode"])
def test_what_only_reads_may_be_asked_again(name: str) -> None:
    assert is_repeatable(rpc(name))


@pytest.mark.parametrize("name", ["DraftAlert", "RegisterSubscriber", "StartSubscription"])
def test_what_takes_a_key_may_be_asked_again(name: str) -> None:
    assert is_repeatable(rpc(name))


@pytest.mark.parametrize("name", ["ApproveAlert", "WithdrawAlert", "ReceiveTextMessage"])
def test_what_expects_a_version_or_only_acts_is_not_asked_again_once_it_was_sent(
    name: str,
) -> None:
    """A second try would find the version that the first made, and be refused."""
    assert not is_repeatable(rpc(name))


def test_a_call_that_was_not_begun_may_always_be_asked_again() -> None:
    everything, repeatable = service_config([ALERTS])["methodConfig"]
    assert [{}] == everything["name"]
    assert ["CANCELLED"] == everything["retryPolicy"]["retryableStatusCodes"]
    named = {each["method"] for each in repeatable["name"]}
    assert {"GetAlert", "ListAlerts", "DraftAlert", "UpdateAlert"} <= named
    assert named.isdisjoint({"ApproveAlert", "WithdrawAlert", "EditAlert", "GiveAllClear"})
    assert ["CANCELLED", "UNAVAILABLE"] == repeatable["retryPolicy"]["retryableStatusCodes"]


def test_grpc_takes_what_it_is_told() -> None:
    json.dumps(service_config([ALERTS, IDENTITY]))
    with open_channel("127.0.0.1:1", ALERTS) as channel, pytest.raises(grpc.RpcError) as raised:
        channel.unary_unary("/isp.alerts.v1.AlertsService/ApproveAlert")(b"", timeout=2)
    assert "UNAVAILABLE" == raised.value.code().name
    assert "service config" not in str(raised.value.details()).lower()
