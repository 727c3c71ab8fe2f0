"""Every forgery before the real interceptors of a service, and before the gateway's own check."""

from collections.abc import Iterator

import pytest

from isp.identity.v1 import identity_pb2, identity_pb2_grpc
from kernel.tiers import Tier
from services.identity.bootstrap import servicers
from services.identity.bootstrap_directory import record_budget
from services.identity.bootstrap_verifications import EvidenceSettings
from services.identity.inbound.rpc import IdentityServicer
from tests.fakes.forgeries import Forger
from tests.fakes.identity import memory, subscriber
from tests.fakes.identity_servers import MemoryAccounts
from tests.fakes.serving import Served, refusal, served
from tests.fakes.signing import TestIssuer
from tests.fakes.subscriptions import PSEUDONYMS

FORGER = Forger("http://forger.test")
NAMES = sorted(FORGER.forgeries(TestIssuer()))
IDENTITY = identity_pb2.DESCRIPTOR.services_by_name["IdentityService"]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    work = memory()
    built: IdentityServicer = servicers(
        *(work, work, MemoryAccounts(), PSEUDONYMS),
        EvidenceSettings(key="a key of the tests"),
        budget=record_budget(work),
    )[0]
    add = identity_pb2_grpc.add_IdentityServiceServicer_to_server
    with served({IDENTITY: lambda grpc_server: add(built, grpc_server)}) as running:
        who = running.caller(tier=Tier.REGISTERED)
        work.stores.subscribers.add(subscriber(who.subject))
        calling = identity_pb2_grpc.IdentityServiceStub(running.channel)
        assert calling.GetMe(identity_pb2.GetMeRequest(), metadata=who.metadata).subscriber.subject
        yield running


@pytest.mark.parametrize("name", NAMES)
def test_no_forgery_gets_through_a_service_s_door(server: Served, name: str) -> None:
    calling = identity_pb2_grpc.IdentityServiceStub(server.channel)
    forged = FORGER.forgeries(server.issuer)[name]
    metadata = (("authorization", f"Bearer {forged}"),)
    with refusal() as refused:
        calling.GetMe(identity_pb2.GetMeRequest(), metadata=metadata)
    assert ("UNAUTHENTICATED", "TOKEN_REFUSED") == refused.status_and_reason


@pytest.mark.parametrize("name", NAMES)
def test_no_forgery_is_taken_for_nobody_where_anybody_may_call(server: Served, name: str) -> None:
    calling = identity_pb2_grpc.IdentityServiceStub(server.channel)
    metadata = (("authorization", f"Bearer {FORGER.forgeries(server.issuer)[name]}"),)
    with refusal() as refused:
        calling.ConfirmEmail(identity_pb2.ConfirmEmailRequest(token="t"), metadata=metadata)
    assert ("UNAUTHENTICATED", "TOKEN_REFUSED") == refused.status_and_reason
