"""Sending an alert back to those who write it."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.acts import Return
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import AlertNotFound, IllegalTransition
from services.alerts.usecases.return_alert import ReturnAlert
from tests.fakes.alerts import APPROVER, NOON, READER, drafted, submitted


@pytest.fixture
def return_(unit_of_work, clock):
    return ReturnAlert(unit_of_work=unit_of_work, clock=clock)


def test_an_approver_sends_it_back_with_a_reason(return_, stores) -> None:
    stores.alerts.add(waiting := submitted())
    back = return_(APPROVER, alert_id=waiting.alert_id, expected_version=2, why="Which street?")
    assert Status.RETURNED is back.status
    assert Return(why="Which street?", by="approver", at=NOON) == back.returned
    assert "approver" not in back.hands
    assert ("alerts:return", {"why": "Which street?"}) == stores.audit.rows[0][1::3]


def test_submitted_again_it_is_no_longer_returned(return_, stores) -> None:
    stores.alerts.add(waiting := submitted())
    back = return_(APPROVER, alert_id=waiting.alert_id, expected_version=2, why="Which street?")
    again = back.submit(by="author", reach=1)
    assert (Status.SUBMITTED, None) == (again.status, again.returned)


def test_a_draft_cannot_be_sent_back(return_, stores) -> None:
    stores.alerts.add(draft := drafted())
    with pytest.raises(IllegalTransition):
        return_(APPROVER, alert_id=draft.alert_id, expected_version=1, why="No.")


def test_another_version_or_another_reader_meets_the_usual_refusals(return_, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(StaleVersion):
        return_(APPROVER, alert_id=waiting.alert_id, expected_version=1, why="No.")
    with pytest.raises(AlertNotFound):
        return_(READER, alert_id=waiting.alert_id, expected_version=2, why="No.")
