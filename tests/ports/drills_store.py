"""What the store of private drills must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.alerts.domain.alert import Alert
from services.alerts.domain.drill import Drill, Scenario
from services.alerts.domain.drill_errors import DrillNotFound
from services.alerts.domain.drilling import begun, ended
from tests.fakes.alerts import NOON, issued

Open = Callable[[], AbstractContextManager[Any]]


def drill(organisation_id: str = "hall", hours: int = 0, drill_id: UUID | None = None) -> Alert:
    of = Drill(organisation_id=organisation_id, scenario=Scenario.LOCKDOWN)
    at = NOON + timedelta(hours=hours)
    return begun(drill_id or uuid4(), of, note="", minutes=30, by="lead", at=at)


class DrillsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_drill_is_its_organisations_alone(self, unit_of_work: Open) -> None:
        ours, theirs = drill(), drill("elsewhere")
        with unit_of_work() as tx:
            tx.alerts.add(issued())
            for each in (ours, theirs):
                tx.drills.hold(each.drill.organisation_id)
                tx.alerts.add(each)
        with unit_of_work() as tx:
            assert ours == tx.drills.running("hall")
            assert theirs == tx.drills.running("elsewhere")
            assert tx.drills.running("nobody") is None
            assert ours == tx.drills.get("hall", ours.alert_id, lock=True)
            assert [ours] == list(tx.drills.page("hall", after=None, size=9))
            for organisation, drill_id in (("hall", theirs.alert_id), ("hall", uuid4())):
                with pytest.raises(DrillNotFound):
                    tx.drills.get(organisation, drill_id)

    def test_what_is_over_does_not_run_and_is_counted(self, unit_of_work: Open) -> None:
        older, newer = drill(hours=0), drill(hours=5)
        with unit_of_work() as tx:
            for each in (older, newer):
                tx.alerts.add(each)
                tx.alerts.save(ended(each, by="lead", at=NOON))
        with unit_of_work() as tx:
            assert tx.drills.running("hall") is None
            assert [2, 1, 0] == [
                tx.drills.count_since("hall", NOON + timedelta(hours=hours)) for hours in (0, 1, 6)
            ]
            page = tx.drills.page("hall", after=None, size=1)
            assert [newer.alert_id] == [each.alert_id for each in page]

    def test_no_officer_waits_for_answers_to_one(self, unit_of_work: Open) -> None:
        asks = issued(asks_answer=True)
        with unit_of_work() as tx:
            tx.alerts.add(drill())
            tx.alerts.add(asks)
        with unit_of_work() as tx:
            assert [asks] == list(tx.paging.unpaged(most=9))
