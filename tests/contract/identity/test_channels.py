"""ChannelsService: how a person is told, through the front."""

from uuid import uuid4

import pytest

from isp.identity.v1 import channels_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from isp.identity.v1.channels_pb2_grpc import ChannelsServiceStub
from tests.fakes.identity import MemoryIdentityStores, profile, subscriber
from tests.fakes.serving import Caller, Served, refusal

SMS = subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS


@pytest.fixture
def channels(server: Served) -> ChannelsServiceStub:
    return ChannelsServiceStub(server.channel)


@pytest.fixture
def owner(server: Served, stores: MemoryIdentityStores) -> Caller:
    who = server.caller()
    stores.subscribers.add(subscriber(who.subject, profile=profile()))
    return who


def test_a_phone_is_added_by_its_code_and_removed(
    channels: ChannelsServiceStub, stores: MemoryIdentityStores, owner: Caller
) -> None:
    asked = pb.AddChannelRequest(channel=SMS, address="07700 900123", idempotency_key=str(uuid4()))
    made = channels.AddChannel(asked, metadata=owner.metadata)
    code = stores.texts.kept[0].what.variables["code"]
    proof = pb.ConfirmChannelRequest(request_id=made.request_id, code=f"{code[:3]} {code[3:]}")
    [there] = channels.ConfirmChannel(proof, metadata=owner.metadata).channels.further
    assert (SMS, "+447700900123") == (there.channel, there.address)
    remove = pb.RemoveChannelRequest(channel_id=there.channel_id)
    channels.RemoveChannel(remove, metadata=owner.metadata)
    found = channels.GetChannels(pb.GetChannelsRequest(), metadata=owner.metadata).channels
    assert ("owner@cafe.example", []) == (found.email, list(found.further))


def test_language_and_quiet_hours_are_kept(channels: ChannelsServiceStub, owner: Caller) -> None:
    quiet = pb.QuietHours(from_minute=1320, until_minute=0)
    said = pb.SetTellingRequest(language="cy", quiet_hours=quiet)
    kept = channels.SetTelling(said, metadata=owner.metadata).channels
    assert ("cy", quiet) == (kept.language, kept.quiet_hours)
    none = channels.SetTelling(pb.SetTellingRequest(language="cy"), metadata=owner.metadata)
    assert not none.channels.HasField("quiet_hours")


@pytest.mark.parametrize(
    ("rpc", "message"),
    [
        ("SetTelling", pb.SetTellingRequest(language="fr")),
        ("SetTelling", pb.SetTellingRequest(language="en", quiet_hours=pb.QuietHours())),
        ("AddChannel", pb.AddChannelRequest(channel=SMS, address="no number")),
        ("ConfirmChannel", pb.ConfirmChannelRequest()),
        ("RemoveChannel", pb.RemoveChannelRequest(channel_id="x")),
    ],
)
def test_what_is_malformed_is_refused(
    channels: ChannelsServiceStub, owner: Caller, rpc: str, message: object
) -> None:
    with refusal() as refused:
        getattr(channels, rpc)(message, metadata=owner.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
