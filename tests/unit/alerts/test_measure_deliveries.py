"""How far delivery is behind."""

from uuid import uuid4

from services.alerts.domain.delivery import Delivery
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.measure_deliveries import MeasureDeliveries
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import MemoryMeasures


def test_it_is_the_age_of_the_oldest_that_is_due(unit_of_work, stores, clock) -> None:
    stores.deliveries.add([Delivery.queued(uuid4(), issued(), uuid4(), Channel.SMS, at=NOON)])
    clock.pass_(seconds=90)
    measures = MemoryMeasures()
    MeasureDeliveries(unit_of_work=unit_of_work, measures=measures, clock=clock)()
    assert dict.fromkeys(Channel, 0.0) | {Channel.SMS: 90.0} == measures.seconds
