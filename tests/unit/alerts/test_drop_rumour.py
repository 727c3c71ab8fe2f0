"""Give a proposal for the rumour board up."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import IllegalTransition
from services.alerts.domain.rumour import RumourStatus
from services.alerts.usecases.drop_rumour import DropRumour
from tests.fakes.alerts import AUTHOR, NOON
from tests.fakes.rumours import proposed_rumour


def test_it_is_given_up_with_a_reason_on_record(unit_of_work, clock, stores) -> None:
    drop = DropRumour(unit_of_work=unit_of_work, clock=clock)
    stores.rumours.add(waits := proposed_rumour(NOON))
    with pytest.raises(StaleVersion):
        drop(AUTHOR, rumour_id=waits.rumour_id, expected_version=2, why="Old.")
    gone = drop(AUTHOR, rumour_id=waits.rumour_id, expected_version=1, why="Old.")
    assert RumourStatus.DROPPED is gone.status
    assert ("alerts:drop-rumour", "Old.") == (
        stores.audit.rows[0][1],
        stores.audit.rows[0][4]["why"],
    )
    with pytest.raises(IllegalTransition):
        drop(AUTHOR, rumour_id=waits.rumour_id, expected_version=2, why="Again.")
