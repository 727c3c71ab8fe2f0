"""SignInsService: ending one's own sign-ins, through the front."""

from datetime import UTC

import pytest

from isp.identity.v1 import sign_ins_pb2 as pb
from isp.identity.v1.sign_ins_pb2_grpc import SignInsServiceStub
from kernel.tiers import Tier
from tests.fakes.identity import MemoryIdentityStores, subscriber
from tests.fakes.serving import Served, refusal


@pytest.fixture
def sign_ins(server: Served) -> SignInsServiceStub:
    return SignInsServiceStub(server.channel)


def test_a_person_ends_their_own_sign_ins(
    server: Served, sign_ins: SignInsServiceStub, stores: MemoryIdentityStores
) -> None:
    who = server.caller(tier=Tier.REGISTERED)
    stores.subscribers.add(subscriber(who.subject))
    done = sign_ins.SignOutEverywhere(pb.SignOutEverywhereRequest(), metadata=who.metadata)
    kept = stores.subscribers.get(who.subject)
    assert kept.valid_after == done.valid_after.ToDatetime(tzinfo=UTC)
    assert 2 == kept.rights_version
    assert [who.subject] == [each.what.subject for each in stores.tasks.waiting]


def test_nobody_ends_what_they_do_not_have(server: Served, sign_ins: SignInsServiceStub) -> None:
    with refusal() as refused:
        sign_ins.SignOutEverywhere(pb.SignOutEverywhereRequest())
    assert ("UNAUTHENTICATED", "TOKEN_NEEDED") == refused.status_and_reason
