"""Say that a cordon still runs where it does."""

from datetime import timedelta

import pytest

from chassis.errors import Invalid, StaleVersion
from services.alerts.domain.cordon_errors import CordonHeldByAnother
from services.alerts.domain.errors import IssuingFrozen
from services.alerts.domain.events import CordonChanged
from services.alerts.usecases.renew_cordon import RenewCordon
from tests.fakes.alerts import APPROVER, NOON, SECOND
from tests.fakes.freezing import freeze_all
from tests.unit.alerts.cordon_desk import staged

LATER = NOON + timedelta(hours=3)


def test_its_holder_says_when_the_next_word_is_due_and_readers_are_told(
    unit_of_work, clock, stores
) -> None:
    renew = RenewCordon(unit_of_work=unit_of_work, clock=clock)
    alert, cordon = staged(stores)
    asked = {"cordon_id": cordon.cordon_id, "expected_version": 2, "due": LATER}
    with pytest.raises(CordonHeldByAnother):
        renew(SECOND, **asked)
    with pytest.raises(Invalid):
        renew(APPROVER, **asked | {"due": NOON})
    with pytest.raises(StaleVersion):
        renew(APPROVER, **asked | {"expected_version": 1})
    assert [] == stores.outbox.events
    renewed = renew(APPROVER, **asked)
    assert (LATER, cordon.shape) == (renewed.next_update_due, renewed.shape)
    assert CordonChanged(renewed, alert) == stores.outbox.events[0]
    assert ["alerts:renew-cordon"] == [each[1] for each in stores.audit.rows]


def test_a_freeze_stops_it(unit_of_work, clock, stores) -> None:
    """What is out can only be withdrawn: readers see that an update is overdue."""
    renew = RenewCordon(unit_of_work=unit_of_work, clock=clock)
    _, cordon = staged(stores)
    freeze_all(stores)
    with pytest.raises(IssuingFrozen):
        renew(APPROVER, cordon_id=cordon.cordon_id, expected_version=2, due=LATER)
    assert cordon == stores.cordons.get(cordon.cordon_id)
    assert [] == stores.outbox.events
