"""Naming people by their addresses tells of nobody whether they have an account."""

from uuid import UUID

import pytest

from chassis.pseudonyms import Pseudonyms
from services.identity.domain.directory_errors import RecordBudgetSpent
from services.identity.usecases.name_people import NamePeople
from services.identity.usecases.record_budget import RecordBudget
from tests.fakes.identity import caller
from tests.unit.identity.asking import peopled

EDITOR = caller("editor", "editor")
NOBODY = "nobody@cafe.example"


class Alarm:
    def frozen(self) -> None:
        pass


@pytest.fixture
def name(unit_of_work, clock, stores):
    peopled(stores)

    def within(budget: int = 9) -> NamePeople:
        counted = RecordBudget(
            unit_of_work=unit_of_work, clock=clock, measures=Alarm(), budget=budget
        )
        return NamePeople(unit_of_work=unit_of_work, pseudonyms=Pseudonyms(b"key"), budget=counted)

    return within


def test_an_account_is_named_by_its_address_whatever_its_case(name, stores) -> None:
    assert ["other", "owner"] == name()(EDITOR, emails=["other@cafe.example", "Owner@Cafe.example"])
    ((actor, action, resource, _, detail),) = stores.audit.rows
    assert ("editor", "identity:name-people", "", {"people": 2}) == (
        actor,
        action,
        resource,
        detail,
    )


def test_an_address_of_nobody_gets_an_id_that_stays_and_looks_like_any(name) -> None:
    (first,) = name()(EDITOR, emails=[NOBODY])
    (again,) = name()(EDITOR, emails=[NOBODY.upper()])
    (other,) = name()(EDITOR, emails=[f"x{NOBODY}"])
    assert first == again != other
    assert (4, first) == (UUID(first).version, str(UUID(first)))


@pytest.mark.parametrize("email", ["owner@cafe.example", NOBODY])
def test_both_count_towards_the_day(name, email: str) -> None:
    named = name(1)
    named(EDITOR, emails=["other@cafe.example"])
    with pytest.raises(RecordBudgetSpent):
        named(EDITOR, emails=[email])
