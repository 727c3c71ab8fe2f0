"""What may be done with an alert where it stands, for whom it exists, and when the record fails."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from google.protobuf.message import Message
from structlog.testing import capture_logs

from chassis.postgres.engine import DatabaseUnavailable
from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1 import audience_pb2, sharing_pb2
from isp.alerts.v1.deliveries_pb2 import DELIVERY_REPORT_DELIVERED
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from tests.contract.alerts.desk import (
    AMBER,
    CALLBACK_SECRET,
    CLEAR,
    EVERYONE,
    Desk,
    all_clear_of,
    approval_of,
    discard_of,
    draft_of,
    edit_of,
    export_of,
    proposal_for,
    return_of,
    submission_of,
    update_of,
    withdrawal_of,
)
from tests.contract.alerts.test_front_door import ALERTS
from tests.contract.front_door import Rpc
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.serving import Caller, Served, refusal

ASKED: dict[str, Callable[[pb.Alert], Message]] = {
    "SubmitAlert": submission_of,
    "EditAlert": edit_of,
    "ReturnAlert": return_of,
    "DiscardAlert": discard_of,
    "ApproveAlert": approval_of,
    "WithdrawAlert": withdrawal_of,
    "ProposeAllClear": proposal_for,
    "GiveAllClear": all_clear_of,
    "UpdateAlert": update_of,
    "ReviewAlert": lambda alert: rpc.ReviewAlertRequest(
        alert_id=alert.alert_id, expected_version=alert.version, finding="Right."
    ),
    "GetDecisions": lambda alert: rpc.GetDecisionsRequest(alert_id=alert.alert_id),
    "GetReach": lambda alert: rpc.GetReachRequest(alert_id=alert.alert_id),
    "GetReachMap": lambda alert: audience_pb2.GetReachMapRequest(alert_id=alert.alert_id),
    "GetThread": lambda alert: rpc.GetThreadRequest(alert_id=alert.alert_id),
    "GetAlert": lambda alert: rpc.GetAlertRequest(alert_id=alert.alert_id),
}
MAY_FOLLOW = {
    "SubmitAlert": {Status.DRAFT, Status.RETURNED},
    "EditAlert": {Status.DRAFT, Status.SUBMITTED, Status.RETURNED},
    "ReturnAlert": {Status.SUBMITTED},
    "DiscardAlert": {Status.DRAFT, Status.SUBMITTED, Status.RETURNED},
    "ApproveAlert": {Status.SUBMITTED},
    "WithdrawAlert": {Status.ISSUED},
    "ProposeAllClear": {Status.ISSUED},
    "GiveAllClear": {Status.ISSUED},
}


@pytest.fixture
def duty(server: Served) -> Caller:
    """A third person who may do everything and had no hand in anything."""
    return server.caller("duty-officer", "privacy-officer", tier=Tier.TRUSTED)


def call(server: Served, name: str, request: Message, by: Caller | None) -> Any:
    metadata = by.metadata if by else ()
    return Rpc(ALERTS.methods_by_name[name]).call(server.channel, metadata, request)


@pytest.mark.parametrize("status", Status, ids=lambda status: status.name)
@pytest.mark.parametrize("name", MAY_FOLLOW)
def test_each_step_is_taken_from_where_it_may_be_and_from_nowhere_else(
    desk: Desk, server: Served, stores: MemoryAlertsStores, duty: Caller, name: str, status: Status
) -> None:
    asked = ASKED[name](desk.proposed())
    (kept,) = stores.alerts.kept.values()
    stores.alerts.kept[kept.alert_id] = replace(kept, status=status)
    if status in MAY_FOLLOW[name]:
        assert kept.version + 1 == call(server, name, asked, duty).alert.version
        return
    with refusal() as refused:
        call(server, name, asked, duty)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason
    assert status is stores.alerts.kept[kept.alert_id].status


@pytest.mark.parametrize("name", ASKED)
def test_what_a_caller_may_not_know_of_is_as_if_it_were_not(
    desk: Desk, server: Served, name: str
) -> None:
    """Status, reason, message, details: all the same as for an id that was never given."""
    hidden, random = desk.proposed(marking=AMBER), desk.proposed(marking=AMBER)
    random.alert_id = str(uuid4())
    below = server.caller("duty-officer", tier=Tier.REGISTERED)
    said = []
    for alert in (hidden, random):
        with pytest.raises(grpc.RpcError) as raised:
            call(server, name, ASKED[name](alert), below)
        said.append((raised.value.code(), raised.value.details(), raised.value.trailing_metadata()))
    assert grpc.StatusCode.NOT_FOUND is said[0][0]
    assert b"ALERT_NOT_FOUND" in str(said[0][2]).encode()
    assert said[0] == said[1]


@pytest.mark.parametrize("name", ASKED)
def test_who_may_know_of_it_meets_no_such_refusal(
    desk: Desk, server: Served, duty: Caller, name: str
) -> None:
    """The control of the test above."""
    asked = ASKED[name](desk.proposed(marking=AMBER))
    rpc_of = Rpc(ALERTS.methods_by_name[name])
    code, _ = rpc_of.outcome(server.channel, duty.metadata, asked)
    assert code in {"OK", "FAILED_PRECONDITION"}


def review_of(desk: Desk) -> Message:
    """A review of what somebody withdrew alone."""
    asked = withdrawal_of(desk.issued())
    gone = desk.alerts.WithdrawAlert(asked, metadata=desk.approver.metadata).alert
    return rpc.ReviewAlertRequest(
        alert_id=gone.alert_id, expected_version=gone.version, finding="Right."
    )


READY: dict[str, Callable[[Desk], Message]] = {
    "DraftAlert": lambda _: draft_of(),
    "SubmitAlert": lambda desk: submission_of(desk.drafted()),
    "GetSharingWarnings": lambda desk: sharing_pb2.GetSharingWarningsRequest(
        alert_id=desk.drafted().alert_id
    ),
    "EditAlert": lambda desk: edit_of(desk.drafted()),
    "ReturnAlert": lambda desk: return_of(desk.submitted()),
    "DiscardAlert": lambda desk: discard_of(desk.drafted()),
    "ApproveAlert": lambda desk: approval_of(desk.submitted()),
    "WithdrawAlert": lambda desk: withdrawal_of(desk.issued()),
    "ProposeAllClear": lambda desk: proposal_for(desk.issued()),
    "GiveAllClear": lambda desk: all_clear_of(desk.proposed()),
    "UpdateAlert": lambda desk: update_of(desk.issued()),
    "ReviewAlert": review_of,
    "ListReviews": lambda _: rpc.ListReviewsRequest(),
    "ExportDecisions": lambda _: export_of(),
    "GetDecisions": lambda desk: rpc.GetDecisionsRequest(alert_id=desk.issued().alert_id),
    "GetReach": lambda desk: rpc.GetReachRequest(alert_id=desk.issued().alert_id),
    "GetReachMap": lambda desk: audience_pb2.GetReachMapRequest(alert_id=desk.issued().alert_id),
    "GetThread": lambda desk: rpc.GetThreadRequest(alert_id=desk.issued().alert_id),
    "GetAlert": lambda desk: rpc.GetAlertRequest(alert_id=desk.issued().alert_id),
    "ListAlerts": lambda _: rpc.ListAlertsRequest(),
    "GetDeliveries": lambda desk: rpc.GetDeliveriesRequest(alert_id=desk.issued().alert_id),
    "PreviewAudience": lambda _: audience_pb2.PreviewAudienceRequest(
        marking=CLEAR, audience=[EVERYONE]
    ),
    "RecordReceipt": lambda _: rpc.RecordReceiptRequest(
        secret=CALLBACK_SECRET, reference=str(uuid4()), report=DELIVERY_REPORT_DELIVERED
    ),
}
"""A good request for every RPC that touches the record: a ticket is signed without it."""


@pytest.fixture
def commit(
    unit_of_work: MemoryUnitOfWork[MemoryAlertsStores],
) -> Iterator[MemoryUnitOfWork[MemoryAlertsStores]]:
    """What a test may let fail."""
    yield unit_of_work
    unit_of_work.fail_at_commit = lambda: None


def failing(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def test_a_good_request_is_ready_for_every_rpc_that_touches_the_record() -> None:
    assert READY.keys() | {"CreateStreamTicket"} == {method.name for method in ALERTS.methods}


@pytest.mark.parametrize("name", READY)
def test_an_error_that_nobody_thought_of_is_logged_and_reaches_the_caller_blank(
    desk: Desk,
    server: Served,
    duty: Caller,
    commit: MemoryUnitOfWork[MemoryAlertsStores],
    name: str,
) -> None:
    asked = READY[name](desk)
    before = dict(commit.stores.alerts.kept)
    commit.fail_at_commit = failing(RuntimeError("the password is on the wall"))
    with capture_logs() as logs, pytest.raises(grpc.RpcError) as raised:
        call(server, name, asked, duty)
    assert [name] == [line["rpc"] for line in logs if line["event"] == "call failed"]
    said = raised.value
    assert (grpc.StatusCode.INTERNAL, "") == (said.code(), said.details())
    assert "wall" not in str(said.trailing_metadata())
    assert before == commit.stores.alerts.kept


@pytest.mark.parametrize("name", READY)
def test_with_the_record_away_nothing_is_acknowledged_and_asking_again_works(
    desk: Desk,
    server: Served,
    duty: Caller,
    commit: MemoryUnitOfWork[MemoryAlertsStores],
    name: str,
) -> None:
    asked = READY[name](desk)
    commit.fail_at_commit = failing(DatabaseUnavailable("The record cannot be reached."))
    with refusal() as refused:
        call(server, name, asked, duty)
    assert ("UNAVAILABLE", "DATABASE_UNAVAILABLE") == refused.status_and_reason
    commit.fail_at_commit = lambda: None
    assert call(server, name, asked, duty).IsInitialized()


def test_two_approvals_at_once_issue_the_alert_once(
    desk: Desk, server: Served, stores: MemoryAlertsStores
) -> None:
    """The loser of the race for the version is told that it changed."""
    waiting = desk.submitted()
    kept = stores.alerts.kept[UUID(waiting.alert_id)]

    class Overtaken(dict[UUID, Any]):
        """Another approval is saved between the look and the save."""

        def __getitem__(self, alert_id: UUID) -> Any:
            seen = super().__getitem__(alert_id)
            out = kept.approve(by="another", read=kept.digest, at=datetime.now(UTC))
            self[alert_id] = out
            return seen

    stores.alerts.kept = Overtaken(stores.alerts.kept)
    with refusal() as refused:
        call(server, "ApproveAlert", approval_of(waiting), desk.approver)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
