"""Withdrawing what was issued in error."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.acts import WITHDRAWN_TEXT
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import IllegalTransition
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.withdraw_alert import WithdrawAlert
from tests.fakes.alerts import APPROVER, issued, submitted


@pytest.fixture
def withdraw(unit_of_work, clock):
    return WithdrawAlert(unit_of_work=unit_of_work, clock=clock)


def test_one_person_withdraws_with_fixed_words_and_the_reason_stays_inside(
    withdraw, stores
) -> None:
    stores.alerts.add(out := issued())
    ended = withdraw(
        APPROVER, alert_id=out.alert_id, expected_version=out.version, why="wrong place"
    )
    assert (Status.WITHDRAWN, WITHDRAWN_TEXT) == (ended.status, ended.ending.text)
    assert AlertEnded(ended) == stores.outbox.events[0]
    assert {"why": "wrong place"} == stores.audit.rows[0][4]


def test_what_is_not_out_cannot_be_withdrawn(withdraw, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(IllegalTransition):
        withdraw(APPROVER, alert_id=waiting.alert_id, expected_version=waiting.version, why="x")


def test_a_stale_version_is_refused(withdraw, stores) -> None:
    stores.alerts.add(out := issued())
    with pytest.raises(StaleVersion):
        withdraw(APPROVER, alert_id=out.alert_id, expected_version=1, why="x")
