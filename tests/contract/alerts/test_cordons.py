"""Cordons, through the service's front door."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from isp.alerts.v1 import cordon_pb2 as pb
from isp.alerts.v1 import cordons_pb2 as rpc
from isp.alerts.v1 import cordons_pb2_grpc
from isp.kernel.v1 import kernel_pb2
from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.alerts.desk import AMBER, Desk, ahead, withdrawal_of
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal

SERVICE = rpc.DESCRIPTOR.services_by_name["CordonsService"]
DRAFTS, APPROVES = "alerts:draft", "alerts:approve"
MAY = {
    "ProposeCordon": DRAFTS,
    "MoveCordon": DRAFTS,
    "LiftCordon": DRAFTS,
    "DropCordonChange": DRAFTS,
    "ConfirmCordon": APPROVES,
    "RenewCordon": APPROVES,
    "TakeCordon": APPROVES,
}
HOUR = timedelta(hours=1)
SQUARE = [(51.5, -0.1), (51.5, -0.09), (51.51, -0.09), (51.51, -0.1), (51.5, -0.1)]
WIDER = [(51.5, -0.1), (51.5, -0.08), (51.52, -0.08), (51.52, -0.1), (51.5, -0.1)]
BOW_TIE = [(51.5, -0.1), (51.51, -0.09), (51.51, -0.1), (51.5, -0.09), (51.5, -0.1)]


class TestTheDoorOfCordons(FrontDoorSuite):
    """Every RPC of cordons."""

    descriptors = (SERVICE,)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    assert MAY.keys() | {"ListCordons"} == {method.name for method in SERVICE.methods}
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(SERVICE.methods_by_name[name]).outcome(server.channel, caller.metadata)
    may = MAY[name] in PERMISSIONS[role]
    expected = ("INVALID_ARGUMENT", "INVALID") if may else ("PERMISSION_DENIED", "NOT_PERMITTED")
    assert expected == said


def ring(points: list[tuple[float, float]]) -> kernel_pb2.Polygon:
    return kernel_pb2.Polygon(
        latitudes=[point[0] for point in points], longitudes=[point[1] for point in points]
    )


def line(points: list[tuple[float, float]] = SQUARE, **given: Any) -> dict[str, Any]:
    return {"place": "Two streets", "polygon": ring(points), "next_update_due": ahead(HOUR)} | given


class Cordons:
    """An alert that is out, and what its people ask for."""

    def __init__(self, server: Served, desk: Desk, **given: Any) -> None:
        self.stub = cordons_pb2_grpc.CordonsServiceStub(server.channel)
        self.desk = desk
        self.alert = desk.issued(**given)

    def proposed(self, **given: Any) -> pb.Cordon:
        said = {"alert_id": self.alert.alert_id, "idempotency_key": str(uuid4())} | line()
        asked = rpc.ProposeCordonRequest(**said | given)
        return self.stub.ProposeCordon(asked, metadata=self.desk.author.metadata).cordon

    def confirmed(self, cordon: pb.Cordon, by: Caller | None = None) -> pb.Cordon:
        asked = rpc.ConfirmCordonRequest(
            cordon_id=cordon.cordon_id, read_digest=cordon.change.digest
        )
        who = by or self.desk.approver
        return self.stub.ConfirmCordon(asked, metadata=who.metadata).cordon

    def seen(self, by: Caller | None = None) -> list[pb.Cordon]:
        asked = rpc.ListCordonsRequest(alert_id=self.alert.alert_id)
        return list(self.stub.ListCordons(asked, metadata=by.metadata if by else ()).cordons)


@pytest.fixture
def cordons(server: Served, desk: Desk) -> Cordons:
    return Cordons(server, desk)


def test_two_people_set_it_and_anyone_who_may_read_the_alert_sees_where_and_until_when(
    cordons: Cordons, desk: Desk
) -> None:
    waiting = cordons.proposed()
    assert [] == cordons.seen()
    assert waiting.change.digest == cordons.seen(desk.approver)[0].change.digest
    live = cordons.confirmed(waiting)
    assert (pb.CORDON_STATUS_LIVE, True) == (live.status, live.held_by_you)
    (shown,) = cordons.seen()
    assert ("Two streets", 1, False) == (
        shown.shape.place,
        shown.shape.number,
        shown.update_overdue,
    )
    assert live.next_update_due == shown.next_update_due
    assert ("", "") == (shown.holder, shown.handover_note)
    assert 5 == len(shown.shape.polygon.latitudes)


def test_it_is_moved_handed_over_renewed_and_lifted(cordons: Cordons, desk: Desk) -> None:
    live = cordons.confirmed(cordons.proposed())
    asked = rpc.MoveCordonRequest(
        cordon_id=live.cordon_id, expected_version=live.version, **line(WIDER)
    )
    waits = cordons.stub.MoveCordon(asked, metadata=desk.author.metadata).cordon
    assert live.shape == cordons.seen()[0].shape
    moved = cordons.confirmed(waits, desk.second)
    assert (2, -0.08) == (moved.shape.number, moved.shape.polygon.longitudes[1])
    renewal = rpc.RenewCordonRequest(
        cordon_id=live.cordon_id, expected_version=moved.version, next_update_due=ahead(2 * HOUR)
    )
    with refusal() as refused:
        cordons.stub.RenewCordon(renewal, metadata=desk.second.metadata)
    assert ("PERMISSION_DENIED", "CORDON_HELD_BY_ANOTHER") == refused.status_and_reason
    take = rpc.TakeCordonRequest(
        cordon_id=live.cordon_id, expected_version=moved.version, handover_note="East gate open."
    )
    taken = cordons.stub.TakeCordon(take, metadata=desk.second.metadata).cordon
    assert (desk.second.subject, "East gate open.") == (taken.holder, taken.handover_note)
    renewal.expected_version = taken.version
    renewed = cordons.stub.RenewCordon(renewal, metadata=desk.second.metadata).cordon
    assert renewal.next_update_due == renewed.next_update_due
    lift = rpc.LiftCordonRequest(
        cordon_id=live.cordon_id, expected_version=renewed.version, authority_reference="CAD 2"
    )
    lifts = cordons.stub.LiftCordon(lift, metadata=desk.author.metadata).cordon
    over = cordons.confirmed(lifts)
    assert pb.CORDON_STATUS_LIFTED == over.status
    assert not cordons.seen()[0].HasField("next_update_due")


def test_nobody_confirms_their_own_and_a_digest_is_of_what_waits(
    cordons: Cordons, desk: Desk
) -> None:
    said = {"alert_id": cordons.alert.alert_id, "idempotency_key": str(uuid4())} | line()
    mine = cordons.stub.ProposeCordon(
        rpc.ProposeCordonRequest(**said), metadata=desk.duty.metadata
    ).cordon
    with refusal() as refused:
        cordons.confirmed(mine, desk.duty)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    mine.change.digest = b"0" * 32
    with refusal() as refused:
        cordons.confirmed(mine)
    assert ("ABORTED", "VERSION_CHANGED") == refused.status_and_reason


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        (SQUARE[:-1], "POLYGON_UNCLOSED"),
        (BOW_TIE, "POLYGON_CROSSES_ITSELF"),
        ([(51.5, -0.1)] * 50_001, "TOO_MANY_POINTS"),
        (SQUARE[:3], "TOO_FEW_POINTS"),
        ([], "TOO_FEW_POINTS"),
        ([(y, x) for x, y in SQUARE], "POINTS_SWAPPED"),
        ([(51.5, -0.1), (51.6, -0.1), (51.7, -0.1), (51.5, -0.1)], "NO_AREA"),
        ([(float("nan"), -0.1), *SQUARE[1:]], "POINT_NOT_FINITE"),
        ([(91.0, -0.1), *SQUARE[1:]], "POINT_OUT_OF_RANGE"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_line_that_cannot_be_one_is_refused_by_name_and_nothing_is_kept(
    cordons: Cordons, stores: MemoryAlertsStores, points: list[tuple[float, float]], reason: str
) -> None:
    with refusal() as refused:
        cordons.proposed(polygon=ring(points))
    assert ("INVALID_ARGUMENT", reason) == refused.status_and_reason
    assert all(each.field.startswith("polygon.") for each in refused.said.violations)
    assert {} == stores.cordons.kept


def test_each_other_part_that_is_wrong_is_named(cordons: Cordons) -> None:
    for given, field in (
        ({"place": ""}, "place"),
        ({"next_update_due": None}, "next_update_due"),
        ({"next_update_due": ahead(-HOUR)}, "next_update_due"),
        ({"next_update_due": ahead(25 * HOUR)}, "next_update_due"),
        ({"idempotency_key": "k"}, "idempotency_key"),
        ({"alert_id": "x"}, "alert_id"),
    ):
        with refusal() as refused:
            cordons.proposed(**given)
        assert [field] == [each.field for each in refused.said.violations]


def test_a_cordon_of_an_alert_that_one_may_not_read_is_not_found(
    server: Served, desk: Desk
) -> None:
    hidden = Cordons(server, desk, marking=AMBER)
    live = hidden.confirmed(hidden.proposed())
    reader = server.caller(tier=Tier.REGISTERED)
    with refusal() as refused:
        hidden.seen(reader)
    assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason
    low = server.caller("alert-approver", tier=Tier.REGISTERED)
    take = rpc.TakeCordonRequest(
        cordon_id=live.cordon_id, expected_version=live.version, handover_note="n"
    )
    for cordon_id in (live.cordon_id, str(uuid4())):
        take.cordon_id = cordon_id
        with refusal() as refused:
            hidden.stub.TakeCordon(take, metadata=low.metadata)
        assert ("NOT_FOUND", "CORDON_NOT_FOUND") == refused.status_and_reason


def test_with_its_alert_it_ends_and_is_not_called_lifted(cordons: Cordons, desk: Desk) -> None:
    live = cordons.confirmed(cordons.proposed())
    desk.alerts.WithdrawAlert(withdrawal_of(cordons.alert), metadata=desk.approver.metadata)
    (shown,) = cordons.seen()
    assert pb.CORDON_STATUS_ENDED_WITH_ALERT == shown.status
    assert not shown.HasField("next_update_due")
    take = rpc.TakeCordonRequest(
        cordon_id=live.cordon_id, expected_version=live.version, handover_note="n"
    )
    with refusal() as refused:
        cordons.stub.TakeCordon(take, metadata=desk.second.metadata)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason


def test_what_waits_is_given_up_and_the_line_stays(cordons: Cordons, desk: Desk) -> None:
    waiting = cordons.proposed()
    drop = rpc.DropCordonChangeRequest(
        cordon_id=waiting.cordon_id, expected_version=waiting.version, reason="Wrong street."
    )
    gone = cordons.stub.DropCordonChange(drop, metadata=desk.author.metadata).cordon
    assert pb.CORDON_STATUS_DROPPED == gone.status
    assert [] == cordons.seen()
    with refusal() as refused:
        cordons.stub.DropCordonChange(drop, metadata=desk.author.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason


def test_each_person_is_told_their_part_and_after_erasure_nothing_leads_to_them(
    cordons: Cordons,
    desk: Desk,
    server: Served,
    privacy: PrivacyServiceStub,
    stores: MemoryAlertsStores,
) -> None:
    cordons.confirmed(cordons.proposed())
    saga = server.service("identity")
    ask = privacy_pb2.ExportSubjectRequest(subject=desk.approver.subject)
    records = privacy.ExportSubject(ask, metadata=saga.metadata).records
    (held,) = [json.loads(each.json) for each in records if each.table == "cordons"]
    assert held["holds_since"]
    erase = privacy_pb2.EraseSubjectRequest(subject=desk.approver.subject)
    privacy.EraseSubject(erase, metadata=saga.metadata)
    assert desk.approver.subject not in str(stores.cordons.kept)
