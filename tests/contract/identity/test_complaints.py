"""ComplaintsService: anyone complains, the officer answers, through the front."""

from uuid import uuid4

import pytest

from isp.identity.v1 import complaints_pb2 as pb
from isp.identity.v1 import privacy_requests_pb2
from isp.identity.v1.complaints_pb2_grpc import ComplaintsServiceStub
from kernel.tiers import Tier
from tests.fakes.serving import Served, refusal


@pytest.fixture
def complaints(server: Served) -> ComplaintsServiceStub:
    return ComplaintsServiceStub(server.channel)


def said(**other: str) -> pb.MakeComplaintRequest:
    good = {"email": "Reader@corner.example", "about": "You keep too much."}
    return pb.MakeComplaintRequest(**good | other, idempotency_key=str(uuid4()))


def test_a_complaint_without_an_account_is_answered_by_the_officer_alone(
    server: Served, complaints: ComplaintsServiceStub
) -> None:
    reference = complaints.MakeComplaint(said()).complaint_id
    member = server.caller(tier=Tier.TRUSTED)
    with refusal() as refused:
        complaints.ListComplaints(pb.ListComplaintsRequest(), metadata=member.metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == refused.status_and_reason
    officer = server.caller("privacy-officer", tier=Tier.TRUSTED)
    (there,) = complaints.ListComplaints(
        pb.ListComplaintsRequest(only_open=True), metadata=officer.metadata
    ).complaints
    assert (reference, privacy_requests_pb2.CLOCK_STATE_IN_TIME) == (
        there.complaint_id,
        there.clock,
    )
    done = complaints.AnswerComplaint(
        pb.AnswerComplaintRequest(
            complaint_id=reference, expected_version=there.version, outcome="We deleted it."
        ),
        metadata=officer.metadata,
    ).complaint
    assert ("We deleted it.", privacy_requests_pb2.CLOCK_STATE_STOPPED) == (
        done.outcome,
        done.clock,
    )


@pytest.mark.parametrize(
    ("field", "value"), [("email", "nobody"), ("about", " "), ("language", "fr")]
)
def test_what_cannot_be_is_refused_by_name(
    complaints: ComplaintsServiceStub, field: str, value: str
) -> None:
    with refusal() as refused:
        complaints.MakeComplaint(said(**{field: value}))
    assert [field] == [each.field for each in refused.said.violations]
