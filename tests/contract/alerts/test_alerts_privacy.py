"""PrivacyService as alerts keeps it: everything about a person, and nothing any more."""

import json
from typing import Any

import pytest

from isp.privacy.v1 import privacy_pb2 as pb
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from tests.contract.alerts.desk import Desk, all_clear_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Refused, Served, refusal


@pytest.fixture
def saga(server: Served) -> Caller:
    return server.service("identity")


def exported(privacy: PrivacyServiceStub, saga: Caller, subject: str) -> list[dict[str, Any]]:
    request = pb.ExportSubjectRequest(subject=subject)
    records = privacy.ExportSubject(request, metadata=saga.metadata).records
    assert all(record.table == "alerts" and record.purpose for record in records)
    return [json.loads(record.json) for record in records]


def erased(privacy: PrivacyServiceStub, saga: Caller, subject: str) -> int:
    request = pb.EraseSubjectRequest(subject=subject)
    return privacy.EraseSubject(request, metadata=saga.metadata).rows


def test_each_person_is_told_which_hand_they_had_in_which_alert(
    desk: Desk, privacy: PrivacyServiceStub, saga: Caller
) -> None:
    out = desk.proposed()
    desk.alerts.GiveAllClear(all_clear_of(out), metadata=desk.second.metadata)
    parts = {
        desk.author.subject: {"wrote_or_submitted"},
        desk.approver.subject: {"approved"},
        desk.second.subject: {"ended"},
    }
    for subject, expected in parts.items():
        (record,) = exported(privacy, saga, subject)
        assert (out.alert_id, "Demonstration") == (record["alert_id"], record["headline"])
        assert expected == {name for name, value in record.items() if value is True}


def test_who_proposed_and_whom_an_alert_names_are_told_so(
    desk: Desk, privacy: PrivacyServiceStub, saga: Caller, stores: MemoryAlertsStores
) -> None:
    desk.proposed()
    (record,) = exported(privacy, saga, desk.approver.subject)
    assert record["proposed_all_clear"]
    red = {"tlp": "TLP_RED", "minimum_tier": "TIER_VERIFIED", "named_subjects": ["someone"]}
    desk.drafted(marking=red)
    (record,) = exported(privacy, saga, "someone")
    assert record["named_as_recipient"]


def test_a_person_who_is_not_known_here_has_nothing(
    privacy: PrivacyServiceStub, saga: Caller
) -> None:
    assert [] == exported(privacy, saga, "nobody")
    assert 0 == erased(privacy, saga, "nobody")


def test_after_erasure_nothing_leads_to_the_person_and_again_changes_nothing(
    desk: Desk, privacy: PrivacyServiceStub, saga: Caller, stores: MemoryAlertsStores
) -> None:
    """The acts stay on record, under a pseudonym that is the same in every row."""
    for _ in range(2):
        desk.issued()
    subject = desk.author.subject
    assert [3, 0] == [erased(privacy, saga, subject), erased(privacy, saga, subject)]
    assert [] == exported(privacy, saga, subject)
    hands = {hand for alert in stores.alerts.kept.values() for hand in alert.hands}
    assert 1 == len(hands)
    assert subject not in str(stores.alerts.kept)
    assert subject not in str(stores.audit.rows[-1])
    assert 2 == len(exported(privacy, saga, desk.approver.subject))


@pytest.mark.parametrize("subject", ["", " ", "x" * 101, "a\x00b"])
@pytest.mark.parametrize("ask", [exported, erased])
def test_a_subject_that_cannot_be_is_refused_by_name(
    privacy: PrivacyServiceStub, saga: Caller, ask: Any, subject: str
) -> None:
    refused: Refused
    with refusal() as refused:
        ask(privacy, saga, subject)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert ["subject"] == [each.field for each in refused.said.violations]
