"""Giving up a proposed change of a threat level."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.threat_change import ChangeStatus
from services.alerts.domain.threat_errors import ThreatLevelChangeNotFound
from services.alerts.usecases.withdraw_threat_level import WithdrawThreatLevel
from tests.fakes.alerts import APPROVER, NOON
from tests.fakes.threat_levels import proposed


@pytest.fixture
def withdraw(unit_of_work, clock):
    return WithdrawThreatLevel(unit_of_work=unit_of_work, clock=clock)


def test_one_person_gives_a_proposal_up_and_another_can_be_made(withdraw, stores) -> None:
    stores.threat_levels.add(waiting := proposed(NOON))
    gone = withdraw(APPROVER, change_id=waiting.change_id, expected_version=1, why="Wrong series.")
    assert ChangeStatus.WITHDRAWN is gone.status
    assert ("approver", "Wrong series.") == (gone.withdrawn.by, gone.withdrawn.why)
    assert "alerts:withdraw-threat-level" == stores.audit.rows[0][1]
    assert {} == stores.threat_levels.standing()
    stores.threat_levels.add(proposed(NOON))


def test_another_version_than_was_read_is_not_withdrawn(withdraw, stores) -> None:
    stores.threat_levels.add(waiting := proposed(NOON))
    with pytest.raises(StaleVersion):
        withdraw(APPROVER, change_id=waiting.change_id, expected_version=2, why="No.")
    assert ChangeStatus.PROPOSED is stores.threat_levels.get(waiting.change_id).status


def test_an_unknown_change_is_not_found(withdraw) -> None:
    with pytest.raises(ThreatLevelChangeNotFound):
        withdraw(APPROVER, change_id=uuid4(), expected_version=1, why="No.")
