"""CAP through the real door: what goes out to everyone, and what comes in from elsewhere."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from isp.alerts.v1 import alert_pb2, cap_pb2, cap_pb2_grpc
from isp.alerts.v1.alerts_pb2 import GetAlertRequest
from services.alerts.domain.cap import terms
from services.alerts.inbound.cap_xml import read_cap
from tests.contract.alerts.desk import AMBER, Desk, all_clear_of, approval_of, withdrawal_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal
from tests.unit.alerts.cap.messages import document, info
from tests.unit.alerts.cap.oasis import broken_rules

LATER = (datetime.now(UTC) + timedelta(hours=3)).replace(microsecond=0)


@pytest.fixture
def cap(server: Served) -> cap_pb2_grpc.CapServiceStub:
    return cap_pb2_grpc.CapServiceStub(server.channel)


def coming(**given: object) -> bytes:
    """A good document that is still current."""
    given.setdefault("infos", (info(expires=LATER),))
    return document(identifier=f"demo-{uuid4()}", **given).encode()


def take(cap: cap_pb2_grpc.CapServiceStub, by: Caller, said: bytes) -> cap_pb2.ImportCapResponse:
    request = cap_pb2.ImportCapRequest(document=said, idempotency_key=str(uuid4()))
    return cap.ImportCap(request, metadata=by.metadata)


def newest(cap: cap_pb2_grpc.CapServiceStub, alert: alert_pb2.Alert) -> cap_pb2.IssuedMessage:
    return cap.GetCapMessage(cap_pb2.GetCapMessageRequest(alert_id=alert.alert_id)).message


def feed(cap: cap_pb2_grpc.CapServiceStub) -> list[cap_pb2.IssuedMessage]:
    return list(cap.GetFeed(cap_pb2.GetFeedRequest()).messages)


def test_what_two_people_issued_is_in_the_feed_and_its_end_refers_to_it(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    out = desk.proposed()
    desk.alerts.GiveAllClear(all_clear_of(out), metadata=desk.second.metadata)
    ended, issue = feed(cap)
    assert [] == broken_rules(ended.document) == broken_rules(issue.document)
    assert (read_cap(issue.document).reference,) == read_cap(ended.document).references
    assert ended == newest(cap, out)
    named = cap_pb2.GetCapMessageRequest(identifier=issue.identifier)
    assert issue == cap.GetCapMessage(named).message


def test_a_withdrawal_is_a_cancel_and_says_nothing_of_why(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    out = desk.issued()
    asked = withdrawal_of(out, "A secret reason.")
    desk.alerts.WithdrawAlert(asked, metadata=desk.approver.metadata)
    said = newest(cap, out).document
    assert terms.MsgType.CANCEL is read_cap(said).msg_type
    assert b"secret reason" not in said


def test_a_restricted_alert_is_in_no_feed_and_not_found_even_for_its_author(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    out = desk.issued(marking=AMBER)
    assert [] == feed(cap)
    for who in ((), desk.author.metadata):
        with refusal() as refused:
            asked = cap_pb2.GetCapMessageRequest(alert_id=out.alert_id)
            cap.GetCapMessage(asked, metadata=who)
        assert ("NOT_FOUND", "CAP_NOT_FOUND") == refused.status_and_reason


def test_what_comes_in_waits_for_approval_and_whoever_brought_it_cannot_give_it(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk, server: Served, stores: MemoryAlertsStores
) -> None:
    both = server.caller("duty-officer")
    made = take(cap, both, coming()).alert
    assert alert_pb2.ALERT_STATUS_SUBMITTED == made.status
    assert [] == stores.messages.kept
    with refusal() as refused:
        desk.alerts.ApproveAlert(approval_of(made), metadata=both.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    desk.alerts.ApproveAlert(approval_of(made), metadata=desk.approver.metadata)
    assert "Demonstration" == newest(cap, made).headline


def test_an_exercise_comes_out_as_the_exercise_that_it_came_in_as(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    said = coming(status=terms.Status.EXERCISE, note="Practice.")
    made = take(cap, desk.author, said).alert
    assert alert_pb2.CAP_STATUS_EXERCISE == made.content.cap_status
    desk.alerts.ApproveAlert(approval_of(made), metadata=desk.approver.metadata)
    assert terms.Status.EXERCISE is read_cap(newest(cap, made).document).status


@pytest.mark.parametrize("kind", [terms.MsgType.UPDATE, terms.MsgType.CANCEL])
def test_what_refers_to_an_alert_of_ours_ends_nothing(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk, kind: terms.MsgType
) -> None:
    out = desk.issued()
    earlier = (read_cap(newest(cap, out).document).reference,)
    made = take(cap, desk.author, coming(msg_type=kind, references=earlier))
    assert out.alert_id == made.about_alert_id
    asked = GetAlertRequest(alert_id=out.alert_id)
    still = desk.alerts.GetAlert(asked, metadata=desk.author.metadata).alert
    assert out == still


@pytest.mark.parametrize(
    ("said", "status_and_reason"),
    [
        (b"<!DOCTYPE a><a/>", ("INVALID_ARGUMENT", "CAP_DECLARATIONS_FORBIDDEN")),
        (b"nothing", ("INVALID_ARGUMENT", "CAP_UNREADABLE")),
        (b" " * (1024 * 1024 + 1), ("INVALID_ARGUMENT", "CAP_TOO_LARGE")),
        (coming(infos=()), ("INVALID_ARGUMENT", "INVALID")),
        (coming(status=terms.Status.SYSTEM), ("INVALID_ARGUMENT", "INVALID")),
    ],
)
def test_a_refusal_names_its_reason_and_changes_nothing(
    cap: cap_pb2_grpc.CapServiceStub,
    desk: Desk,
    stores: MemoryAlertsStores,
    said: bytes,
    status_and_reason: tuple[str, str],
) -> None:
    with refusal() as refused:
        take(cap, desk.author, said)
    assert status_and_reason == refused.status_and_reason
    assert {} == stores.alerts.kept == stores.cap_imports.kept


def test_a_thread_that_nobody_here_knows_is_refused(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    unknown = (read_cap(coming()).reference,)
    with refusal() as refused:
        take(cap, desk.author, coming(msg_type=terms.MsgType.CANCEL, references=unknown))
    assert ("FAILED_PRECONDITION", "CAP_THREAD_UNKNOWN") == refused.status_and_reason


def test_a_cancel_from_elsewhere_is_listed_beside_the_alert_that_it_is_about(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    out = desk.issued()
    reference = read_cap(newest(cap, out).document).reference
    said = coming(msg_type=terms.MsgType.CANCEL, references=(reference,))
    draft = take(cap, desk.duty, said).alert
    asked = cap_pb2.ListCapImportsRequest(alert_id=out.alert_id)
    (came,) = cap.ListCapImports(asked, metadata=desk.approver.metadata).waiting
    assert (draft.alert_id, cap_pb2.CAP_MSG_TYPE_CANCEL, draft.content.headline) == (
        came.alert_id,
        came.msg_type,
        came.headline,
    )
    assert alert_pb2.ALERT_STATUS_SUBMITTED == came.status
    made = cap_pb2.ListCapImportsRequest(alert_id=draft.alert_id)
    origin = cap.ListCapImports(made, metadata=desk.approver.metadata).origin
    assert came.identifier == origin.identifier
    with refusal() as refused:
        cap.ListCapImports(asked)
    assert "UNAUTHENTICATED" == refused.status_and_reason[0]
