"""RegionalAlertsService: two people of a region, with a fresh second factor, and nobody else."""

from uuid import uuid4

import pytest

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import regional_pb2 as pb
from isp.alerts.v1.regional_pb2_grpc import RegionalAlertsServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.principals import Principal
from kernel.tiers import Tier
from tests.contract.alerts.desk import Desk, content, submission_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.cascades import a_seat
from tests.fakes.serving import Caller, Served, refusal

HERE = kernel_pb2.AudienceRow(
    mode=kernel_pb2.AUDIENCE_MODE_INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_REGION, value="LON"
)
ROLE = "regional-coordinator"


@pytest.fixture
def two(server: Served, stores: MemoryAlertsStores) -> tuple[Caller, Caller]:
    """Who holds the seat of London, and who stands in."""
    found = tuple(server.caller(ROLE, tier=Tier.TRUSTED) for _ in range(2))
    stores.paging.people += [
        Principal(subject=e.subject, tier=Tier.TRUSTED, roles=frozenset({ROLE})) for e in found
    ]
    stores.seats.keep(a_seat("LON", "", holder=found[0].subject, deputy=found[1].subject))
    return found[0], found[1]


def draft(region: str = "LON") -> pb.DraftRegionalAlertRequest:
    return pb.DraftRegionalAlertRequest(
        region=region, content=content(audience=[HERE]), idempotency_key=str(uuid4())
    )


def approval(alert: alert_pb2.Alert) -> pb.ApproveRegionalAlertRequest:
    return pb.ApproveRegionalAlertRequest(
        alert_id=alert.alert_id,
        read_digest=alert.digest,
        audience_size=alert_pb2.AUDIENCE_SIZE_FEWER_THAN_TEN,
    )


def submitted(desk: Desk, regional: RegionalAlertsServiceStub, by: Caller) -> alert_pb2.Alert:
    made = regional.DraftRegionalAlert(draft(), metadata=by.metadata).alert
    assert "LON" == made.origin_region
    return desk.alerts.SubmitAlert(submission_of(made), metadata=by.metadata).alert


def test_two_of_the_region_issue_and_one_withdraws(
    desk: Desk, regional: RegionalAlertsServiceStub, two: tuple[Caller, Caller]
) -> None:
    waiting = submitted(desk, regional, two[0])
    out = regional.ApproveRegionalAlert(approval(waiting), metadata=two[1].metadata).alert
    assert (alert_pb2.ALERT_STATUS_ISSUED, "LON") == (out.status, out.origin_region)
    end = pb.WithdrawRegionalAlertRequest(
        alert_id=out.alert_id, expected_version=out.version, reason="Wrong street."
    )
    gone = regional.WithdrawRegionalAlert(end, metadata=two[0].metadata).alert
    assert alert_pb2.ALERT_STATUS_WITHDRAWN == gone.status


def test_a_second_person_of_the_region_sends_it_back_and_no_role_alone_does(
    server: Served, desk: Desk, regional: RegionalAlertsServiceStub, two: tuple[Caller, Caller]
) -> None:
    waiting = submitted(desk, regional, two[0])
    back = pb.ReturnRegionalAlertRequest(
        alert_id=waiting.alert_id, expected_version=waiting.version, reason="Which street?"
    )
    for who, reason in (
        (server.caller(ROLE, tier=Tier.TRUSTED), "NOT_OF_THE_REGION"),
        (desk.approver, "NOT_PERMITTED"),
    ):
        with refusal() as said:
            regional.ReturnRegionalAlert(back, metadata=who.metadata)
        assert reason == said.status_and_reason[1]
    with refusal() as said:
        regional.ReturnRegionalAlert(
            pb.ReturnRegionalAlertRequest(alert_id=waiting.alert_id, expected_version=2),
            metadata=two[1].metadata,
        )
    assert ["reason"] == [each.field for each in said.said.violations]
    gone = regional.ReturnRegionalAlert(back, metadata=two[1].metadata).alert
    assert (alert_pb2.ALERT_STATUS_RETURNED, "Which street?") == (gone.status, gone.returned.reason)


def test_the_hub_cannot_issue_it_and_no_role_alone_can(
    server: Served, desk: Desk, regional: RegionalAlertsServiceStub, two: tuple[Caller, Caller]
) -> None:
    waiting = submitted(desk, regional, two[0])
    stale = server.caller(ROLE, tier=Tier.TRUSTED, aal2=False)
    for who, reason in (
        (server.caller(ROLE, tier=Tier.TRUSTED), "NOT_OF_THE_REGION"),
        (desk.approver, "NOT_PERMITTED"),
        (two[0], "SELF_APPROVAL"),
        (stale, "STEP_UP_REQUIRED"),
    ):
        with refusal() as said:
            regional.ApproveRegionalAlert(approval(waiting), metadata=who.metadata)
        assert reason == said.status_and_reason[1]


def test_a_region_that_is_none_is_named(
    regional: RegionalAlertsServiceStub, two: tuple[Caller, Caller]
) -> None:
    with refusal() as said:
        regional.DraftRegionalAlert(draft("MARS"), metadata=two[0].metadata)
    assert ["region"] == [each.field for each in said.said.violations]


def test_the_desk_is_told_for_which_regions_one_acts(
    server: Served, desk: Desk, regional: RegionalAlertsServiceStub, two: tuple[Caller, Caller]
) -> None:
    def mine(who: Caller) -> list[str]:
        answer = regional.ListMyRegions(pb.ListMyRegionsRequest(), metadata=who.metadata)
        return list(answer.regions)

    assert (["LON"], ["LON"], []) == (mine(two[0]), mine(two[1]), mine(desk.approver))
    with refusal() as said:
        mine(server.caller("expert", tier=Tier.TRUSTED))
    assert "NOT_PERMITTED" == said.status_and_reason[1]
