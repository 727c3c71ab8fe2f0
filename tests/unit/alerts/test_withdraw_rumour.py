"""Take an entry of the rumour board back."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import IllegalTransition
from services.alerts.usecases.withdraw_rumour import WithdrawRumour
from tests.fakes.alerts import APPROVER, NOON
from tests.fakes.rumours import published_rumour


def test_fixed_words_take_the_place_and_the_reason_is_for_the_record(
    unit_of_work, clock, stores
) -> None:
    withdraw = WithdrawRumour(unit_of_work=unit_of_work, clock=clock)
    stores.rumours.add(out := published_rumour(NOON))
    with pytest.raises(StaleVersion):
        withdraw(APPROVER, rumour_id=out.rumour_id, expected_version=1, why="An error.")
    gone = withdraw(APPROVER, rumour_id=out.rumour_id, expected_version=2, why="An error.")
    assert "We took this entry back" in gone.said.en
    assert "An error." not in gone.said.en
    assert ("alerts:withdraw-rumour", "alerts.rumour-withdrawn") == (
        stores.audit.rows[0][1],
        stores.outbox.events[0].metric,
    )
    with pytest.raises(IllegalTransition):
        withdraw(APPROVER, rumour_id=out.rumour_id, expected_version=3, why="Again.")
