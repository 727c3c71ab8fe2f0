"""A second person lets somebody read again."""

import pytest

from services.identity.domain.directory_errors import (
    RecordBudgetSpent,
    RecordFreezeNotFound,
    SelfLift,
)
from services.identity.usecases.lift_record_freeze import LiftRecordFreeze
from tests.fakes.identity import OFFICER, caller

PRIVACY = caller("privacy", "privacy-officer")


def test_another_lifts_it_and_the_day_begins_anew(unit_of_work, clock, budget, stores) -> None:
    lift = LiftRecordFreeze(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(RecordBudgetSpent):
        budget.spend(OFFICER, ["a", "b", "c", "d"])
    with pytest.raises(SelfLift):
        lift(OFFICER, subject=OFFICER.person, reason="I may.")
    lift(PRIVACY, subject=OFFICER.person, reason="A day of many cases.")
    assert "identity:lift-record-freeze" in [row[1] for row in stores.audit.rows]
    budget.spend(OFFICER, ["a", "b", "c"])
    with pytest.raises(RecordFreezeNotFound):
        lift(PRIVACY, subject=OFFICER.person, reason="Again.")
