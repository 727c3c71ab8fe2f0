"""What waits for an editor by its date."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.content.domain.upkeep import Upkeep
from services.content.usecases.list_due_documents import Due, ListDueDocuments
from tests.fakes.content import AMBER, EDITOR, NOON, published
from tests.unit.content.drafted import UNCLEARED


@pytest.fixture
def due(unit_of_work, clock, red_reads) -> ListDueDocuments:
    return ListDueDocuments(unit_of_work=unit_of_work, clock=clock, red_reads=red_reads)


def reviewed_by(day: date, **given):
    """Return a document that is to be looked at again by a day."""
    return replace(published(**given), upkeep=Upkeep(owner="editor", review_on=day))


def test_reviews_are_overdue_from_the_day_after_the_longest_waiting_first(due, stores) -> None:
    today = NOON.date()
    late, later, now = (reviewed_by(today - timedelta(days=days)) for days in (1, 9, 0))
    for each in (late, later, now, published()):
        stores.documents.add(each)
    assert ([later, late], False) == due(EDITOR, due=Due.REVIEW, skip=0, size=9)
    assert ([later], True) == due(EDITOR, due=Due.REVIEW, skip=0, size=1)
    assert ([late], False) == due(EDITOR, due=Due.REVIEW, skip=1, size=1)


def test_what_will_go_is_listed_the_soonest_first(due, stores) -> None:
    soon, later = (replace(published(), withdraw_at=NOON + timedelta(days=days)) for days in (1, 2))
    gone = replace(published(), withdraw_at=NOON).withdraw(by="editor", at=NOON)
    for each in (later, soon, gone, published()):
        stores.documents.add(each)
    assert ([soon, later], False) == due(EDITOR, due=Due.WITHDRAWAL, skip=0, size=9)


def test_what_one_may_not_read_is_not_listed(due, stores) -> None:
    yesterday = NOON.date() - timedelta(days=1)
    hidden = replace(reviewed_by(yesterday, marking=AMBER), withdraw_at=NOON + timedelta(days=1))
    stores.documents.add(hidden)
    for what in Due:
        assert ([hidden], False) == due(EDITOR, due=what, skip=0, size=9)
        assert ([], False) == due(UNCLEARED, due=what, skip=0, size=9)
