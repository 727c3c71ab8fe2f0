"""Reading the levels that stand."""

from services.alerts.domain.threat_levels import ThreatSeries
from services.alerts.usecases.get_threat_levels import GetThreatLevels
from tests.fakes.alerts import NOON
from tests.fakes.threat_levels import approved, in_force, proposed


def test_until_two_people_set_one_there_is_no_level(unit_of_work, stores) -> None:
    stores.threat_levels.add(proposed(NOON))
    assert dict.fromkeys(ThreatSeries) == GetThreatLevels(unit_of_work=unit_of_work)()


def test_each_series_has_its_own_and_it_never_expires(unit_of_work, stores) -> None:
    long_ago = NOON.replace(year=2012)
    stores.threat_levels.add(change := approved(long_ago, series=ThreatSeries.NORTHERN_IRELAND))
    assert {
        ThreatSeries.NATIONAL: None,
        ThreatSeries.NORTHERN_IRELAND: in_force(change),
    } == GetThreatLevels(unit_of_work=unit_of_work)()
