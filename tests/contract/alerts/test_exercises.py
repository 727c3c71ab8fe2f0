"""An exercise says so, first and last, in whatever reaches anybody."""

from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import alerts_events_pb2
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1.alerts_pb2_grpc import AlertsServiceStub
from kernel.tiers import Tier
from services.alerts.domain.exercise import MARK
from services.alerts.inbound.stream.entry import ENDED, ISSUED, entry_from
from tests.contract.alerts.desk import Desk, withdrawal_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Served

TEXTS = ("headline", "description", "instruction", "action_line")


DRILL = pb.CAP_STATUS_EXERCISE


def is_marked(text: str) -> bool:
    return text.startswith(MARK) and text.endswith(MARK)


def ended(desk: Desk) -> pb.Alert:
    out = desk.issued(cap_status=DRILL, description="Two\nlines.")
    asked = withdrawal_of(out)
    return desk.alerts.WithdrawAlert(asked, metadata=desk.approver.metadata).alert


def test_readers_get_every_text_marked_as_it_was_approved(
    alerts: AlertsServiceStub, desk: Desk, server: Served
) -> None:
    over = ended(desk)
    asked = rpc.GetAlertRequest(alert_id=over.alert_id)
    reader = server.caller(tier=Tier.REGISTERED)
    for metadata in (None, reader.metadata):
        shown = alerts.GetAlert(asked, metadata=metadata).alert
        assert shown.content.cap_status == DRILL
        assert all(is_marked(getattr(shown.content, name)) for name in TEXTS)
        assert is_marked(shown.ending.text)
    staff = alerts.GetAlert(asked, metadata=desk.approver.metadata).alert
    assert shown.content.headline == staff.content.headline


def test_the_stream_shows_it_marked(desk: Desk) -> None:
    over = ended(desk)
    out = pb.Alert()
    out.CopyFrom(over)
    out.ClearField("ending")
    for subject, message in (
        (ISSUED, alerts_events_pb2.AlertIssued(alert=out)),
        (ENDED, alerts_events_pb2.AlertEnded(alert=over)),
    ):
        wire = entry_from(subject, "id", message.SerializeToString()).wire.decode()
        assert f'"headline":"{MARK}: Demonstration {MARK}"' in wire
        assert '"cap_status":"Exercise"' in wire
        assert (subject == ENDED) == (f'"text":"{MARK}: This alert' in wire)


def test_what_is_no_exercise_is_marked_nowhere(alerts: AlertsServiceStub, desk: Desk) -> None:
    shown = alerts.GetAlert(rpc.GetAlertRequest(alert_id=desk.issued().alert_id)).alert
    assert shown.content.cap_status == pb.CAP_STATUS_ACTUAL
    assert MARK not in str(shown)


def test_an_exercise_is_counted_apart_and_its_approval_is_of_no_actual_alert(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    one, other = desk.issued(cap_status=DRILL), desk.issued()
    metrics = [each.metric for each in stores.outbox.events if hasattr(each, "metric")]
    assert ["alerts.exercise-issued", "alerts.issued"] == [
        each for each in metrics if each.endswith("issued")
    ]
    exercise, actual = (
        stores.alerts.kept[key]
        for key in sorted(stores.alerts.kept, key=lambda key: str(key) == other.alert_id)
    )
    assert str(exercise.alert_id) == one.alert_id
    same_id = exercise.content.digest(actual.alert_id)
    assert same_id != actual.digest
