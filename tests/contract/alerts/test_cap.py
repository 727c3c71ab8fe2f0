"""CAP through the real door: what goes out to everyone, and what comes in from elsewhere."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from isp.alerts.v1 import alert_pb2, cap_pb2, cap_pb2_grpc
from isp.alerts.v1.alerts_pb2 import GetAlertRequest
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain.cap import terms
from services.alerts.inbound.cap_xml import read_cap
from tests.contract.alerts.desk import AMBER, Desk, all_clear_of, approval_of, withdrawal_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal
from tests.unit.alerts.cap.messages import document, info
from tests.unit.alerts.cap.oasis import broken_rules

LATER = (datetime.now(UTC) + timedelta(hours=3)).replace(microsecond=0)


@pytest.fixture
def cap(server: Served) -> cap_pb2_grpc.CapServiceStub:
    return cap_pb2_grpc.CapServiceStub(server.channel)


def coming(**given: object) -> bytes:
    """A good document that is still current."""
    given.setdefault("infos", (info(expires=LATER),))
    return document(identifier=f"demo-{uuid4()}", **given).encode()


def take(cap: cap_pb2_grpc.CapServiceStub, by: Caller, said: bytes) -> cap_pb2.ImportCapResponse:
    request = cap_pb2.ImportCapRequest(document=said, idempotency_key=str(uuid4()))
    return cap.ImportCap(request, metadata=by.metadata)


def newest(cap: cap_pb2_grpc.CapServiceStub, alert: alert_pb2.Alert) -> cap_pb2.IssuedMessage:
    return cap.GetCapMessage(cap_pb2.GetCapMessageRequest(alert_id=alert.alert_id)).message


def feed(cap: cap_pb2_grpc.CapServiceStub) -> list[cap_pb2.IssuedMessage]:
    return list(cap.GetFeed(cap_pb2.GetFeedRequest()).messages)


def test_what_two_people_issued_is_in_the_feed_and_its_end_refers_to_it(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    out = desk.proposed()
    desk.alerts.GiveAllClear(all_clear_of(out), metadata=desk.second.metadata)
    ended, issue = feed(cap)
    assert [] == broken_rules(ended.document) == broken_rules(issue.document)
    assert (read_cap(issue.document).reference,) == read_cap(ended.document).references
    assert ended == newest(cap, out)
    named = cap_pb2.GetCapMessageRequest(identifier=issue.identifier)
    assert issue == cap.GetCapMessage(named).message


def test_a_withdrawal_is_a_cancel_and_says_nothing_of_why(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    out = desk.issued()
    asked = withdrawal_of(out, "A secret reason.")
    desk.alerts.WithdrawAlert(asked, metadata=desk.approver.metadata)
    said = newest(cap, out).document
    assert terms.MsgType.CANCEL is read_cap(said).msg_type
    assert b"secret reason" not in said


def test_a_restricted_alert_is_in_no_feed_and_not_found_even_for_its_author(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    out = desk.issued(marking=AMBER)
    assert [] == feed(cap)
    for who in ((), desk.author.metadata):
        with refusal() as refused:
            asked = cap_pb2.GetCapMessageRequest(alert_id=out.alert_id)
            cap.GetCapMessage(asked, metadata=who)
        assert ("NOT_FOUND", "CAP_NOT_FOUND") == refused.status_and_reason


def test_what_comes_in_waits_for_approval_and_whoever_brought_it_cannot_give_it(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk, server: Served, stores: MemoryAlertsStores
) -> None:
    both = server.caller("duty-officer")
    made = take(cap, both, coming()).alert
    assert alert_pb2.ALERT_STATUS_SUBMITTED == made.status
    assert [] == stores.messages.kept
    with refusal() as refused:
        desk.alerts.ApproveAlert(approval_of(made), metadata=both.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    desk.alerts.ApproveAlert(approval_of(made), metadata=desk.approver.metadata)
    assert "Demonstration" == newest(cap, made).headline


def test_an_exercise_comes_out_as_the_exercise_that_it_came_in_as(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    said = coming(status=terms.Status.EXERCISE, note="Practice.")
    made = take(cap, desk.author, said).alert
    assert alert_pb2.CAP_STATUS_EXERCISE == made.content.cap_status
    desk.alerts.ApproveAlert(approval_of(made), metadata=desk.approver.metadata)
    assert terms.Status.EXERCISE is read_cap(newest(cap, made).document).status


@pytest.mark.parametrize("kind", [terms.MsgType.UPDATE, terms.MsgType.CANCEL])
def test_what_refers_to_an_alert_of_ours_ends_nothing(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk, kind: terms.MsgType
) -> None:
    out = desk.issued()
    earlier = (read_cap(newest(cap, out).document).reference,)
    made = take(cap, desk.author, coming(msg_type=kind, references=earlier))
    assert out.alert_id == made.about_alert_id
    asked = GetAlertRequest(alert_id=out.alert_id)
    still = desk.alerts.GetAlert(asked, metadata=desk.author.metadata).alert
    assert out == still


@pytest.mark.parametrize(
    ("said", "status_and_reason"),
    [
        (b"<!DOCTYPE a><a/>", ("INVALID_ARGUMENT", "CAP_DECLARATIONS_FORBIDDEN")),
        (b"nothing", ("INVALID_ARGUMENT", "CAP_UNREADABLE")),
        (b" " * (1024 * 1024 + 1), ("INVALID_ARGUMENT", "CAP_TOO_LARGE")),
        (coming(infos=()), ("INVALID_ARGUMENT", "INVALID")),
        (coming(status=terms.Status.SYSTEM), ("INVALID_ARGUMENT", "INVALID")),
    ],
)
def test_a_refusal_names_its_reason_and_changes_nothing(
    cap: cap_pb2_grpc.CapServiceStub,
    desk: Desk,
    stores: MemoryAlertsStores,
    said: bytes,
    status_and_reason: tuple[str, str],
) -> None:
    with refusal() as refused:
        take(cap, desk.author, said)
    assert status_and_reason == refused.status_and_reason
    assert {} == stores.alerts.kept == stores.cap_imports.kept


def here(*shapes: str) -> str:
    """An area of these polygons and circles, as somebody else's system writes it."""
    return f"<area><areaDesc>The harbour</areaDesc>{''.join(shapes)}</area>"


def polygon(said: str) -> str:
    return f"<polygon>{said}</polygon>"


def with_areas(*areas: str) -> bytes:
    """A document whose areas are these."""
    before, _, after = coming().decode().partition("<area>")
    return f"{before}{''.join(areas)}{after.partition('</area>')[2]}".encode()


SQUARE = polygon("51.5,-0.2 51.5,0 51.6,0 51.6,-0.2 51.5,-0.2")
CIRCLES = "<circle>51.4,-0.1 1.5</circle><circle>51.45,-0.3 0.25</circle>"
GEOCODE = "<geocode><valueName>UGC</valueName><value>UKC001</value></geocode>"
MANY = " ".join(["51.5,-0.2"] * 25_001)


def test_polygons_and_circles_from_elsewhere_are_drafted_and_go_out_again_as_they_came(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    said = with_areas(here(SQUARE), here(CIRCLES, GEOCODE).replace("harbour", "pier"))
    made = take(cap, desk.author, said).alert
    area = made.content.area
    assert ("The harbour; The pier", 3) == (area.place, len(area.shapes))
    kinds = [each.kind for each in made.content.audience]
    polygons, circles = kernel_pb2.AUDIENCE_KIND_POLYGON, kernel_pb2.AUDIENCE_KIND_CIRCLE
    assert [polygons, circles, circles] == kinds, "it is for those who are there"
    desk.alerts.ApproveAlert(approval_of(made), metadata=desk.approver.metadata)
    document = newest(cap, made).document
    assert [] == broken_rules(document)
    (out,) = read_cap(document).infos[0].areas
    came = [each for info in read_cap(said).infos for each in info.areas]
    assert {each for area in came for each in area.polygons} == set(out.polygons)
    assert {each for area in came for each in area.circles} == set(out.circles)
    assert (("UGC", "UKC001"),) == out.geocodes


@pytest.mark.parametrize(
    ("areas", "reason", "field"),
    [
        (here(polygon("51.5,-0.2 51.5,0 51.6,0 51.6,-0.2")), "INVALID", "[0].polygon[0]"),
        (
            here(SQUARE, polygon("51.5,0 51.6,0.1 51.5,0.1 51.6,0 51.5,0")),
            "INVALID",
            "[0].polygon[1]",
        ),
        (here(polygon("51.5,-0.2 51.5 51.6,0 51.5,-0.2")), "INVALID", "[0].polygon[0]"),
        (here(polygon("91,-0.2 91,0 91.5,0 91,-0.2")), "INVALID", "[0].polygon[0]"),
        (here("<circle>51.5,-0.1</circle>"), "INVALID", "[0].circle[0]"),
        (here("<circle>51.5,-0.1 0</circle>"), "INVALID", "[0].circle[0].radius_km"),
        (here("<circle>51.5,-0.1 1001</circle>"), "INVALID", "[0].circle[0].radius_km"),
        (here(SQUARE, "<altitude>9</altitude>"), "INVALID", "[0].altitude"),
        (here(polygon(MANY), polygon(MANY)), "CAP_TOO_LARGE", ""),
        (here(GEOCODE), "INVALID", ""),
    ],
)
def test_a_shape_that_is_none_is_refused_by_name_and_changes_nothing(
    cap: cap_pb2_grpc.CapServiceStub,
    desk: Desk,
    stores: MemoryAlertsStores,
    areas: str,
    reason: str,
    field: str,
) -> None:
    with refusal() as refused:
        take(cap, desk.author, with_areas(areas))
    assert ("INVALID_ARGUMENT", reason) == refused.status_and_reason
    (named,) = [each.field for each in refused.said.violations]
    assert named.endswith(f"area{field}")
    assert {} == stores.alerts.kept == stores.cap_imports.kept


def test_an_unknown_is_weighed_by_who_hands_it_in(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    unknown = info(expires=LATER, severity=terms.CapSeverity.UNKNOWN)
    request = cap_pb2.ImportCapRequest(
        document=coming(infos=(unknown,)), idempotency_key=str(uuid4())
    )
    with refusal() as refused:
        cap.ImportCap(request, metadata=desk.author.metadata)
    assert ["info.severity"] == [each.field for each in refused.said.violations]
    request.severity = alert_pb2.SEVERITY_MODERATE
    request.idempotency_key = str(uuid4())
    made = cap.ImportCap(request, metadata=desk.author.metadata).alert
    assert alert_pb2.SEVERITY_MODERATE == made.content.severity
    request.severity, request.idempotency_key = 99, str(uuid4())
    with refusal() as refused:
        cap.ImportCap(request, metadata=desk.author.metadata)
    assert ["severity"] == [each.field for each in refused.said.violations]


def test_an_all_clear_from_elsewhere_is_proposed_and_given_by_somebody_else(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk, server: Served
) -> None:
    out = desk.issued()
    earlier = (read_cap(newest(cap, out).document).reference,)
    over = info(
        expires=LATER,
        description="It is over.",
        instruction="",
        response_types=(terms.ResponseType.ALL_CLEAR,),
    )
    said = coming(msg_type=terms.MsgType.UPDATE, references=earlier, infos=(over,))
    with refusal() as refused:
        take(cap, desk.author, said)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == refused.status_and_reason
    duty = server.caller("duty-officer")
    made = take(cap, duty, said)
    assert (out.alert_id, out.alert_id) == (made.alert.alert_id, made.about_alert_id)
    assert "It is over." == made.alert.all_clear_proposal.text
    with refusal() as refused:
        desk.alerts.GiveAllClear(all_clear_of(made.alert), metadata=duty.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    desk.alerts.GiveAllClear(all_clear_of(made.alert), metadata=desk.second.metadata)
    assert (
        terms.ResponseType.ALL_CLEAR in read_cap(newest(cap, out).document).infos[0].response_types
    )


def test_its_sender_replaces_and_cancels_what_was_never_issued(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    said = coming()
    first = take(cap, desk.author, said).alert
    update = coming(msg_type=terms.MsgType.UPDATE, references=(read_cap(said).reference,))
    second = take(cap, desk.author, update)
    assert first.alert_id == second.about_alert_id
    cancel = coming(msg_type=terms.MsgType.CANCEL, references=(read_cap(update).reference,))
    done = take(cap, desk.author, cancel).alert
    assert (second.alert.alert_id, alert_pb2.ALERT_STATUS_DISCARDED) == (done.alert_id, done.status)
    other = coming(msg_type=terms.MsgType.UPDATE, references=(read_cap(said).reference,))
    with refusal() as refused:
        take(cap, desk.author, other)
    assert ("FAILED_PRECONDITION", "CAP_THREAD_ENDED") == refused.status_and_reason
    third = coming()
    take(cap, desk.author, third)
    theirs = coming(
        msg_type=terms.MsgType.CANCEL,
        references=(read_cap(third).reference,),
        sender="other@elsewhere.example",
    )
    with refusal() as refused:
        take(cap, desk.author, theirs)
    assert ("FAILED_PRECONDITION", "CAP_SENDER_OTHER") == refused.status_and_reason


def test_a_thread_that_nobody_here_knows_is_refused(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    unknown = (read_cap(coming()).reference,)
    with refusal() as refused:
        take(cap, desk.author, coming(msg_type=terms.MsgType.CANCEL, references=unknown))
    assert ("FAILED_PRECONDITION", "CAP_THREAD_UNKNOWN") == refused.status_and_reason


def test_a_cancel_from_elsewhere_is_listed_beside_the_alert_that_it_is_about(
    cap: cap_pb2_grpc.CapServiceStub, desk: Desk
) -> None:
    out = desk.issued()
    reference = read_cap(newest(cap, out).document).reference
    said = coming(msg_type=terms.MsgType.CANCEL, references=(reference,))
    draft = take(cap, desk.duty, said).alert
    asked = cap_pb2.ListCapImportsRequest(alert_id=out.alert_id)
    (came,) = cap.ListCapImports(asked, metadata=desk.approver.metadata).waiting
    assert (draft.alert_id, cap_pb2.CAP_MSG_TYPE_CANCEL, draft.content.headline) == (
        came.alert_id,
        came.msg_type,
        came.headline,
    )
    assert alert_pb2.ALERT_STATUS_SUBMITTED == came.status
    made = cap_pb2.ListCapImportsRequest(alert_id=draft.alert_id)
    origin = cap.ListCapImports(made, metadata=desk.approver.metadata).origin
    assert came.identifier == origin.identifier
    with refusal() as refused:
        cap.ListCapImports(asked)
    assert "UNAUTHENTICATED" == refused.status_and_reason[0]
