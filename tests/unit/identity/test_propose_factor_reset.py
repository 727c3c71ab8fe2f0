"""An officer proposes that somebody's second factors go."""

import pytest

from services.identity.domain.directory_errors import RecordBudgetSpent
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.second_factor_errors import (
    FactorResetThere,
    NoSecondFactor,
    OwnFactorReset,
)
from tests.fakes.identity import OFFICER, SECOND, caller, subscriber
from tests.unit.identity.resetting import EMAIL, Resetting


@pytest.fixture
def resetting(unit_of_work, clock, ids) -> Resetting:
    return Resetting.on(unit_of_work, clock, ids)


def test_it_is_kept_and_the_person_is_told_at_once(resetting, stores) -> None:
    reset = resetting.proposed()
    assert [reset] == stores.factor_resets.waiting()
    assert reset.due_at is None
    assert ["factor-reset-proposed"] == resetting.told
    assert "identity:propose-factor-reset" in resetting.acts


def test_nobody_proposes_their_own(resetting) -> None:
    with pytest.raises(OwnFactorReset):
        resetting.propose(caller("owner", "platform-admin"), email=EMAIL, reason="Mine.")


@pytest.mark.parametrize(
    ("email", "refused"),
    [("nobody@nowhere.example", SubscriberNotFound), ("second@cafe.example", NoSecondFactor)],
)
def test_nothing_is_proposed_about_nobody_or_about_nothing(resetting, email, refused) -> None:
    with pytest.raises(refused):
        resetting.propose(OFFICER, email=email, reason="Called back.")


def test_one_waits_for_a_person_at_a_time(resetting) -> None:
    resetting.proposed()
    with pytest.raises(FactorResetThere):
        resetting.propose(SECOND, email=EMAIL, reason="Called back.")


@pytest.mark.parametrize(("email", "found"), [("nobody@nowhere.example", False), (EMAIL, True)])
def test_who_was_asked_about_is_on_record_also_if_nothing_comes_of_it(
    resetting, stores, email: str, found: bool
) -> None:
    """The answer tells an officer whether there is an account."""
    resetting.factors.kept.clear()
    with pytest.raises((SubscriberNotFound, NoSecondFactor)):
        resetting.propose(OFFICER, email=email, reason="Called back.")
    (row,) = [each for each in stores.audit.rows if each[1] == "identity:find-factors"]
    assert {"found": found} == row[-1]


def test_nobody_asks_about_everybody(resetting, stores) -> None:
    for number in range(4):
        stores.subscribers.add(subscriber(f"person{number}"))
    for number in range(3):
        with pytest.raises(NoSecondFactor):
            resetting.propose(OFFICER, email=f"person{number}@cafe.example", reason="Called.")
    with pytest.raises(RecordBudgetSpent):
        resetting.propose(OFFICER, email="person3@cafe.example", reason="Called.")
