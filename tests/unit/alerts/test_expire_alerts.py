"""The clock ends alerts."""

from datetime import timedelta

import pytest

from chassis.errors import Unavailable
from services.alerts.domain.alert import Status
from services.alerts.domain.dispatch import FAILED_PAUSE
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.expire_alerts import ExpireAlerts
from tests.fakes.alerts import NOON, issued
from tests.fakes.faults import MemoryFaults, putting_off


def test_an_alert_ends_when_its_time_has_come_and_once(unit_of_work, stores, clock) -> None:
    stores.alerts.add(out := issued())
    expire = ExpireAlerts(unit_of_work=unit_of_work, clock=clock, put_off=putting_off(clock))
    assert 0 == expire()
    clock.pass_(hours=6)
    assert (1, 0) == (expire(), expire())
    ended = stores.alerts.get(out.alert_id)
    assert Status.EXPIRED is ended.status
    assert [AlertEnded(ended)] == stores.outbox.events


def test_one_that_cannot_be_ended_is_put_off_and_the_others_end(
    unit_of_work, stores, clock, monkeypatch
) -> None:
    """It is due before the others each time, and was before them for ever."""
    bad, *good = (issued(expires_at=NOON + timedelta(minutes=each)) for each in range(1, 5))
    for each in (bad, *good):
        stores.alerts.add(each)
    faults = MemoryFaults()
    put_off = putting_off(clock, faults)
    expire = ExpireAlerts(unit_of_work=unit_of_work, clock=clock, put_off=put_off)
    get = type(stores.alerts).get

    def unreadable(self, alert_id, *, lock=False):
        if alert_id == bad.alert_id and len(faults.said) < 2:
            raise ValueError("a row that cannot be read")
        return get(self, alert_id, lock=lock)

    monkeypatch.setattr(type(stores.alerts), "get", unreadable)
    clock.pass_(hours=6)
    assert (3, 0) == (expire(), expire())
    assert {Status.EXPIRED} == {stores.alerts.kept[each.alert_id].status for each in good}
    assert Status.ISSUED is stores.alerts.kept[bad.alert_id].status
    assert [("TEST", bad.alert_id, "ValueError")] == faults.said
    clock.moment += FAILED_PAUSE
    assert 0 == expire()
    clock.moment += FAILED_PAUSE
    assert 1 == expire()
    assert 2 == len(faults.said)


def test_nothing_of_one_that_failed_half_way_is_kept(
    unit_of_work, stores, clock, monkeypatch
) -> None:
    stores.alerts.add(out := issued())

    def fails(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(type(stores.messages), "record", fails)
    clock.pass_(hours=6)
    expire = ExpireAlerts(unit_of_work=unit_of_work, clock=clock, put_off=putting_off(clock))
    assert 0 == expire()
    assert Status.ISSUED is unit_of_work.stores.alerts.get(out.alert_id).status
    assert {} == unit_of_work.stores.dispatches.kept


def test_a_record_that_is_away_is_no_fault_of_an_alert(
    unit_of_work, stores, clock, monkeypatch
) -> None:
    stores.alerts.add(issued())

    def away(*_: object, **__: object) -> None:
        raise Unavailable("away")

    monkeypatch.setattr(type(stores.alerts), "get", away)
    clock.pass_(hours=6)
    faults = MemoryFaults()
    put_off = putting_off(clock, faults)
    expire = ExpireAlerts(unit_of_work=unit_of_work, clock=clock, put_off=put_off)
    with pytest.raises(Unavailable):
        expire()
    assert [] == faults.said
