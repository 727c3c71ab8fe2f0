"""What a dead sender left is tried again."""

from datetime import timedelta
from uuid import uuid4

from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.recover_deliveries import RecoverDeliveries
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import MemoryMeasures


def test_what_was_left_is_unknown_and_due_again_and_what_is_held_stays(
    unit_of_work, stores, clock
) -> None:
    rows = [Delivery.queued(uuid4(), issued(), uuid4(), Channel.SMS, at=NOON) for _ in range(2)]
    stores.deliveries.add(rows)
    for minutes in (1, 5):
        until = NOON + timedelta(minutes=minutes)
        (taken,) = stores.deliveries.claim(Channel.SMS, at=NOON, until=until, most=1, up_to=None)
        stores.deliveries.begin(taken, NOON)
    measures = MemoryMeasures()
    recover = RecoverDeliveries(unit_of_work=unit_of_work, measures=measures, clock=clock)
    assert 0 == recover()
    clock.pass_(minutes=2)
    assert (1, 0) == (recover(), recover())
    left, held = (stores.deliveries.kept[each.delivery_id] for each in rows)
    assert (State.UNKNOWN, clock.now()) == (left.state, left.handed_at)
    assert State.SENDING is held.state
    assert [State.UNKNOWN] == measures.states
