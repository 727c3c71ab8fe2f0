"""Reading which levels a series had."""

from datetime import timedelta

from services.alerts.domain.threat_levels import ThreatLevel, ThreatSeries
from services.alerts.usecases.list_threat_level_history import ListThreatLevelHistory
from tests.fakes.alerts import NOON
from tests.fakes.threat_levels import approved, in_force


def test_pages_go_from_the_level_that_stands_to_the_first_and_name_nobody(
    unit_of_work, stores
) -> None:
    standing = None
    for number, level in enumerate(ThreatLevel):
        at = NOON + timedelta(days=number)
        stores.threat_levels.add(change := approved(at, level=level, follows=standing))
        standing = in_force(change)
    ask = ListThreatLevelHistory(unit_of_work=unit_of_work)
    page, onward = ask(series=ThreatSeries.NATIONAL, before=None, size=3)
    rest, end = ask(series=ThreatSeries.NATIONAL, before=onward, size=3)
    assert ([5, 4, 3], [2, 1]) == ([each.number for each in page], [each.number for each in rest])
    assert (3, None) == (onward, end)
    assert "second" not in str([*page, *rest])


def test_a_series_without_levels_has_no_history(unit_of_work) -> None:
    ask = ListThreatLevelHistory(unit_of_work=unit_of_work)
    assert ([], None) == ask(series=ThreatSeries.NORTHERN_IRELAND, before=None, size=3)
