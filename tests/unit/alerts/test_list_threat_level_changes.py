"""Reading what was proposed about threat levels."""

from datetime import timedelta

from services.alerts.domain.threat_change import ChangeStatus
from services.alerts.domain.threat_levels import ThreatLevel
from services.alerts.usecases.list_threat_level_changes import ListThreatLevelChanges
from tests.fakes.alerts import NOON
from tests.fakes.threat_levels import approved, in_force, proposed


def test_pages_go_from_the_newest_to_the_oldest_and_by_where_they_stand(
    unit_of_work, stores
) -> None:
    first = approved(NOON)
    second = proposed(NOON + timedelta(hours=1), follows=in_force(first), level=ThreatLevel.LOW)
    stores.threat_levels.kept = {each.change_id: each for each in (first, second)}
    ask = ListThreatLevelChanges(unit_of_work=unit_of_work)
    page, onward = ask(statuses=frozenset(), after=None, size=1)
    rest, end = ask(statuses=frozenset(), after=onward, size=1)
    assert ([second], [first], None) == (page, rest, end)
    waiting, _ = ask(statuses=frozenset({ChangeStatus.PROPOSED}), after=None, size=9)
    assert [second] == waiting
