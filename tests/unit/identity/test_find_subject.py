"""The privacy officer finds an account's id by its address: on record, and within the budget."""

import pytest

from services.identity.domain.directory_errors import RecordBudgetSpent
from services.identity.domain.errors import SubscriberNotFound
from services.identity.usecases.find_subject import FindSubject
from services.identity.usecases.record_budget import RecordBudget
from tests.unit.identity.asking import PRIVACY, peopled


class Alarm:
    def frozen(self) -> None:
        pass


@pytest.fixture
def find(unit_of_work, clock, stores):
    peopled(stores)

    def within(budget: int) -> FindSubject:
        counted = RecordBudget(
            unit_of_work=unit_of_work, clock=clock, measures=Alarm(), budget=budget
        )
        return FindSubject(unit_of_work=unit_of_work, budget=counted)

    return within


def test_the_id_is_found_and_that_it_was_looked_for_is_on_record(find, stores) -> None:
    assert "owner" == find(9)(PRIVACY, email="Owner@cafe.example")
    ((actor, action, resource, _, detail),) = stores.audit.rows
    assert ("privacy", "identity:find-subject", {"found": True}) == (actor, action, detail)
    assert stores.audit.name_of("owner") == resource
    assert "owner" not in f"{resource}{detail}"


def test_an_address_of_nobody_is_on_record_too_and_is_not_kept(find, stores) -> None:
    with pytest.raises(SubscriberNotFound):
        find(9)(PRIVACY, email="nobody@cafe.example")
    ((_, action, resource, _, detail),) = stores.audit.rows
    assert ("identity:find-subject", "", {"found": False}) == (action, resource, detail)


def test_it_counts_as_reading_a_person_s_record(find) -> None:
    with pytest.raises(RecordBudgetSpent):
        find(0)(PRIVACY, email="owner@cafe.example")
