"""Reading one change of a threat level."""

from uuid import uuid4

import pytest

from services.alerts.domain.threat_errors import ThreatLevelChangeNotFound
from services.alerts.usecases.get_threat_level_change import GetThreatLevelChange
from tests.fakes.alerts import NOON
from tests.fakes.threat_levels import proposed


def test_a_change_is_read_with_who_did_what(unit_of_work, stores) -> None:
    stores.threat_levels.add(change := proposed(NOON, by="first"))
    read = GetThreatLevelChange(unit_of_work=unit_of_work)(change_id=change.change_id)
    assert (change, "first") == (read, read.proposed.by)


def test_an_unknown_change_is_not_found(unit_of_work) -> None:
    with pytest.raises(ThreatLevelChangeNotFound):
        GetThreatLevelChange(unit_of_work=unit_of_work)(change_id=uuid4())
