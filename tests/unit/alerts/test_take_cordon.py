"""Hand a cordon over at the change of a shift."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import NothingChanged
from services.alerts.usecases.take_cordon import TakeCordon
from tests.fakes.alerts import APPROVER, SECOND
from tests.unit.alerts.cordon_desk import staged


def test_whoever_comes_on_shift_holds_it_with_the_note_and_readers_see_no_difference(
    unit_of_work, clock, stores
) -> None:
    take = TakeCordon(unit_of_work=unit_of_work, clock=clock)
    _, cordon = staged(stores)
    asked = {"cordon_id": cordon.cordon_id, "expected_version": 2, "note": "East gate open."}
    with pytest.raises(NothingChanged):
        take(APPROVER, **asked)
    with pytest.raises(StaleVersion):
        take(SECOND, **asked | {"expected_version": 1})
    taken = take(SECOND, **asked)
    assert taken.holding is not None
    assert ("second", "East gate open.") == (taken.holding.by, taken.holding.note)
    assert cordon.next_update_due == taken.next_update_due
    assert ["alerts.cordon-taken"] == [each.metric for each in stores.outbox.events]
    ((who, did, _, _, detail),) = stores.audit.rows
    assert ("second", "alerts:take-cordon", "East gate open.") == (who, did, detail["why"])
