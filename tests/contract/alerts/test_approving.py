"""SubmitAlert and ApproveAlert: two people, and exactly what was read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import alerts_pb2 as rpc
from services.alerts.domain.alert import Status
from services.alerts.domain.events import AlertIssued
from tests.contract.alerts.desk import Desk, approval_of, submission_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import refusal


def test_a_submitted_draft_waits_for_a_second_person(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    draft = desk.drafted()
    stores.outbox.events.clear()
    waiting = desk.alerts.SubmitAlert(submission_of(draft), metadata=desk.author.metadata).alert
    assert (pb.ALERT_STATUS_SUBMITTED, 2) == (waiting.status, waiting.version)
    assert (draft.digest, draft.content) == (waiting.digest, waiting.content)
    assert [] == stores.outbox.events


def test_a_returned_alert_is_submitted_again(desk: Desk, stores: MemoryAlertsStores) -> None:
    draft = desk.drafted()
    kept = stores.alerts.kept[UUID(draft.alert_id)]
    stores.alerts.kept[kept.alert_id] = replace(kept, status=Status.RETURNED)
    again = desk.alerts.SubmitAlert(submission_of(draft), metadata=desk.author.metadata).alert
    assert pb.ALERT_STATUS_SUBMITTED == again.status


def test_an_approved_alert_is_issued_and_published_as_it_was_read(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    waiting = desk.submitted()
    before = datetime.now(UTC)
    out = desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.approver.metadata).alert
    assert (pb.ALERT_STATUS_ISSUED, 3) == (out.status, out.version)
    assert (waiting.digest, waiting.content) == (out.digest, out.content)
    assert before <= out.issued_at.ToDatetime(tzinfo=UTC) <= datetime.now(UTC)
    (event,) = (each for each in stores.outbox.events if isinstance(each, AlertIssued))
    assert stores.alerts.kept[UUID(out.alert_id)] == event.alert
    assert (desk.approver.subject, "alerts:approve") == stores.audit.rows[-1][:2]


def test_an_author_cannot_approve_their_own_alert(desk: Desk, stores: MemoryAlertsStores) -> None:
    """Nothing that one person alone can do reaches the public."""
    waiting = desk.submitted(by=desk.duty)
    with refusal() as refused:
        desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.duty.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    assert Status.SUBMITTED is stores.alerts.kept[UUID(waiting.alert_id)].status


def test_who_submitted_anothers_draft_has_a_hand_in_it(desk: Desk) -> None:
    draft = desk.drafted()
    asked = submission_of(draft)
    waiting = desk.alerts.SubmitAlert(asked, metadata=desk.duty.metadata).alert
    with refusal() as refused:
        desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.duty.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason


def test_a_digest_of_something_else_issues_nothing(desk: Desk, stores: MemoryAlertsStores) -> None:
    """The digest of another alert with the very same words is another digest."""
    waiting, twin = desk.submitted(), desk.submitted()
    asked = rpc.ApproveAlertRequest(alert_id=waiting.alert_id, read_digest=twin.digest)
    with refusal() as refused:
        desk.alerts.ApproveAlert(asked, metadata=desk.approver.metadata)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason
    assert Status.SUBMITTED is stores.alerts.kept[UUID(waiting.alert_id)].status


def test_what_was_approved_cannot_be_approved_again(desk: Desk) -> None:
    out = desk.issued()
    with refusal() as refused:
        desk.alerts.ApproveAlert(approval_of(out), metadata=desk.second.metadata)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason


def test_an_alert_whose_expiry_passed_while_it_waited_is_not_issued(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    kept = stores.alerts.kept[UUID(desk.submitted().alert_id)]
    past = replace(kept.content, expires_at=datetime.now(UTC) - timedelta(seconds=1))
    kept = stores.alerts.kept[kept.alert_id] = replace(kept, content=past)
    asked = rpc.ApproveAlertRequest(alert_id=str(kept.alert_id), read_digest=kept.digest)
    with refusal() as refused:
        desk.alerts.ApproveAlert(asked, metadata=desk.approver.metadata)
    assert ("FAILED_PRECONDITION", "ALERT_OUT_OF_DATE") == refused.status_and_reason


@pytest.mark.parametrize("by", [-1, 1, 1000])
def test_a_draft_at_another_version_is_not_submitted(desk: Desk, by: int) -> None:
    draft = desk.submitted()
    asked = rpc.SubmitAlertRequest(alert_id=draft.alert_id, expected_version=draft.version + by)
    with refusal() as refused:
        desk.alerts.SubmitAlert(asked, metadata=desk.author.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason


@pytest.mark.parametrize(
    "spoiled", ["", "x", "123", "1e5b1c1e-6d0c-4a53-9c55-2b2f6f0f5a010", "\x00"]
)
@pytest.mark.parametrize(
    "asked",
    [
        lambda desk, alert_id: desk.alerts.SubmitAlert(
            rpc.SubmitAlertRequest(alert_id=alert_id, expected_version=1),
            metadata=desk.author.metadata,
        ),
        lambda desk, alert_id: desk.alerts.ApproveAlert(
            rpc.ApproveAlertRequest(alert_id=alert_id, read_digest=b"0" * 32),
            metadata=desk.approver.metadata,
        ),
        lambda desk, alert_id: desk.alerts.GetAlert(rpc.GetAlertRequest(alert_id=alert_id)),
    ],
    ids=["SubmitAlert", "ApproveAlert", "GetAlert"],
)
def test_an_id_that_is_no_uuid_is_refused_by_name(
    desk: Desk, asked: Callable[[Desk, str], Any], spoiled: str
) -> None:
    with refusal() as refused:
        asked(desk, spoiled)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert ["alert_id"] == [each.field for each in refused.said.violations]


@pytest.mark.parametrize("digest", [b"", b"0" * 31, b"0" * 33])
def test_a_digest_of_another_length_is_refused_by_name(desk: Desk, digest: bytes) -> None:
    asked = rpc.ApproveAlertRequest(alert_id=desk.submitted().alert_id, read_digest=digest)
    with refusal() as refused:
        desk.alerts.ApproveAlert(asked, metadata=desk.approver.metadata)
    assert ["read_digest"] == [each.field for each in refused.said.violations]


@pytest.mark.parametrize("version", [0, -1])
def test_no_version_at_all_is_refused_by_name(desk: Desk, version: int) -> None:
    asked = rpc.SubmitAlertRequest(alert_id=desk.drafted().alert_id, expected_version=version)
    with refusal() as refused:
        desk.alerts.SubmitAlert(asked, metadata=desk.author.metadata)
    assert ["expected_version"] == [each.field for each in refused.said.violations]
