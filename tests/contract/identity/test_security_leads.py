"""SecurityLeadsService: who leads an organisation's security, through the front."""

from uuid import UUID

import pytest

from isp.identity.v1 import security_leads_pb2 as pb
from isp.identity.v1.security_leads_pb2_grpc import SecurityLeadsServiceStub
from kernel.tiers import Tier
from services.identity.domain.organisation import Organisation
from tests.fakes.identity import NOON, MemoryIdentityStores, profile, subscriber
from tests.fakes.serving import Caller, Served, refusal

HALL = UUID(int=7)


@pytest.fixture
def leads(server: Served) -> SecurityLeadsServiceStub:
    return SecurityLeadsServiceStub(server.channel)


def member(server: Served, stores: MemoryIdentityStores, name: str) -> Caller:
    who = server.caller(tier=Tier.VERIFIED, organisation_id=str(HALL))
    email = profile(email=f"{name}@hall.example")
    stores.subscribers.add(
        subscriber(who.subject, tier=Tier.VERIFIED, profile=email, organisation_id=HALL)
    )
    return who


def test_one_takes_it_another_may_not_and_it_is_left(
    server: Served, leads: SecurityLeadsServiceStub, stores: MemoryIdentityStores
) -> None:
    stores.organisations.add(Organisation.created(HALL, name="Hall", sectors=frozenset(), at=NOON))
    one, two = (member(server, stores, name) for name in ("one", "two"))
    taken = leads.TakeSecurityLead(pb.TakeSecurityLeadRequest(), metadata=one.metadata)
    assert pb.SecurityLead(held=True, mine=True) == taken.security_lead
    with refusal() as refused:
        leads.TakeSecurityLead(pb.TakeSecurityLeadRequest(), metadata=two.metadata)
    assert ("FAILED_PRECONDITION", "SECURITY_LEAD_HELD") == refused.status_and_reason
    seen = leads.GetSecurityLead(pb.GetSecurityLeadRequest(), metadata=two.metadata)
    assert pb.SecurityLead(held=True) == seen.security_lead
    left = leads.LeaveSecurityLead(pb.LeaveSecurityLeadRequest(), metadata=one.metadata)
    assert pb.SecurityLead() == left.security_lead


def test_only_the_verified_take_it_and_only_with_a_fresh_second_factor(
    server: Served, leads: SecurityLeadsServiceStub
) -> None:
    registered = server.caller(tier=Tier.REGISTERED)
    with refusal() as refused:
        leads.TakeSecurityLead(pb.TakeSecurityLeadRequest(), metadata=registered.metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == refused.status_and_reason
    with refusal() as refused:
        leads.GetSecurityLead(pb.GetSecurityLeadRequest())
    assert ("UNAUTHENTICATED", "TOKEN_NEEDED") == refused.status_and_reason
