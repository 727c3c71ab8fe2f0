"""The clock ends alerts."""

from services.alerts.domain.alert import Status
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.expire_alerts import ExpireAlerts
from tests.fakes.alerts import issued


def test_an_alert_ends_when_its_time_has_come_and_once(unit_of_work, stores, clock) -> None:
    stores.alerts.add(out := issued())
    expire = ExpireAlerts(unit_of_work=unit_of_work, clock=clock)
    assert 0 == expire()
    clock.pass_(hours=6)
    assert (1, 0) == (expire(), expire())
    ended = stores.alerts.get(out.alert_id)
    assert Status.EXPIRED is ended.status
    assert [AlertEnded(ended)] == stores.outbox.events
