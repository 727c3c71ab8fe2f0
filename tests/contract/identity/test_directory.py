"""DirectoryService: reaching people without a list of them, through the front."""

from uuid import UUID, uuid4

import pytest

from isp.identity.v1 import directory_pb2 as pb
from isp.identity.v1.directory_pb2_grpc import DirectoryServiceStub
from kernel.tiers import Tier
from tests.fakes.identity import NOON, MemoryIdentityStores, profile, subscriber
from tests.fakes.seats import LEAD, a_seat, sitting
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def directory(server: Served) -> DirectoryServiceStub:
    return DirectoryServiceStub(server.channel)


@pytest.fixture
def lead(server: Served, stores: MemoryIdentityStores) -> Caller:
    who = server.caller("sector-lead", tier=Tier.VERIFIED)
    own = UUID(int=9)
    said = profile(regions=frozenset({LEAD.region}), sectors=frozenset({LEAD.sector}))
    stores.subscribers.add(subscriber(who.subject, profile=said, organisation_id=own))
    stores.seats.add(a_seat(LEAD, holder=sitting(who.subject)))
    return who


def test_a_lead_sees_names_and_organisations(
    server: Served, directory: DirectoryServiceStub, lead: Caller
) -> None:
    asked = pb.ListBranchRequest(region=LEAD.region, sector=LEAD.sector)
    found = directory.ListBranch(asked, metadata=lead.metadata)
    assert [
        pb.BranchMember(
            given_name="Cafe",
            family_name="Owner",
            organisation_name="Corner Cafe",
            organisation_id=str(UUID(int=9)),
        )
    ] == list(found.members)
    with refusal() as refused:
        directory.ListBranch(asked, metadata=server.caller(tier=Tier.VERIFIED).metadata)
    assert ("NOT_FOUND", "SEAT_NOT_FOUND") == refused.status_and_reason


def test_a_message_goes_to_who_sits_there(
    directory: DirectoryServiceStub, stores: MemoryIdentityStores, lead: Caller
) -> None:
    message = pb.SendRelayMessageRequest(
        to=pb.RELAY_TO_SECTOR_LEAD,
        region=LEAD.region,
        sector=LEAD.sector,
        text="Hello.",
        idempotency_key=str(uuid4()),
    )
    directory.SendRelayMessage(message, metadata=lead.metadata)
    assert ["relay"] == [each.what.template for each in stores.mails.waiting]


def test_a_privacy_officer_lifts_a_freeze(
    server: Served, directory: DirectoryServiceStub, stores: MemoryIdentityStores
) -> None:
    officer, privacy = str(uuid4()), server.caller("privacy-officer")
    stores.record_reads.freeze(officer, NOON, 201)
    found = directory.ListRecordFreezes(pb.ListRecordFreezesRequest(), metadata=privacy.metadata)
    assert [(officer, 201)] == [(each.subject, each.records) for each in found.freezes]
    lift = pb.LiftRecordFreezeRequest(subject=officer, reason="A day of many cases.")
    directory.LiftRecordFreeze(lift, metadata=privacy.metadata)
    with refusal() as refused:
        directory.LiftRecordFreeze(lift, metadata=privacy.metadata)
    assert ("NOT_FOUND", "RECORD_FREEZE_NOT_FOUND") == refused.status_and_reason


SEAT = {"to": pb.RELAY_TO_SECTOR_LEAD, "region": "LON", "sector": "retail", "text": "x"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": pb.RELAY_TO_UNSPECIFIED},
        {"region": "XXX"},
        {"sector": ""},
        {"text": " "},
        {"text": "x" * 2001},
        {"to": pb.RELAY_TO_COORDINATOR},
        {"to": pb.RELAY_TO_ORGANISATION, "region": "", "sector": "", "organisation_id": "x"},
    ],
)
def test_what_is_malformed_is_refused(
    directory: DirectoryServiceStub, lead: Caller, wrong: dict[str, object]
) -> None:
    message = pb.SendRelayMessageRequest(**SEAT | wrong)  # type: ignore[arg-type] # as the test says
    with refusal() as refused:
        directory.SendRelayMessage(message, metadata=lead.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
