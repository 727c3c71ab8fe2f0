"""Telling of the threat levels again."""

from services.alerts.domain.events import ThreatLevelChanged
from services.alerts.usecases.republish_threat_levels import RepublishThreatLevels
from tests.fakes.alerts import NOON
from tests.fakes.threat_levels import approved, in_force


def test_the_level_that_stands_is_told_again_and_no_other(unit_of_work, stores) -> None:
    republish = RepublishThreatLevels(unit_of_work=unit_of_work)
    assert 0 == republish()
    stores.threat_levels.add(change := approved(NOON))
    assert 1 == republish()
    assert [ThreatLevelChanged(in_force(change))] == stores.outbox.events
