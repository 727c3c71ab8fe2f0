"""The threat levels, through the service's front door."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from isp.alerts.v1 import threat_levels_pb2_grpc
from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal

SERVICE = rpc.DESCRIPTOR.services_by_name["ThreatLevelsService"]
PROPOSERS = {"hub-officer", "alert-approver", "duty-officer"}
APPROVERS = {"alert-approver", "duty-officer"}
MAY = {
    "ProposeThreatLevel": PROPOSERS,
    "ApproveThreatLevel": APPROVERS,
    "WithdrawThreatLevel": PROPOSERS,
    "GetThreatLevelChange": PROPOSERS,
    "ListThreatLevelChanges": PROPOSERS,
}
PUBLIC = {"GetThreatLevels", "ListThreatLevelHistory"}
NATIONAL, NORTHERN_IRELAND = pb.THREAT_SERIES_NATIONAL, pb.THREAT_SERIES_NORTHERN_IRELAND


class TestTheDoorOfThreatLevels(FrontDoorSuite):
    """Every RPC of the threat levels."""

    descriptors = (SERVICE,)


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert MAY.keys() | PUBLIC == {method.name for method in SERVICE.methods}


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(SERVICE.methods_by_name[name]).outcome(server.channel, caller.metadata)
    if role not in MAY[name]:
        assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said
    elif name == "ListThreatLevelChanges":
        assert "OK" == said[0]
    else:
        assert ("INVALID_ARGUMENT", "INVALID") == said


class Office:
    """A hub officer, two duty officers, and what they ask for."""

    def __init__(self, server: Served) -> None:
        self.stub = threat_levels_pb2_grpc.ThreatLevelsServiceStub(server.channel)
        self.hub = server.caller("hub-officer", tier=Tier.TRUSTED)
        self.duty = server.caller("duty-officer", tier=Tier.TRUSTED)
        self.second = server.caller("duty-officer", tier=Tier.TRUSTED)

    def proposed(self, by: Caller | None = None, **given: Any) -> pb.ThreatLevelChange:
        who = by or self.hub
        return self.stub.ProposeThreatLevel(proposal(**given), metadata=who.metadata).change

    def approved(self, **given: Any) -> pb.ThreatLevelChange:
        change = self.proposed(**given)
        return self.stub.ApproveThreatLevel(approval_of(change), metadata=self.duty.metadata).change

    def standing(self) -> dict[int, pb.StandingThreatLevel | None]:
        said = self.stub.GetThreatLevels(rpc.GetThreatLevelsRequest())
        return {
            each.series: each.standing if each.HasField("standing") else None
            for each in said.series
        }


def proposal(**given: Any) -> rpc.ProposeThreatLevelRequest:
    return rpc.ProposeThreatLevelRequest(
        **{
            "series": NATIONAL,
            "level": pb.THREAT_LEVEL_SEVERE,
            "reason": "The authority said so.",
            "authority_reference": "REF-1",
            "idempotency_key": str(uuid4()),
        }
        | given
    )


def approval_of(change: pb.ThreatLevelChange) -> rpc.ApproveThreatLevelRequest:
    return rpc.ApproveThreatLevelRequest(change_id=change.change_id, read_digest=change.digest)


def withdrawal_of(
    change: pb.ThreatLevelChange, reason: str = "Wrong."
) -> rpc.WithdrawThreatLevelRequest:
    return rpc.WithdrawThreatLevelRequest(
        change_id=change.change_id, expected_version=change.version, reason=reason
    )


@pytest.fixture
def office(server: Served) -> Office:
    return Office(server)


def test_until_two_people_set_a_level_there_is_none(office: Office) -> None:
    """Nobody may take a missing level for a low one."""
    assert {NATIONAL: None, NORTHERN_IRELAND: None} == office.standing()
    office.proposed()
    assert {NATIONAL: None, NORTHERN_IRELAND: None} == office.standing()


def test_anyone_reads_what_the_levels_and_responses_mean_today(office: Office) -> None:
    said = office.stub.GetThreatLevels(rpc.GetThreatLevelsRequest())
    assert [1, 2, 3, 4, 5] == [each.level for each in said.levels]
    assert "An attack is highly likely in the near future" == said.levels[4].wording.en
    assert pb.RESPONSE_LEVEL_EXCEPTIONAL == said.levels[4].usual_response
    assert [1, 2, 3] == [each.response for each in said.responses]
    assert all(each.meaning.en and each.meaning.cy for each in said.responses)


def test_a_level_that_two_people_set_is_everyones_and_has_the_usual_response(
    office: Office,
) -> None:
    change = office.approved()
    assert pb.THREAT_LEVEL_CHANGE_STATUS_APPROVED == change.status
    assert change.response_is_usual
    standing = office.standing()[NATIONAL]
    assert standing is not None
    assert (1, pb.THREAT_LEVEL_SEVERE) == (standing.version, standing.level)
    assert pb.RESPONSE_LEVEL_HEIGHTENED == standing.response
    assert "An attack is highly likely" == standing.wording.en
    assert office.standing()[NORTHERN_IRELAND] is None


def test_who_proposed_it_cannot_approve_it_and_is_told_so_beforehand(office: Office) -> None:
    change = office.proposed(by=office.duty)
    assert change.proposed_by_you
    with refusal() as refused:
        office.stub.ApproveThreatLevel(approval_of(change), metadata=office.duty.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    assert office.standing()[NATIONAL] is None


def test_an_approval_needs_a_second_factor(office: Office, server: Served) -> None:
    change = office.proposed()
    tired = server.caller("duty-officer", tier=Tier.TRUSTED, aal2=False)
    with refusal() as refused:
        office.stub.ApproveThreatLevel(approval_of(change), metadata=tired.metadata)
    assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == refused.status_and_reason


def test_a_stale_digest_is_refused(office: Office) -> None:
    first = office.proposed()
    office.stub.WithdrawThreatLevel(withdrawal_of(first), metadata=office.hub.metadata)
    second = office.proposed(level=pb.THREAT_LEVEL_CRITICAL)
    asked = rpc.ApproveThreatLevelRequest(change_id=second.change_id, read_digest=first.digest)
    with refusal() as refused:
        office.stub.ApproveThreatLevel(asked, metadata=office.duty.metadata)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason
    assert office.standing()[NATIONAL] is None


def test_a_series_has_one_open_proposal_and_the_other_series_its_own(office: Office) -> None:
    office.proposed()
    with refusal() as refused:
        office.proposed(level=pb.THREAT_LEVEL_LOW)
    assert (
        "FAILED_PRECONDITION",
        "THREAT_LEVEL_CHANGE_UNDER_WAY",
    ) == refused.status_and_reason
    office.proposed(series=NORTHERN_IRELAND)


def test_a_withdrawn_proposal_is_decided_and_a_stale_version_withdraws_nothing(
    office: Office,
) -> None:
    change = office.proposed()
    stale = withdrawal_of(change)
    stale.expected_version = 2
    with refusal() as refused:
        office.stub.WithdrawThreatLevel(stale, metadata=office.hub.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    gone = office.stub.WithdrawThreatLevel(
        withdrawal_of(change), metadata=office.second.metadata
    ).change
    assert ("Wrong.", office.second.subject) == (gone.withdrawn.why, gone.withdrawn.by)
    for asked, ask in (
        (approval_of(change), office.stub.ApproveThreatLevel),
        (withdrawal_of(gone), office.stub.WithdrawThreatLevel),
    ):
        with refusal() as refused:
            ask(asked, metadata=office.duty.metadata)
        assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason


def test_the_same_level_and_response_are_no_change_another_response_is_one(
    office: Office,
) -> None:
    office.approved()
    with refusal() as refused:
        office.proposed()
    assert ("FAILED_PRECONDITION", "THREAT_LEVEL_UNCHANGED") == refused.status_and_reason
    change = office.approved(response=pb.RESPONSE_LEVEL_EXCEPTIONAL)
    assert not change.response_is_usual
    assert (1, pb.RESPONSE_LEVEL_HEIGHTENED) == (change.follows.version, change.follows.response)
    standing = office.standing()[NATIONAL]
    assert standing is not None
    assert (2, pb.RESPONSE_LEVEL_EXCEPTIONAL) == (standing.version, standing.response)


def test_the_public_history_is_worded_by_date_and_names_nobody(office: Office) -> None:
    then = Timestamp()
    then.FromDatetime(datetime(2017, 9, 17, tzinfo=UTC))
    office.approved(level=pb.THREAT_LEVEL_CRITICAL, since=then)
    office.approved(level=pb.THREAT_LEVEL_CRITICAL, response=pb.RESPONSE_LEVEL_HEIGHTENED)
    ask = rpc.ListThreatLevelHistoryRequest(series=NATIONAL, page_size=1)
    first = office.stub.ListThreatLevelHistory(ask)
    ask.page_token = first.next_page_token
    second = office.stub.ListThreatLevelHistory(ask)
    assert "An attack is highly likely in the near future" == first.levels[0].wording.en
    assert "An attack is expected imminently" == second.levels[0].wording.en
    assert (then, "") == (second.levels[0].since, second.next_page_token)
    said = str(first) + str(second)
    for hidden in (office.hub.subject, office.duty.subject, "The authority", "REF-1"):
        assert hidden not in said


def test_those_who_decide_read_every_change_with_who_did_what(office: Office) -> None:
    done = office.approved()
    waiting = office.proposed(level=pb.THREAT_LEVEL_LOW)
    ask = rpc.ListThreatLevelChangesRequest()
    said = office.stub.ListThreatLevelChanges(ask, metadata=office.duty.metadata)
    assert [waiting.change_id, done.change_id] == [each.change_id for each in said.changes]
    assert office.hub.subject == said.changes[1].proposed.by
    assert office.duty.subject == said.changes[1].approved.by
    assert not said.changes[1].HasField("withdrawn")
    ask.statuses.append(pb.THREAT_LEVEL_CHANGE_STATUS_PROPOSED)
    (only,) = office.stub.ListThreatLevelChanges(ask, metadata=office.duty.metadata).changes
    assert waiting.change_id == only.change_id
    one = rpc.GetThreatLevelChangeRequest(change_id=done.change_id)
    read = office.stub.GetThreatLevelChange(one, metadata=office.second.metadata).change
    assert (done.digest, "REF-1") == (read.digest, read.authority_reference)


def test_the_same_key_proposes_once_and_another_body_is_refused(office: Office) -> None:
    asked = proposal()
    changes = [
        office.stub.ProposeThreatLevel(asked, metadata=office.hub.metadata).change for _ in range(2)
    ]
    assert changes[0] == changes[1]
    asked.reason = "Another."
    with refusal() as refused:
        office.stub.ProposeThreatLevel(asked, metadata=office.hub.metadata)
    assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == refused.status_and_reason


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"series": 0, "level": 0}, ["series", "level"]),
        ({"level": 9}, ["level"]),
        ({"response": 0}, ["response"]),
        ({"response": 7, "reason": ""}, ["response", "reason"]),
        ({"authority_reference": "x" * 201}, ["authority_reference"]),
        ({"since": Timestamp(seconds=4_000_000_000)}, ["since"]),
        ({"since": Timestamp(seconds=0)}, ["since"]),
        ({"since": Timestamp(seconds=10**12)}, ["since"]),
        ({"idempotency_key": "k", "reason": " "}, ["idempotency_key", "reason"]),
    ],
    ids=str,
)
def test_each_field_that_is_wrong_is_named_and_nothing_is_kept(
    office: Office, stores: MemoryAlertsStores, given: dict[str, Any], fields: list[str]
) -> None:
    with refusal() as refused:
        office.proposed(**given)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert fields == [each.field for each in refused.said.violations]
    assert {} == stores.threat_levels.kept


@pytest.mark.parametrize("name", ["GetThreatLevelChange", "ApproveThreatLevel"])
def test_an_unknown_change_is_not_found(office: Office, name: str) -> None:
    said: dict[str, Any] = {"change_id": str(uuid4())}
    if name == "ApproveThreatLevel":
        said["read_digest"] = b"0" * 32
    with refusal() as refused:
        getattr(office.stub, name)(
            getattr(rpc, f"{name}Request")(**said), metadata=office.duty.metadata
        )
    assert ("NOT_FOUND", "THREAT_LEVEL_CHANGE_NOT_FOUND") == refused.status_and_reason


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"series": 0}, "series"),
        ({"series": 1, "page_token": "x"}, "page_token"),
        ({"series": 1, "page_token": "9" * 10}, "page_token"),
        ({"series": 1, "page_size": 101}, "page_size"),
    ],
    ids=str,
)
def test_a_page_of_history_that_cannot_be_is_refused_by_name(
    office: Office, given: dict[str, Any], field: str
) -> None:
    with refusal() as refused:
        office.stub.ListThreatLevelHistory(rpc.ListThreatLevelHistoryRequest(**given))
    assert [field] == [each.field for each in refused.said.violations]


def test_an_unknown_status_is_refused_by_name(office: Office) -> None:
    ask = rpc.ListThreatLevelChangesRequest(statuses=[1, 0])
    with refusal() as refused:
        office.stub.ListThreatLevelChanges(ask, metadata=office.hub.metadata)
    assert ["statuses[1]"] == [each.field for each in refused.said.violations]


def test_each_person_is_told_their_part_and_after_erasure_nothing_leads_to_them(
    office: Office, server: Served, privacy: PrivacyServiceStub, stores: MemoryAlertsStores
) -> None:
    saga = server.service("identity")
    office.approved()
    gone = office.proposed(level=pb.THREAT_LEVEL_LOW)
    office.stub.WithdrawThreatLevel(withdrawal_of(gone), metadata=office.second.metadata)

    def told(who: Caller) -> list[set[str]]:
        ask = privacy_pb2.ExportSubjectRequest(subject=who.subject)
        records = privacy.ExportSubject(ask, metadata=saga.metadata).records
        assert all("threat_level_changes" == each.table for each in records)
        return [
            {name for name, value in json.loads(each.json).items() if value is True}
            for each in records
        ]

    assert [{"proposed"}, {"proposed"}] == told(office.hub)
    assert [{"approved"}] == told(office.duty)
    assert [{"withdrew"}] == told(office.second)
    erase = privacy_pb2.EraseSubjectRequest(subject=office.hub.subject)
    assert [3, 0] == [privacy.EraseSubject(erase, metadata=saga.metadata).rows for _ in range(2)]
    assert office.hub.subject not in str(stores.threat_levels.kept)
    assert [] == told(office.hub)
