"""The rumour board, through the service's front door."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from isp.alerts.v1 import rumours_pb2 as rpc
from isp.alerts.v1 import rumours_pb2_grpc
from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.alerts.desk import Desk, ahead
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Served, refusal

SERVICE = rpc.DESCRIPTOR.services_by_name["RumourBoardService"]
MAY = {
    "ProposeRumour": "alerts:draft",
    "DropRumour": "alerts:draft",
    "PublishRumour": "alerts:approve",
    "WithdrawRumour": "alerts:withdraw",
    "ListRumourProposals": "alerts:desk",
}
PUBLIC = {"ListRumours", "GetRumour"}


class TestTheDoorOfTheRumourBoard(FrontDoorSuite):
    """Every RPC of the rumour board."""

    descriptors = (SERVICE,)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    assert MAY.keys() | PUBLIC == {method.name for method in SERVICE.methods}
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(SERVICE.methods_by_name[name]).outcome(server.channel, caller.metadata)
    if MAY[name] not in PERMISSIONS[role]:
        assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said
    elif name == "ListRumourProposals":
        assert "OK" == said[0]
    else:
        assert ("INVALID_ARGUMENT", "INVALID") == said


class Board:
    """The board, and what its people ask for."""

    def __init__(self, server: Served, desk: Desk) -> None:
        self.stub = rumours_pb2_grpc.RumourBoardServiceStub(server.channel)
        self.desk = desk

    def proposed(self, **given: Any) -> rpc.Rumour:
        said: dict[str, Any] = {
            "kind": rpc.RUMOUR_KIND_NOT_ISSUED,
            "quote": "Stay out of the market!",
            "language": "en-GB",
            "idempotency_key": str(uuid4()),
        }
        asked = rpc.ProposeRumourRequest(**said | given)
        return self.stub.ProposeRumour(asked, metadata=self.desk.author.metadata).rumour

    def published(self, **given: Any) -> rpc.Rumour:
        waits = self.proposed(**given)
        asked = rpc.PublishRumourRequest(rumour_id=waits.rumour_id, read_digest=waits.digest)
        return self.stub.PublishRumour(asked, metadata=self.desk.approver.metadata).rumour

    def seen(self) -> list[rpc.Rumour]:
        return list(self.stub.ListRumours(rpc.ListRumoursRequest()).rumours)


@pytest.fixture
def board(server: Served, desk: Desk) -> Board:
    return Board(server, desk)


def test_two_people_publish_it_and_anyone_reads_a_quotation_and_our_fixed_words(
    board: Board, desk: Desk
) -> None:
    waits = board.proposed()
    assert [] == board.seen()
    with refusal() as refused:
        board.stub.GetRumour(rpc.GetRumourRequest(rumour_id=waits.rumour_id))
    assert ("NOT_FOUND", "RUMOUR_NOT_FOUND") == refused.status_and_reason
    asked = rpc.ListRumourProposalsRequest()
    (waiting,) = board.stub.ListRumourProposals(asked, metadata=desk.duty.metadata).rumours
    assert waits.digest == waiting.digest
    publication = rpc.PublishRumourRequest(rumour_id=waits.rumour_id, read_digest=b"0" * 32)
    with refusal() as refused:
        board.stub.PublishRumour(publication, metadata=desk.approver.metadata)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason
    publication.read_digest = waits.digest
    board.stub.PublishRumour(publication, metadata=desk.approver.metadata)
    (shown,) = board.seen()
    assert ("Stay out of the market!", b"") == (shown.quote, shown.digest)
    assert shown.said.en.startswith("We did not issue this message.")


def test_whoever_proposed_it_cannot_publish_it(board: Board, desk: Desk) -> None:
    asked = rpc.ProposeRumourRequest(
        kind=rpc.RUMOUR_KIND_NOT_ISSUED,
        quote="Stay out!",
        language="cy-GB",
        idempotency_key=str(uuid4()),
    )
    mine = board.stub.ProposeRumour(asked, metadata=desk.duty.metadata).rumour
    assert mine.proposed_by_you
    publication = rpc.PublishRumourRequest(rumour_id=mine.rumour_id, read_digest=mine.digest)
    with refusal() as refused:
        board.stub.PublishRumour(publication, metadata=desk.duty.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason


def test_what_the_police_say_is_another_kind_with_its_source_and_time(board: Board) -> None:
    said = ahead(-timedelta(minutes=5))
    shown = board.published(
        kind=rpc.RUMOUR_KIND_UNFOUNDED, source="Metropolitan Police", source_said_at=said
    )
    assert ("Metropolitan Police", said) == (shown.source, shown.source_said_at)
    assert "police say" in shown.said.en


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"kind": 0}, ["kind"]),
        ({"quote": ""}, ["quote"]),
        ({"language": "fr"}, ["language"]),
        ({"source": "Police"}, ["source"]),
        ({"kind": 2, "source": "All is safe. Police"}, ["source", "source_said_at"]),
        ({"corrects": "x"}, ["corrects"]),
        ({"idempotency_key": "k"}, ["idempotency_key"]),
    ],
    ids=str,
)
def test_each_field_that_is_wrong_is_named_and_nothing_is_kept(
    board: Board, stores: MemoryAlertsStores, given: dict[str, Any], fields: list[str]
) -> None:
    with refusal() as refused:
        board.proposed(**given)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert fields == [each.field for each in refused.said.violations]
    assert {} == stores.rumours.kept


def test_a_correction_and_a_withdrawal_stay_readable_as_what_they_are(
    board: Board, desk: Desk
) -> None:
    first = board.published()
    second = board.published(quote="Stay out of the high street!", corrects=first.rumour_id)
    by_id = {each.rumour_id: each for each in board.seen()}
    assert rpc.RUMOUR_STATUS_CORRECTED == by_id[first.rumour_id].status
    assert second.rumour_id == by_id[first.rumour_id].corrected_by
    back = rpc.WithdrawRumourRequest(
        rumour_id=second.rumour_id, expected_version=second.version, reason="An error."
    )
    gone = board.stub.WithdrawRumour(back, metadata=desk.approver.metadata).rumour
    assert rpc.RUMOUR_STATUS_WITHDRAWN == gone.status
    assert "An error." not in str(board.seen())
    with refusal() as refused:
        board.published(corrects=first.rumour_id)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason


def test_a_proposal_is_given_up_once(board: Board, desk: Desk) -> None:
    waits = board.proposed()
    drop = rpc.DropRumourRequest(
        rumour_id=waits.rumour_id, expected_version=waits.version, reason="Old."
    )
    gone = board.stub.DropRumour(drop, metadata=desk.author.metadata).rumour
    assert rpc.RUMOUR_STATUS_DROPPED == gone.status
    with refusal() as refused:
        board.stub.DropRumour(drop, metadata=desk.author.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason


def test_the_board_pages(board: Board) -> None:
    made = [board.published().rumour_id for _ in range(3)]
    first = board.stub.ListRumours(rpc.ListRumoursRequest(page_size=2))
    asked = rpc.ListRumoursRequest(page_size=2, page_token=first.next_page_token)
    second = board.stub.ListRumours(asked)
    found = [each.rumour_id for each in (*first.rumours, *second.rumours)]
    assert (made[::-1], "") == (found, second.next_page_token)


def test_each_person_is_told_their_part_and_after_erasure_nothing_leads_to_them(
    board: Board,
    desk: Desk,
    server: Served,
    privacy: PrivacyServiceStub,
    stores: MemoryAlertsStores,
) -> None:
    board.published()
    saga = server.service("identity")
    ask = privacy_pb2.ExportSubjectRequest(subject=desk.approver.subject)
    records = privacy.ExportSubject(ask, metadata=saga.metadata).records
    (held,) = [json.loads(each.json) for each in records if each.table == "rumours"]
    assert (True, False) == (held["published"], held["proposed"])
    erase = privacy_pb2.EraseSubjectRequest(subject=desk.approver.subject)
    privacy.EraseSubject(erase, metadata=saga.metadata)
    assert desk.approver.subject not in str(stores.rumours.kept)
