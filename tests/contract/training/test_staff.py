"""StaffTrainingService: what an organisation sees, and what it asks, through the front."""

from uuid import uuid4

import pytest

from isp.training.v1 import staff_pb2 as pb
from isp.training.v1.staff_pb2_grpc import StaffTrainingServiceStub
from tests.contract.training.classroom import COURSE, certified, enrolled
from tests.fakes.serving import Caller, Served, refusal
from tests.fakes.training import MemoryTrainingStores

HALL = "77777777-7777-4777-8777-777777777777"


@pytest.fixture
def staff(server: Served) -> StaffTrainingServiceStub:
    return StaffTrainingServiceStub(server.channel)


@pytest.fixture
def admin(server: Served) -> Caller:
    return server.caller(organisation_id=HALL, organisation_admin=True)


def member(server: Served, stores: MemoryTrainingStores) -> Caller:
    who = server.caller(organisation_id=HALL)
    stores.staff.belongs[who.subject] = HALL
    return who


def test_an_admin_sees_their_people_until_one_leaves(
    server: Served, training, staff: StaffTrainingServiceStub, stores, admin: Caller
) -> None:
    one, two = member(server, stores), member(server, stores)
    enrolled(training, one)
    certified(training, two)
    asked = pb.GetStaffTrainingRequest(subjects=[two.subject, one.subject, str(uuid4())])
    found = staff.GetStaffTraining(asked, metadata=admin.metadata).people
    assert [two.subject, one.subject] == [each.subject for each in found]
    assert found[0].courses[0].HasField("certified_until")
    assert ("Awareness", COURSE) == (found[1].courses[0].title, found[1].courses[0].course_id)
    stores.staff.belongs[two.subject] = None
    left = staff.GetStaffTraining(asked, metadata=admin.metadata).people
    assert [one.subject] == [each.subject for each in left]
    with refusal() as refused:
        staff.GetStaffTraining(asked, metadata=one.metadata)
    assert ("PERMISSION_DENIED", "NOT_TRAINING_MANAGER") == refused.status_and_reason


@pytest.mark.parametrize("subjects", [[], ["nobody"], [str(uuid4())] * 101])
def test_who_is_asked_for_is_named_well(staff, admin: Caller, subjects: list[str]) -> None:
    with refusal() as refused:
        staff.GetStaffTraining(
            pb.GetStaffTrainingRequest(subjects=subjects), metadata=admin.metadata
        )
    assert "INVALID_ARGUMENT" == refused.status_and_reason[0]


def test_a_file_is_read_tried_and_taken_and_its_people_read_it(
    server: Served, staff: StaffTrainingServiceStub, stores, unit_of_work, admin: Caller
) -> None:
    one = member(server, stores)
    file = (
        "\ufeffEmail;Course;Due;Provider;Completed\r\n"
        "one@hall.example;Awareness;31/12/2099\r\n"
        "one@hall.example;First aid;;A college;2026-01-02\r\n"
        "one@hall.example;Juggling;31/12/2099\r\n"
    ).encode()
    read = staff.ReadStaffFile(pb.ReadStaffFileRequest(file=file), metadata=admin.metadata)
    assert ["one@hall.example"] == list(read.emails)
    message = pb.ImportStaffFileRequest(
        file=file,
        people=[pb.KnownMember(email="one@hall.example", subject=one.subject)],
        dry_run=True,
    )
    for dry_run, added, unchanged in [(True, 2, 0), (False, 2, 0), (False, 0, 2)]:
        message.dry_run = dry_run
        became = staff.ImportStaffFile(message, metadata=admin.metadata)
        assert (added, 0, unchanged) == (became.added, became.changed, became.unchanged)
        (error,) = became.errors
        assert (4, "course", pb.STAFF_FILE_FAULT_NO_SUCH_COURSE) == (
            error.line,
            error.column,
            error.fault,
        )
    mine = staff.GetAskedOfMe(pb.GetAskedOfMeRequest(), metadata=one.metadata)
    assert mine.seen_by_organisation
    assert ["2099-12-31"] == [each.due_on for each in mine.courses]
    assert [("First aid", "A college", "2026-01-02", "")] == [
        (each.title, each.provider, each.completed_on, each.expires_on) for each in mine.records
    ]
    with refusal() as refused:
        staff.ReadStaffFile(pb.ReadStaffFileRequest(file=b"name\n"), metadata=admin.metadata)
    assert "INVALID_ARGUMENT" == refused.status_and_reason[0]
    alone = staff.GetAskedOfMe(pb.GetAskedOfMeRequest(), metadata=server.caller().metadata)
    assert not alone.seen_by_organisation
