"""The delivery log is kept for 400 days."""

from uuid import uuid4

from services.alerts.domain.delivery import Delivery
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.forget_deliveries import ForgetDeliveries
from tests.fakes.alerts import NOON, issued


def test_what_is_over_and_old_goes_and_nothing_else(unit_of_work, stores, clock) -> None:
    old = Delivery.queued(uuid4(), issued(), uuid4(), Channel.SMS, at=NOON).dropped("over")
    waits = Delivery.queued(uuid4(), issued(), uuid4(), Channel.SMS, at=NOON)
    stores.deliveries.add([old, waits])
    forget = ForgetDeliveries(unit_of_work=unit_of_work, clock=clock)
    clock.pass_(days=400)
    assert 0 == forget()
    clock.pass_(seconds=1)
    assert (1, 0) == (forget(), forget())
    assert [waits.delivery_id] == list(stores.deliveries.kept)
