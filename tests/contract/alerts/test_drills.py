"""DrillsService: private drills of one organisation, through the front."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from isp.alerts.v1 import alerts_pb2, answers_pb2, ledger_pb2
from isp.alerts.v1 import drills_pb2 as pb
from isp.alerts.v1.alerts_pb2_grpc import AlertsServiceStub
from isp.alerts.v1.answers_pb2_grpc import AnswersServiceStub
from isp.alerts.v1.drills_pb2_grpc import DrillsServiceStub
from isp.alerts.v1.ledger_pb2_grpc import LedgerServiceStub
from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal

SERVICE = pb.DESCRIPTOR.services_by_name["DrillsService"]
MARK = "EXERCISE EXERCISE EXERCISE"


class TestTheDoorOfDrills(FrontDoorSuite):
    """Every RPC of drills."""

    descriptors = (SERVICE,)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(method.name for method in SERVICE.methods))
def test_a_security_lead_alone_runs_drills(server: Served, name: str, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED, organisation_id="hall")
    said = Rpc(SERVICE.methods_by_name[name]).outcome(server.channel, caller.metadata)
    assert (role == "security-lead") is (said != ("PERMISSION_DENIED", "NOT_PERMITTED"))


@pytest.fixture
def member(server: Served) -> Callable[..., Caller]:
    return lambda organisation="hall", *roles: server.caller(
        *roles, tier=Tier.VERIFIED, organisation_id=organisation
    )


@pytest.fixture
def lead(member: Callable[..., Caller]) -> Caller:
    return member("hall", "security-lead")


def start(drills: DrillsServiceStub, by: Caller, **given: object) -> pb.Drill:
    said = {"scenario": pb.DRILL_SCENARIO_LOCKDOWN, "minutes": 30, "idempotency_key": str(uuid4())}
    request = pb.StartDrillRequest(**said | given)
    return drills.StartDrill(request, metadata=by.metadata).drill


def test_a_drill_begins_is_answered_counted_and_ends(
    drills: DrillsServiceStub,
    answers: AnswersServiceStub,
    alerts: AlertsServiceStub,
    lead: Caller,
    member: Callable[..., Caller],
) -> None:
    drill = start(drills, lead, note=" By the oak. ")
    assert drill.headline.startswith(MARK)
    assert "By the oak." in drill.instruction
    assert drill.headline_cy.startswith(MARK)
    assert drill.instruction_cy != drill.instruction
    assert "By the oak." in drill.instruction_cy
    colleague = member()
    read = alerts.GetAlert(
        alerts_pb2.GetAlertRequest(alert_id=drill.drill_id), metadata=colleague.metadata
    ).alert
    assert ("LOCKDOWN", False) == (read.drill_scenario, bool(read.digest))
    mine = answers.GetMyAnswer(
        answers_pb2.GetMyAnswerRequest(alert_id=drill.drill_id), metadata=colleague.metadata
    )
    assert (True, True, True) == (mine.asked, mine.help_offered, mine.drill)
    said = answers.AnswerAlert(
        answers_pb2.AnswerAlertRequest(
            alert_id=drill.drill_id,
            answer=answers_pb2.ANSWER_NEED_HELP,
            idempotency_key=str(uuid4()),
        ),
        metadata=colleague.metadata,
    )
    assert answers_pb2.HELP_STATE_UNSPECIFIED == said.standing.help
    found = drills.GetDrill(pb.GetDrillRequest(drill_id=drill.drill_id), metadata=lead.metadata)
    counts = {each.answer: each.count for each in found.figures.answers}
    assert 1 == counts[answers_pb2.ANSWER_NEED_HELP]
    listed = drills.ListDrills(pb.ListDrillsRequest(), metadata=lead.metadata).drills
    assert [drill.drill_id] == [each.drill_id for each in listed]
    over = drills.EndDrill(
        pb.EndDrillRequest(drill_id=drill.drill_id, expected_version=drill.version),
        metadata=lead.metadata,
    ).drill
    assert over.HasField("ended_at")


def test_whoever_is_of_another_organisation_gets_nothing(
    drills: DrillsServiceStub,
    alerts: AlertsServiceStub,
    answers: AnswersServiceStub,
    server: Served,
    lead: Caller,
    member: Callable[..., Caller],
) -> None:
    """Another lead, an officer of everything, and somebody without an account alike."""
    drill = start(drills, lead)
    everything = server.caller(*PERMISSIONS, tier=Tier.TRUSTED, organisation_id="elsewhere")
    stranger = member("elsewhere", "security-lead")
    for who in (everything.metadata, stranger.metadata, ()):
        with refusal() as refused:
            alerts.GetAlert(alerts_pb2.GetAlertRequest(alert_id=drill.drill_id), metadata=who)
        assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason
        listed = alerts.ListAlerts(alerts_pb2.ListAlertsRequest(), metadata=who).alerts
        assert [] == list(listed)
    for who in (everything.metadata, stranger.metadata):
        with refusal() as refused:
            drills.GetDrill(pb.GetDrillRequest(drill_id=drill.drill_id), metadata=who)
        assert ("NOT_FOUND", "DRILL_NOT_FOUND") == refused.status_and_reason
        with refusal() as refused:
            answers.GetMyAnswer(
                answers_pb2.GetMyAnswerRequest(alert_id=drill.drill_id), metadata=who
            )
        assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason
    seen = alerts.ListAlerts(alerts_pb2.ListAlertsRequest(), metadata=member().metadata).alerts
    assert [drill.drill_id] == [each.alert_id for each in seen]  # the control


def test_officers_of_the_same_organisation_make_nothing_else_of_it(
    drills: DrillsServiceStub, alerts: AlertsServiceStub, server: Served, lead: Caller
) -> None:
    drill = start(drills, lead)
    officer = server.caller(*PERMISSIONS, tier=Tier.TRUSTED, organisation_id="hall")
    said = {"alert_id": drill.drill_id, "expected_version": drill.version}
    with refusal() as refused:
        alerts.WithdrawAlert(
            alerts_pb2.WithdrawAlertRequest(**said, reason="w"), metadata=officer.metadata
        )
    assert ("FAILED_PRECONDITION", "DRILL_STAYS") == refused.status_and_reason
    with refusal() as refused:
        alerts.ProposeAllClear(
            alerts_pb2.ProposeAllClearRequest(**said, text="t", authority_reference="r"),
            metadata=officer.metadata,
        )
    assert ("FAILED_PRECONDITION", "DRILL_STAYS") == refused.status_and_reason


def test_it_is_in_no_feed_and_its_code_says_only_that_it_is_an_exercise(
    drills: DrillsServiceStub, server: Served, lead: Caller, stores: MemoryAlertsStores
) -> None:
    start(drills, lead)
    (message,) = stores.messages.kept
    ledger = LedgerServiceStub(server.channel)
    found = ledger.VerifyCode(ledger_pb2.VerifyCodeRequest(code=message.code))
    assert (True, False) == (found.exercise, found.HasField("alert"))
    assert [] == list(stores.messages.public(9))


def test_what_is_wrong_is_named_and_a_second_factor_is_asked(
    drills: DrillsServiceStub, server: Served, lead: Caller
) -> None:
    for given in ({"scenario": 0}, {"minutes": 3}, {"note": "x" * 301}, {"idempotency_key": "k"}):
        with refusal() as refused:
            start(drills, lead, **given)
        assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    stale = server.caller("security-lead", aal2=False, organisation_id="hall")
    with refusal() as refused:
        start(drills, stale)
    assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == refused.status_and_reason
    start(drills, lead)
    with refusal() as refused:
        start(drills, lead)
    assert ("FAILED_PRECONDITION", "DRILL_RUNNING") == refused.status_and_reason


def test_a_lead_is_exported_and_erased_with_their_drills(
    drills: DrillsServiceStub,
    privacy: PrivacyServiceStub,
    server: Served,
    stores: MemoryAlertsStores,
    lead: Caller,
) -> None:
    drill = start(drills, lead)
    saga = server.service("identity").metadata
    asked = privacy_pb2.ExportSubjectRequest(subject=lead.subject)
    records = privacy.ExportSubject(asked, metadata=saga).records
    assert drill.drill_id in str(records)
    privacy.EraseSubject(privacy_pb2.EraseSubjectRequest(subject=lead.subject), metadata=saga)
    (kept,) = stores.alerts.kept.values()
    assert lead.subject not in str(kept)
