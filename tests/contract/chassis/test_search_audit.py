"""The search of an audit log behind the door that every service has."""

import json
from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from chassis.search_audit import AuditSearchServicer, SearchAudit, audit_search_services_of
from isp.privacy.v1 import search_audit_pb2 as pb
from isp.privacy.v1.search_audit_pb2_grpc import AuditSearchServiceStub
from kernel.principals import Principal
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.audit_search import MemoryAuditSearch
from tests.fakes.plumbing import SetClock
from tests.fakes.serving import Served, refusal, served

SEARCH = pb.DESCRIPTOR.services_by_name["AuditSearchService"]
CLOCK = SetClock()
WHY = "An inquiry asks who did it"


@pytest.fixture(scope="module")
def log() -> MemoryAuditSearch:
    return MemoryAuditSearch(CLOCK)


@pytest.fixture(scope="module")
def services(log: MemoryAuditSearch) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    search = SearchAudit(log=log, clock=CLOCK)
    return audit_search_services_of(
        AuditSearchServicer(service="alerts", search_audit=search, clock=CLOCK)
    )


@pytest.fixture(scope="module")
def server(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    with served(services) as running:
        yield running


class TestTheDoorOfTheSearch(FrontDoorSuite):
    """What every service serves alike."""

    descriptors = (SEARCH,)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_the_privacy_officer_alone_searches(server: Served, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(SEARCH.methods_by_name["SearchAudit"]).outcome(server.channel, caller.metadata)
    assert said == (
        ("INVALID_ARGUMENT", "INVALID")
        if role == "privacy-officer"
        else ("PERMISSION_DENIED", "NOT_PERMITTED")
    )


def test_a_row_is_shown_whole_and_the_next_page_begins_after_it(
    server: Served, log: MemoryAuditSearch
) -> None:
    officer = server.caller("privacy-officer")
    who = Principal(subject="somebody", tier=Tier.TRUSTED)
    for number in range(2):
        log.audit.record(who, "alerts:do", "thing", b"\x01", number=number)
        CLOCK.pass_(seconds=1)
    search = AuditSearchServiceStub(server.channel)
    asked = pb.SearchAuditRequest(reason=WHY, person="somebody", page_size=1)
    first = search.SearchAudit(asked, metadata=officer.metadata)
    (entry,) = first.entries
    assert ("alerts", True, "somebody") == (first.service, first.person_known, entry.actor_subject)
    assert ({"number": 1}, b"\x01") == (json.loads(entry.detail_json), entry.digest)
    assert entry.place == first.next_page_token
    asked.page_token = entry.place
    second = search.SearchAudit(asked, metadata=officer.metadata)
    assert ({"number": 0}, "") == (
        json.loads(second.entries[0].detail_json),
        second.next_page_token,
    )


def test_a_page_token_of_nobody_is_refused_and_nothing_is_recorded(
    server: Served, log: MemoryAuditSearch
) -> None:
    before = len(log.audit.rows)
    with refusal() as refused:
        AuditSearchServiceStub(server.channel).SearchAudit(
            pb.SearchAuditRequest(reason=WHY, page_token="x"),
            metadata=server.caller("privacy-officer").metadata,
        )
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert before == len(log.audit.rows)
