"""Opening units through the front: what a learner gets, what an officer may."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from isp.training.v1 import launches_pb2 as pb
from isp.training.v1.launches_pb2_grpc import LaunchesServiceStub
from isp.training.v1.training_pb2_grpc import TrainingServiceStub
from kernel.tiers import Tier
from tests.contract.training.classroom import enrolled
from tests.fakes.serving import Caller, Served, refusal
from tests.fakes.training import MemoryTrainingStores


@pytest.fixture
def learner(server: Served) -> Caller:
    return server.caller(tier=Tier.REGISTERED)


@pytest.fixture
def trainer(server: Served) -> Caller:
    return server.caller("trainer", tier=Tier.TRUSTED)


def test_a_learner_opens_a_unit_and_sees_how_far_they_are(
    training: TrainingServiceStub, launches: LaunchesServiceStub, learner: Caller
) -> None:
    of = enrolled(training, learner).enrolment_id
    asking = pb.ListUnitsRequest(enrolment_id=of, page_size=1)
    page = launches.ListUnits(asking, metadata=learner.metadata)
    assert ([1], 1) == ([each.number for each in page.units], page.next_after)
    asking.after = 1
    page = launches.ListUnits(asking, metadata=learner.metadata)
    assert ([2], 0) == ([each.number for each in page.units], page.next_after)
    assert ("CompletedAndPassed", False) == (page.units[0].move_on, page.units[0].satisfied)
    opened = launches.LaunchUnit(
        pb.LaunchUnitRequest(enrolment_id=of, number=2), metadata=learner.metadata
    )
    assert pb.LAUNCH_MODE_NORMAL == opened.mode
    told = parse_qs(urlsplit(opened.url).query)
    assert [of] == told["registration"]
    assert learner.subject not in opened.url


def test_nobody_opens_a_unit_of_another(
    server: Served, training: TrainingServiceStub, launches: LaunchesServiceStub, learner: Caller
) -> None:
    of = enrolled(training, learner).enrolment_id
    other = server.caller(tier=Tier.REGISTERED)
    for rpc, request in (
        (launches.LaunchUnit, pb.LaunchUnitRequest(enrolment_id=of, number=1)),
        (launches.ListUnits, pb.ListUnitsRequest(enrolment_id=of)),
    ):
        with refusal() as refused:
            rpc(request, metadata=other.metadata)
        assert ("NOT_FOUND", "ENROLMENT_NOT_FOUND") == refused.status_and_reason


def test_what_is_wrong_with_a_request_is_named(
    launches: LaunchesServiceStub, learner: Caller, trainer: Caller
) -> None:
    wrong = [
        (launches.ListUnits, pb.ListUnitsRequest(page_size=-1, after=-1), learner),
        (launches.LaunchUnit, pb.LaunchUnitRequest(mode=9), learner),  # type: ignore[arg-type]
        (launches.WaiveUnit, pb.WaiveUnitRequest(), trainer),
        (launches.VoidStatement, pb.VoidStatementRequest(), trainer),
    ]
    fields = [
        ["enrolment_id", "page_size", "after"],
        ["enrolment_id", "number", "mode"],
        ["enrolment_id", "number", "reason", "why"],
        ["enrolment_id", "statement_id", "why"],
    ]
    for (rpc, request, by), named in zip(wrong, fields, strict=True):
        with refusal() as refused:
            rpc(request, metadata=by.metadata)
        assert "INVALID" == refused.status_and_reason[1]
        assert named == [each.field for each in refused.said.violations]


def test_an_officer_waives_and_voids_and_it_is_on_record(
    training: TrainingServiceStub,
    launches: LaunchesServiceStub,
    learner: Caller,
    trainer: Caller,
    stores: MemoryTrainingStores,
) -> None:
    of = enrolled(training, learner).enrolment_id
    waiver = pb.WaiveUnitRequest(
        enrolment_id=of, number=1, reason=pb.WAIVER_REASON_TESTED_OUT, why="Knows it."
    )
    launches.WaiveUnit(waiver, metadata=trainer.metadata)
    page = launches.ListUnits(pb.ListUnitsRequest(enrolment_id=of), metadata=learner.metadata)
    assert [(True, True), (False, False)] == [(each.waived, each.satisfied) for each in page.units]
    with refusal() as refused:
        launches.WaiveUnit(waiver, metadata=trainer.metadata)
    assert ("FAILED_PRECONDITION", "UNIT_WAIVED") == refused.status_and_reason
    (one, *_) = stores.records.statements
    voiding = pb.VoidStatementRequest(enrolment_id=of, statement_id=str(one), why="Wrong.")
    launches.VoidStatement(voiding, metadata=trainer.metadata)
    assert ["training:waive", "training:void"] == [each[1] for each in stores.audit.rows]
    voiding.statement_id = str(uuid4())
    with refusal() as refused:
        launches.VoidStatement(voiding, metadata=trainer.metadata)
    assert ("NOT_FOUND", "STATEMENT_NOT_FOUND") == refused.status_and_reason
