"""What every store of the rumour board must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.rumour import RumourNotFound
from tests.fakes.alerts import NOON
from tests.fakes.rumours import proposed_rumour, published_rumour, unfounded

Open = Callable[[], AbstractContextManager[Any]]
HOUR = timedelta(hours=1)


class RumoursStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_each_stage_comes_back_the_same(self, unit_of_work: Open) -> None:
        waits = proposed_rumour(NOON, quoted=unfounded(NOON, authority_reference="R"))
        out = waits.publish(by="approver", read=waits.digest, at=NOON)
        with unit_of_work() as tx:
            tx.rumours.add(waits)
        for each in (out, out.withdraw(by="approver", why="w", at=NOON)):
            with unit_of_work() as tx:
                tx.rumours.save(each)
            with unit_of_work() as tx:
                kept = tx.rumours.get(each.rumour_id, lock=True)
            assert (each, each.digest) == (kept, kept.digest)
        other = proposed_rumour(NOON, corrects=uuid4())
        gone = other.drop(by="author", why="w", at=NOON)
        with unit_of_work() as tx:
            tx.rumours.add(other)
            tx.rumours.save(gone)
        with unit_of_work() as tx:
            assert gone == tx.rumours.get(other.rumour_id)

    def test_a_corrected_entry_comes_back_with_what_took_its_place(
        self, unit_of_work: Open
    ) -> None:
        out = published_rumour(NOON)
        corrected = out.correct(by=uuid4(), at=NOON)
        with unit_of_work() as tx:
            tx.rumours.add(out)
            tx.rumours.save(corrected)
        with unit_of_work() as tx:
            assert corrected == tx.rumours.get(out.rumour_id)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.rumours.save(corrected)

    def test_what_is_not_there_is_not_found(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx, pytest.raises(RumourNotFound):
            tx.rumours.get(uuid4())

    def test_the_board_and_what_waits_are_newest_first(self, unit_of_work: Open) -> None:
        out = [published_rumour(NOON + n * HOUR) for n in range(3)]
        waits = [proposed_rumour(NOON + n * HOUR) for n in range(2)]
        with unit_of_work() as tx:
            for each in (*out, *waits):
                tx.rumours.add(each)
        with unit_of_work() as tx:
            assert out[:0:-1] == list(tx.rumours.board(after=None, size=2))
            place = Place(NOON + HOUR, out[1].rumour_id)
            assert [out[0]] == list(tx.rumours.board(after=place, size=9))
            assert waits[::-1] == list(tx.rumours.waiting(most=9))

    def test_a_person_is_found_and_renamed_everywhere(self, unit_of_work: Open) -> None:
        out = published_rumour(NOON)
        with unit_of_work() as tx:
            tx.rumours.add(out)
            tx.rumours.add(proposed_rumour(NOON, by="other"))
        with unit_of_work() as tx:
            assert [out] == list(tx.rumours.handled_by("approver"))
            assert [1, 1, 0] == [
                tx.rumours.rename(who, f"p-{who}") for who in ("approver", "author", "author")
            ]
        with unit_of_work() as tx:
            assert {"p-approver", "p-author"} == tx.rumours.get(out.rumour_id).people
