"""A step that cannot climb, by a fault of ours, holds up none behind it."""

from datetime import timedelta

from services.alerts.domain.cascade import Rung
from services.alerts.domain.dispatch import FAILED_PAUSE
from tests.fakes.faults import MemoryFaults
from tests.unit.alerts.cascaded import LONDON, Along, along, seated


def test_one_that_cannot_climb_is_put_off_and_the_others_climb(
    unit_of_work, stores, clock, monkeypatch
) -> None:
    seated(stores)
    bad = along(stores)
    clock.pass_(seconds=1)
    good = along(stores)
    first = stores.cascades.get(bad.alert_id, LONDON)
    faults = MemoryFaults()
    climb = Along(unit_of_work, clock, faults).climb
    get = type(stores.alerts).get

    def unreadable(self, alert_id, *, lock=False):
        if alert_id == bad.alert_id and len(faults.said) < 2:
            raise ValueError("a row that cannot be read")
        return get(self, alert_id, lock=lock)

    monkeypatch.setattr(type(stores.alerts), "get", unreadable)
    clock.moment = first.due_at + timedelta(seconds=5)
    assert (1, 0) == (climb(), climb())
    assert Rung.HUB is stores.cascades.get(good.alert_id, LONDON).rung
    assert first == stores.cascades.get(bad.alert_id, LONDON)
    assert [("TEST", first.step_id, "ValueError")] == faults.said
    clock.moment += FAILED_PAUSE
    climb()
    clock.moment += FAILED_PAUSE
    climb()
    assert Rung.HUB is stores.cascades.get(bad.alert_id, LONDON).rung
    assert 2 == len(faults.said)
