"""CascadesService: an alert along seats, through the front."""

import pytest

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import cascades_pb2 as pb
from isp.alerts.v1.cascades_pb2_grpc import CascadesServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.principals import Principal
from kernel.tiers import Tier
from tests.contract.alerts.desk import Desk
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.cascades import a_seat
from tests.fakes.serving import Caller, Served, refusal

ALONG = {"cascaded": True, "urgency": alert_pb2.URGENCY_EXPECTED}
SHUT = pb.Context(text=" The service road is shut. ", tlp=kernel_pb2.TLP_CLEAR)
KEY = "30000000-0000-4000-8000-000000000001"


@pytest.fixture
def region(server: Served, stores: MemoryAlertsStores) -> Caller:
    """Who coordinates London."""
    who = server.caller("regional-coordinator", tier=Tier.TRUSTED, regions=frozenset({"LON"}))
    stores.seats.keep(a_seat("LON", "", holder=who.subject))
    roles = frozenset({"regional-coordinator"})
    stores.paging.people.append(Principal(subject=who.subject, tier=Tier.TRUSTED, roles=roles))
    return who


def passing(alert: alert_pb2.Alert, waiting: pb.WaitingStep, **given: object) -> pb.PassOnRequest:
    step = waiting.step
    said = {
        "alert_id": alert.alert_id,
        "region": step.region,
        "sector": step.sector,
        "read_digest": step.digest,
        "expected_version": step.version,
    }
    return pb.PassOnRequest(**said | given)


def the_one(cascades: CascadesServiceStub, who: Caller) -> pb.WaitingStep:
    found = cascades.ListWaitingSteps(pb.ListWaitingStepsRequest(), metadata=who.metadata)
    (waiting,) = found.waiting
    return waiting


def test_it_waits_is_passed_on_and_its_members_see_what_was_added(
    server: Served, desk: Desk, cascades: CascadesServiceStub, region: Caller
) -> None:
    alert = desk.issued(**ALONG)
    waiting = the_one(cascades, region)
    assert (alert.content.headline, alert.digest, b"") == (
        waiting.alert.content.headline,
        waiting.step.digest,
        waiting.alert.digest,
    )
    assert not waiting.alert.content.audience
    done = cascades.PassOn(passing(alert, waiting, context=SHUT), metadata=region.metadata).step
    assert (pb.STEP_STATE_PASSED_ON, pb.STEP_RUNG_HOLDER, "The service road is shut.") == (
        done.state,
        done.done_as,
        done.context.text,
    )
    member = server.caller(regions=frozenset({"LON"}), sectors=frozenset({"retail"}))
    asked = pb.GetBranchContextRequest(alert_id=alert.alert_id)
    seen = cascades.GetBranchContext(asked, metadata=member.metadata).added
    assert [("LON", "", done.context)] == [(e.region, e.sector, e.context) for e in seen]
    stranger = server.caller(regions=frozenset({"NW"}), sectors=frozenset({"retail"}))
    assert not cascades.GetBranchContext(asked, metadata=stranger.metadata).added


def test_the_tree_and_what_comes_back_up(
    server: Served, desk: Desk, cascades: CascadesServiceStub, region: Caller
) -> None:
    alert = desk.issued(**ALONG)
    told = pb.ReportUpRequest(
        alert_id=alert.alert_id, region="LON", text="All quiet.", idempotency_key=KEY
    )
    first = cascades.ReportUp(told, metadata=region.metadata).report_id
    assert first == cascades.ReportUp(told, metadata=region.metadata).report_id
    asked = pb.GetCascadeRequest(alert_id=alert.alert_id)
    for who, exact in ((desk.author, False), (desk.duty, True), (region, False)):
        tree = cascades.GetCascade(asked, metadata=who.metadata)
        assert exact is tree.exact
        assert ("LON", "", pb.STEP_STATE_WAITING) == (
            tree.nodes[0].step.region,
            tree.nodes[0].step.sector,
            tree.nodes[0].step.state,
        )
        assert ["All quiet."] == [each.text for each in tree.nodes[0].reports]
        assert exact is tree.direct.HasField("reached")
    with refusal() as said:
        cascades.GetCascade(asked, metadata=server.caller().metadata)
    assert ("NOT_FOUND", "ALERT_NOT_FOUND") == said.status_and_reason


def test_what_is_wrong_is_named_and_nobody_passes_on_what_is_not_theirs(
    server: Served, desk: Desk, cascades: CascadesServiceStub, region: Caller
) -> None:
    alert = desk.issued(**ALONG)
    waiting = the_one(cascades, region)
    wrong = passing(alert, waiting, region="MARS", read_digest=b"", context=pb.Context())
    with refusal() as said:
        cascades.PassOn(wrong, metadata=region.metadata)
    named = [each.field for each in said.said.violations]
    assert ["region", "read_digest", "context.text", "context.tlp"] == named
    with refusal() as said:
        cascades.PassOn(passing(alert, waiting), metadata=server.caller().metadata)
    assert ("NOT_FOUND", "NOT_YOUR_STEP") == said.status_and_reason
    with refusal() as said:
        desk.drafted(cascaded=True, urgency=alert_pb2.URGENCY_IMMEDIATE)
    assert ["content.cascaded"] == [each.field for each in said.said.violations]
    with refusal() as said:
        cascades.ListWaitingSteps(pb.ListWaitingStepsRequest())
    assert "UNAUTHENTICATED" == said.status_and_reason[0]
