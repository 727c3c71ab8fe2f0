"""WithdrawAlert, ProposeAllClear and GiveAllClear: three endings that are never confused."""

from typing import Any
from uuid import UUID

import pytest

from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import alerts_pb2 as rpc
from services.alerts.domain.events import AlertEnded
from tests.contract.alerts.desk import (
    Desk,
    all_clear_of,
    approval_of,
    proposal_for,
    withdrawal_of,
)
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Refused, refusal

WITHDRAWN = "This alert was issued in error. Please disregard it. In an emergency call 999."


def ended(stores: MemoryAlertsStores) -> list[str]:
    """Return the statuses with which ends were published."""
    return [e.alert.status.name for e in stores.outbox.events if isinstance(e, AlertEnded)]


def fields(refused: Refused) -> list[str]:
    return [each.field for each in refused.said.violations]


def test_a_withdrawn_alert_says_fixed_words_and_never_why(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    """Nothing in them says that it is safe."""
    out = desk.issued()
    asked = withdrawal_of(out, "Sent to the wrong town.")
    gone = desk.alerts.WithdrawAlert(asked, metadata=desk.approver.metadata).alert
    assert (pb.ALERT_STATUS_WITHDRAWN, WITHDRAWN) == (gone.status, gone.ending.text)
    assert "" == gone.ending.authority_reference
    read = desk.alerts.GetAlert(rpc.GetAlertRequest(alert_id=out.alert_id)).alert
    for answer in (gone, read):
        assert b"wrong town" not in answer.SerializeToString()
    assert ["WITHDRAWN"] == ended(stores)
    assert {"why": "Sent to the wrong town."} == stores.audit.rows[-1][4]


def test_one_person_alone_may_withdraw_what_they_wrote(desk: Desk) -> None:
    out = desk.alerts.ApproveAlert(
        approval_of(desk.submitted(by=desk.duty)), metadata=desk.approver.metadata
    ).alert
    gone = desk.alerts.WithdrawAlert(withdrawal_of(out), metadata=desk.duty.metadata).alert
    assert pb.ALERT_STATUS_WITHDRAWN == gone.status


def test_a_proposal_ends_nothing_and_is_for_staff(desk: Desk, stores: MemoryAlertsStores) -> None:
    waiting = desk.proposed()
    assert (pb.ALERT_STATUS_ISSUED, 4) == (waiting.status, waiting.version)
    said = waiting.all_clear_proposal
    assert ("It is over.", "CAD 1", 32) == (said.text, said.authority_reference, len(said.digest))
    read = desk.alerts.GetAlert(rpc.GetAlertRequest(alert_id=waiting.alert_id)).alert
    assert not read.HasField("all_clear_proposal")
    assert [] == ended(stores)


def test_a_second_person_ends_the_alert_with_the_proposed_words(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    waiting = desk.proposed()
    clear = desk.alerts.GiveAllClear(all_clear_of(waiting), metadata=desk.second.metadata).alert
    assert pb.ALERT_STATUS_ALL_CLEAR == clear.status
    assert ("It is over.", "CAD 1") == (clear.ending.text, clear.ending.authority_reference)
    assert not clear.HasField("all_clear_proposal")
    assert ["ALL_CLEAR"] == ended(stores)
    assert stores.alerts.kept[UUID(clear.alert_id)].version == clear.version


def test_the_welsh_of_an_all_clear_is_read_with_it_and_goes_out_with_it(desk: Desk) -> None:
    out = desk.issued()
    asked = proposal_for(out)
    asked.text_cy = "Mae drosodd."
    stub, who = desk.alerts.ProposeAllClear, desk.approver.metadata
    welsh = stub(asked, metadata=who).alert
    assert "Mae drosodd." == welsh.all_clear_proposal.text_cy
    asked.text_cy, asked.expected_version = "Nid yw drosodd.", welsh.version
    other = stub(asked, metadata=who).alert
    with refusal() as refused:
        desk.alerts.GiveAllClear(all_clear_of(welsh), metadata=desk.second.metadata)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason
    clear = desk.alerts.GiveAllClear(all_clear_of(other), metadata=desk.second.metadata).alert
    assert ("It is over.", "Nid yw drosodd.") == (clear.ending.text, clear.ending.text_cy)


def test_welsh_that_is_too_long_is_refused_by_name(desk: Desk) -> None:
    asked = proposal_for(desk.issued())
    asked.text_cy = "x" * 1001
    with refusal() as refused:
        desk.alerts.ProposeAllClear(asked, metadata=desk.approver.metadata)
    assert ["text_cy"] == [each.field for each in refused.said.violations]


def test_who_proposed_an_all_clear_cannot_give_it(desk: Desk, stores: MemoryAlertsStores) -> None:
    waiting = desk.proposed()
    with refusal() as refused:
        desk.alerts.GiveAllClear(all_clear_of(waiting), metadata=desk.approver.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    assert [] == ended(stores)


def test_a_proposal_that_was_replaced_cannot_be_given(desk: Desk) -> None:
    first = desk.proposed()
    desk.alerts.ProposeAllClear(
        proposal_for(first, "Not quite over."), metadata=desk.approver.metadata
    )
    with refusal() as refused:
        desk.alerts.GiveAllClear(all_clear_of(first), metadata=desk.second.metadata)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason


def test_the_alerts_own_digest_gives_no_all_clear(desk: Desk) -> None:
    waiting = desk.proposed()
    asked = rpc.GiveAllClearRequest(alert_id=waiting.alert_id, read_digest=waiting.digest)
    with refusal() as refused:
        desk.alerts.GiveAllClear(asked, metadata=desk.second.metadata)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason


def test_without_a_proposal_there_is_nothing_to_give(desk: Desk) -> None:
    asked = rpc.GiveAllClearRequest(alert_id=desk.issued().alert_id, read_digest=b"0" * 32)
    with refusal() as refused:
        desk.alerts.GiveAllClear(asked, metadata=desk.second.metadata)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason


@pytest.mark.parametrize("by", [-1, 1, 1000])
def test_another_version_is_neither_withdrawn_nor_proposed(desk: Desk, by: int) -> None:
    out = desk.issued()
    out.version += by
    with refusal() as not_withdrawn:
        desk.alerts.WithdrawAlert(withdrawal_of(out), metadata=desk.approver.metadata)
    with refusal() as not_proposed:
        desk.alerts.ProposeAllClear(proposal_for(out), metadata=desk.approver.metadata)
    for refused in (not_withdrawn, not_proposed):
        assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": " \t"}, "reason"),
        ({"reason": "x" * 1001}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
        ({"expected_version": 0}, "expected_version"),
        ({"alert_id": "x"}, "alert_id"),
    ],
)
def test_a_wrong_withdrawal_is_refused_by_name(
    desk: Desk, given: dict[str, Any], field: str
) -> None:
    out = desk.issued()
    said: dict[str, Any] = {
        "alert_id": out.alert_id,
        "expected_version": out.version,
        "reason": "Wrong town.",
    }
    with refusal() as refused:
        desk.alerts.WithdrawAlert(
            rpc.WithdrawAlertRequest(**said | given), metadata=desk.approver.metadata
        )
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert [field] == fields(refused)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"authority_reference": ""}, "authority_reference"),
        ({"authority_reference": "x" * 201}, "authority_reference"),
        ({"authority_reference": "a\x00b"}, "authority_reference"),
        ({"expected_version": 0}, "expected_version"),
        ({"alert_id": "x"}, "alert_id"),
    ],
)
def test_a_wrong_proposal_is_refused_by_name(desk: Desk, given: dict[str, Any], field: str) -> None:
    out = desk.issued()
    said: dict[str, Any] = {
        "alert_id": out.alert_id,
        "expected_version": out.version,
        "text": "It is over.",
        "authority_reference": "CAD 1",
    }
    with refusal() as refused:
        desk.alerts.ProposeAllClear(
            rpc.ProposeAllClearRequest(**said | given), metadata=desk.approver.metadata
        )
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert [field] == fields(refused)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"alert_id": "x"}, "alert_id"),
        ({"read_digest": b""}, "read_digest"),
        ({"read_digest": b"0" * 33}, "read_digest"),
    ],
)
def test_a_wrong_all_clear_is_refused_by_name(
    desk: Desk, given: dict[str, Any], field: str
) -> None:
    waiting = desk.proposed()
    digest = waiting.all_clear_proposal.digest
    said = {"alert_id": waiting.alert_id, "read_digest": digest} | given
    with refusal() as refused:
        desk.alerts.GiveAllClear(rpc.GiveAllClearRequest(**said), metadata=desk.second.metadata)
    assert [field] == fields(refused)


def test_the_longest_words_are_taken(desk: Desk) -> None:
    out = desk.issued()
    asked = rpc.ProposeAllClearRequest(
        alert_id=out.alert_id,
        expected_version=out.version,
        text="x" * 1000,
        authority_reference="x" * 200,
    )
    proposed = desk.alerts.ProposeAllClear(asked, metadata=desk.approver.metadata).alert
    asked_to_end = withdrawal_of(proposed, "x" * 1000)
    gone = desk.alerts.WithdrawAlert(asked_to_end, metadata=desk.approver.metadata).alert
    assert pb.ALERT_STATUS_WITHDRAWN == gone.status
    assert not gone.HasField("all_clear_proposal")
