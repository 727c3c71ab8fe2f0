"""A drill is ended by its own organisation's lead, and whoever had it hears of that."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.alert import Status
from services.alerts.domain.drill_errors import DrillNotFound, DrillOver
from services.alerts.domain.errors import NoOrganisation
from services.alerts.domain.events import AlertEnded
from tests.unit.alerts.drilling import FREELANCE, STRANGER, Lead


@pytest.fixture
def lead(unit_of_work, clock) -> Lead:
    return Lead(unit_of_work, clock)


def test_it_ends_and_is_told_recorded_and_counted_apart(lead, stores) -> None:
    drill = lead.start()
    over = lead.end(drill)
    assert (Status.EXPIRED, over) == (over.status, stores.alerts.get(drill.alert_id))
    assert [Status.ISSUED, Status.EXPIRED] == [
        e.notice for e in stores.dispatches.of(over.alert_id)
    ]
    assert AlertEnded(over) in stores.outbox.events
    assert "alerts.drill-ended" == stores.outbox.events[-1].metric
    assert "alerts:end-drill" == stores.audit.rows[-1][1]


def test_another_organisations_is_not_there(lead) -> None:
    drill = lead.start()
    with pytest.raises(DrillNotFound):
        lead.end(drill, STRANGER)
    with pytest.raises(NoOrganisation):
        lead.end(drill, FREELANCE)


def test_what_changed_meanwhile_is_not_ended_and_what_is_over_stays_so(lead) -> None:
    drill = lead.start()
    with pytest.raises(StaleVersion):
        lead.end(drill, version=7)
    over = lead.end(drill)
    with pytest.raises(DrillOver):
        lead.end(over)
