"""Who may call which RPC of training."""

import pytest

from isp.privacy.v1 import privacy_pb2
from isp.training.v1 import (
    accreditation_pb2,
    assessment_pb2,
    exporting_pb2,
    films_pb2,
    launches_pb2,
    led_sessions_pb2,
    packages_pb2,
    reminders_pb2,
    training_pb2,
)
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.serving import Served

TRAINING = training_pb2.DESCRIPTOR.services_by_name["TrainingService"]
LAUNCHES = launches_pb2.DESCRIPTOR.services_by_name["LaunchesService"]
EXPORTING = exporting_pb2.DESCRIPTOR.services_by_name["CourseExportService"]
ASSESSMENT = assessment_pb2.DESCRIPTOR.services_by_name["AssessmentService"]
ACCREDITATION = accreditation_pb2.DESCRIPTOR.services_by_name["AccreditationService"]
FILMS = films_pb2.DESCRIPTOR.services_by_name["FilmsService"]
LED = led_sessions_pb2.DESCRIPTOR.services_by_name["LedSessionsService"]
REMINDERS = reminders_pb2.DESCRIPTOR.services_by_name["RemindersService"]
PRIVACY = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]
PUBLIC = {
    *("ListCourses", "GetCourse", "GetModule"),
    *("VerifyCertificate", "GetStatusList", "GetIssuer"),
    "GetFilm",
    "StopReminders",
}
LEARNERS = {
    *("Enrol", "StartAttempt", "SubmitAnswers", "GetMyTraining"),
    *("IssueCertificate", "GetCertificate", "PrintCertificate"),
    *("ListUnits", "LaunchUnit"),
    *("SaveAnswers", "AnswerStep", "GetExtraTime", "ChooseExtraTime"),
    "ReissueCertificate",
}
PACKAGES = packages_pb2.DESCRIPTOR.services_by_name["PackagesService"]
BOOKERS = {
    *("ListSessions", "GetSession", "BookSession", "CancelBooking", "ListMyBookings"),
    *("GetReminders", "SetReminders"),
}
MAY = {
    "RevokeCertificate": "trainer",
    "WaiveUnit": "trainer",
    "VoidStatement": "trainer",
    "ExportCourse": "trainer",
    "WithdrawVersion": "trainer",
    "ListCourseVersions": "trainer",
    "ScheduleSession": "trainer",
    "ListTaughtSessions": "trainer",
    "ListSessionBookings": "trainer",
    "RecordAttendance": "trainer",
    "MoveSession": "trainer",
    "CancelSession": "trainer",
}
ANSWERED = {"ListTaughtSessions", "ListCourseVersions"}
"""What an empty request is good for."""
METHODS = {
    each.name: each
    for of in (TRAINING, LAUNCHES, EXPORTING, ASSESSMENT, ACCREDITATION, FILMS, LED, REMINDERS)
    for each in of.methods
}


class TestTheDoorOfTraining(FrontDoorSuite):
    """Every RPC that training serves."""

    descriptors = (
        TRAINING,
        PACKAGES,
        LAUNCHES,
        EXPORTING,
        ASSESSMENT,
        ACCREDITATION,
        FILMS,
        LED,
        REMINDERS,
        PRIVACY,
    )


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert MAY.keys() | PUBLIC | LEARNERS | BOOKERS == set(METHODS)
    assert PUBLIC == {each.name for each in METHODS.values() if Rpc(each).rule.public}


@pytest.mark.parametrize("name", sorted(LEARNERS | BOOKERS))
@pytest.mark.parametrize("tier", Tier)
def test_whoever_has_an_account_may_learn(server: Served, name: str, tier: Tier) -> None:
    caller = server.caller(tier=tier)
    code, _ = Rpc(METHODS[name]).outcome(server.channel, caller.metadata)
    assert (code == "PERMISSION_DENIED") == (tier < Tier.REGISTERED)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(METHODS[name]).outcome(server.channel, caller.metadata)
    good = ("OK", "") if name in ANSWERED else ("INVALID_ARGUMENT", "INVALID")
    expected = good if role == MAY[name] else ("PERMISSION_DENIED", "NOT_PERMITTED")
    assert expected == said


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(each.name for each in PACKAGES.methods))
def test_trainers_alone_see_to_packages(server: Served, name: str, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    code, reason = Rpc(PACKAGES.methods_by_name[name]).outcome(server.channel, caller.metadata)
    assert ((code, reason) == ("PERMISSION_DENIED", "NOT_PERMITTED")) == (role != "trainer")
