"""An Immediate alert that not everyone may read: what to do is for everyone, through the door."""

from dataclasses import replace
from uuid import UUID

import pytest

from isp.alerts.v1 import (
    alert_pb2,
    answers_pb2,
    answers_pb2_grpc,
    cap_pb2,
    cap_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
)
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1 import audience_pb2 as audience
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from services.alerts.inbound.cap_xml import read_cap
from tests.contract.alerts.desk import (
    AMBER,
    Desk,
    all_clear_of,
    approval_of,
    content,
    proposal_for,
    submission_of,
    update_of,
    withdrawal_of,
)
from tests.fakes.alerts import SOMEBODY, MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal

LINE = "Stay inside. Lock doors."
AT_ONCE = {
    "urgency": alert_pb2.URGENCY_IMMEDIATE,
    "marking": AMBER,
    "headline": "Secret headline",
    "description": "Secret description",
    "instruction": "Secret instruction",
    "action_line": LINE,
    "authority_reference": "Secret reference",
}


@pytest.fixture
def below(server: Served) -> Caller:
    return server.caller(tier=Tier.REGISTERED)


def read(desk: Desk, alert: alert_pb2.Alert, by: Caller | None = None) -> alert_pb2.Alert:
    request = rpc.GetAlertRequest(alert_id=alert.alert_id)
    return desk.alerts.GetAlert(request, metadata=by.metadata if by else ()).alert


def see_that_it_is_the_part(shown: alert_pb2.Alert) -> None:
    assert shown.part
    assert LINE == shown.content.action_line
    assert b"Secret" not in shown.SerializeToString()
    assert kernel_pb2.TLP_CLEAR == shown.content.marking.tlp
    assert (b"", 0, 0) == (shown.digest, len(shown.content.audience), len(shown.hands))


def test_anyone_reads_what_to_do_and_who_may_read_it_all_of_it(
    desk: Desk, server: Served, below: Caller
) -> None:
    out = desk.issued(**AT_ONCE)
    for by in (None, below, server.caller("alert-author", tier=Tier.REGISTERED)):
        see_that_it_is_the_part(read(desk, out, by))
    whole = read(desk, out, server.caller(tier=Tier.VERIFIED))
    assert (False, "Secret headline") == (whole.part, whole.content.headline)


def test_it_is_on_everyones_list_and_in_the_thread(desk: Desk, below: Caller) -> None:
    out = desk.issued(**AT_ONCE)
    for metadata in ((), below.metadata):
        (listed,) = desk.alerts.ListAlerts(rpc.ListAlertsRequest(), metadata=metadata).alerts
        see_that_it_is_the_part(listed)
        request = rpc.GetThreadRequest(alert_id=out.alert_id)
        (of_thread,) = desk.alerts.GetThread(request, metadata=metadata).alerts
        see_that_it_is_the_part(of_thread)


def test_before_it_is_issued_nobody_else_knows_of_it(desk: Desk, below: Caller) -> None:
    waiting = desk.submitted(**AT_ONCE)
    for by in (None, below):
        with refusal() as refused:
            read(desk, waiting, by)
        assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason


def test_its_end_is_said_without_what_two_people_wrote(
    desk: Desk, server: Served, below: Caller
) -> None:
    out = desk.issued(**AT_ONCE)
    asked = proposal_for(out, "Secret ending")
    proposed = desk.alerts.ProposeAllClear(asked, metadata=desk.approver.metadata).alert
    second = server.caller("alert-approver", tier=Tier.VERIFIED)
    desk.alerts.GiveAllClear(all_clear_of(proposed), metadata=second.metadata)
    for by in (None, below):
        over = read(desk, out, by)
        see_that_it_is_the_part(over)
        assert alert_pb2.ALERT_STATUS_ALL_CLEAR == over.status
        assert "no longer applies" in over.ending.text
        assert "" == over.ending.authority_reference


def test_the_feed_the_document_and_the_code_say_the_line_and_no_more(
    desk: Desk, server: Served, below: Caller
) -> None:
    cap = cap_pb2_grpc.CapServiceStub(server.channel)
    ledger = ledger_pb2_grpc.LedgerServiceStub(server.channel)
    out = desk.issued(**AT_ONCE)
    (message,) = cap.GetFeed(cap_pb2.GetFeedRequest()).messages
    asked = cap_pb2.GetCapMessageRequest(alert_id=out.alert_id)
    for each in (message, cap.GetCapMessage(asked).message):
        for field in ("headline", "instruction"):
            assert f"<{field}>{LINE}</{field}>".encode() in each.document
        assert b"Secret" not in each.document
        assert b"<scope>Public</scope>" in each.document
    assert LINE == message.headline, "the title in a feed is what to do"
    said = ledger.GetCode(
        ledger_pb2.GetCodeRequest(alert_id=out.alert_id), metadata=below.metadata
    ).code
    checked = ledger.VerifyCode(ledger_pb2.VerifyCodeRequest(code=said))
    see_that_it_is_the_part(checked.alert)
    assert message.identifier == checked.identifier


def test_what_is_said_to_fewer_people_afterwards_closes_the_line_and_shows_nothing(
    desk: Desk, server: Served, stores: MemoryAlertsStores, below: Caller
) -> None:
    """By the feed, its document, its code and the public log; what it says stays theirs."""
    cap = cap_pb2_grpc.CapServiceStub(server.channel)
    ledger = ledger_pb2_grpc.LedgerServiceStub(server.channel)
    out = desk.issued(**AT_ONCE)
    slow = AT_ONCE | {"urgency": alert_pb2.URGENCY_EXPECTED, "action_line": "Secret line."}
    draft = desk.alerts.UpdateAlert(update_of(out, **slow), metadata=desk.author.metadata).alert
    waiting = desk.alerts.SubmitAlert(submission_of(draft), metadata=desk.author.metadata).alert
    approval = approval_of(waiting)
    update = desk.alerts.ApproveAlert(approval, metadata=desk.approver.metadata).alert
    desk.alerts.WithdrawAlert(withdrawal_of(update), metadata=desk.approver.metadata)
    end, notice, line = cap.GetFeed(cap_pb2.GetFeedRequest()).messages
    newest = cap_pb2.GetCapMessageRequest(alert_id=update.alert_id)
    assert end == cap.GetCapMessage(newest).message
    assert (alert_pb2.ALERT_STATUS_WITHDRAWN, alert_pb2.ALERT_STATUS_ISSUED) == (
        end.notice,
        notice.notice,
    )
    first = read_cap(line.document).reference
    closing = read_cap(notice.document).reference
    assert (first,) == read_cap(notice.document).references
    assert (first, closing) == read_cap(end.document).references
    assert b"<msgType>Cancel</msgType>" in end.document
    code = next(iter(stores.messages.of_alert(UUID(update.alert_id)))).code
    for each in (notice, end):
        assert b"Secret" not in each.SerializeToString()
        assert code.encode() not in each.document
    checked = ledger.VerifyCode(ledger_pb2.VerifyCodeRequest(code=code))
    assert (False, "") == (checked.HasField("alert"), checked.identifier)
    assert alert_pb2.ALERT_STATUS_WITHDRAWN == checked.status
    for by in (None, below):
        with refusal() as refused:
            read(desk, update, by)
        assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason
    waits = [each.identifier for each in stores.log.waiting(9)]
    assert [line.identifier, notice.identifier, end.identifier] == waits


def test_whoever_was_told_what_to_do_can_answer(desk: Desk, server: Served, below: Caller) -> None:
    answers = answers_pb2_grpc.AnswersServiceStub(server.channel)
    out = desk.issued(**AT_ONCE | {"asks_answer": True})
    request = answers_pb2.AnswerAlertRequest(
        alert_id=out.alert_id,
        answer=answers_pb2.ANSWER_SAFE,
        idempotency_key="6f1c53f0-3f5c-4c1e-9c39-1f1c53f03f5c",
    )
    standing = answers.AnswerAlert(request, metadata=below.metadata).standing
    assert answers_pb2.ANSWER_SAFE == standing.answer


def test_the_preview_counts_everyone_whom_it_is_for(desk: Desk, stores: MemoryAlertsStores) -> None:
    stores.reach.people = [replace(SOMEBODY, tier=Tier.REGISTERED)]
    said = content(marking=AMBER)
    counts = [
        desk.alerts.PreviewAudience(
            audience.PreviewAudienceRequest(
                marking=AMBER, audience=said.audience, immediate=immediate
            ),
            metadata=desk.author.metadata,
        ).count
        for immediate in (True, False)
    ]
    assert [1, 0] == counts
