"""What every store of cordons must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.cordon import Cordon
from services.alerts.domain.cordon_errors import CordonNotFound
from tests.fakes.alerts import NOON, issued
from tests.fakes.cordons import WIDER, line, live_cordon, proposed_cordon

Open = Callable[[], AbstractContextManager[Any]]
HOUR = timedelta(hours=1)


def keep(unit_of_work: Open, *cordons: Cordon) -> None:
    with unit_of_work() as tx:
        for each in cordons:
            tx.cordons.add(each)


class CordonsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_each_stage_comes_back_the_same(self, unit_of_work: Open) -> None:
        alert = issued()
        waiting = proposed_cordon(alert, NOON, authority_reference="CAD 1")
        live = waiting.confirm(by="approver", read=waiting.change_digest, at=NOON)
        taken = live.take(by="second", note="East gate.", at=NOON)
        moves = taken.move(line(NOON, polygon=WIDER, place="More"), by="author", at=NOON)
        moved = moves.confirm(by="approver", read=moves.change_digest, at=NOON)
        lifts = moved.lift(by="author", authority_reference="CAD 2", at=NOON)
        lifted = lifts.confirm(by="approver", read=lifts.change_digest, at=NOON)
        keep(unit_of_work, waiting)
        for each in (live, taken, moves, moved, lifts, lifted):
            with unit_of_work() as tx:
                before = tx.cordons.get(each.cordon_id, lock=True)
                assert before.version == each.version - 1
                tx.cordons.save(each)
            with unit_of_work() as tx:
                kept = tx.cordons.get(each.cordon_id)
            assert (each, each.change_digest) == (kept, kept.change_digest)

    def test_of_two_changes_of_one_version_the_first_counts(self, unit_of_work: Open) -> None:
        live = live_cordon(issued(), NOON)
        keep(unit_of_work, live)
        with unit_of_work() as tx:
            tx.cordons.save(live.take(by="a", note="n", at=NOON))
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.cordons.save(live.take(by="b", note="n", at=NOON))

    def test_what_is_not_there_is_not_found(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx, pytest.raises(CordonNotFound):
            tx.cordons.get(uuid4())

    def test_a_thread_has_its_own_the_first_proposed_first(self, unit_of_work: Open) -> None:
        alert = issued()
        first = live_cordon(alert, NOON)
        second = proposed_cordon(alert, NOON + HOUR)
        other = live_cordon(issued(), NOON + 2 * HOUR)
        keep(unit_of_work, second, other, first)
        with unit_of_work() as tx:
            assert [first, second] == list(tx.cordons.of_thread(alert.thread.thread_id))
            assert [first, other] == list(tx.cordons.live())

    def test_what_is_over_leaves_none_out_that_stands(self, unit_of_work: Open) -> None:
        alert = issued()
        gone = [proposed_cordon(alert, NOON).drop_change() for _ in range(100)]
        live = live_cordon(alert, NOON + HOUR)
        keep(unit_of_work, *gone, live)
        with unit_of_work() as tx:
            found = list(tx.cordons.of_thread(alert.thread.thread_id))
        assert (100, live) == (len(found), found[-1])

    def test_an_overdue_one_is_found_once_for_each_due_time(self, unit_of_work: Open) -> None:
        live = live_cordon(issued(), NOON)
        keep(unit_of_work, live, proposed_cordon(issued(), NOON))
        with unit_of_work() as tx:
            assert [] == list(tx.cordons.unpaged(NOON + HOUR - timedelta(seconds=1), most=9))
            (found,) = tx.cordons.unpaged(NOON + HOUR, most=9)
            assert live == found
            tx.cordons.paged(found.paged())
        with unit_of_work() as tx:
            assert [] == list(tx.cordons.unpaged(NOON + 9 * HOUR, most=9))
            kept = tx.cordons.get(live.cordon_id)
            assert live.version == kept.version
            tx.cordons.save(kept.renew(by="approver", due=NOON + 2 * HOUR, at=NOON + HOUR))
        with unit_of_work() as tx:
            assert [] == list(tx.cordons.unpaged(NOON + HOUR, most=9))
            assert 1 == len(tx.cordons.unpaged(NOON + 2 * HOUR, most=9))

    def test_a_person_is_found_and_renamed_everywhere(self, unit_of_work: Open) -> None:
        live = live_cordon(issued(), NOON)
        held = live.move(line(NOON, polygon=WIDER), by="author", at=NOON)
        keep(unit_of_work, held, live_cordon(issued(), NOON, by="second"))
        with unit_of_work() as tx:
            assert [held] == list(tx.cordons.handled_by("approver"))
            assert [1, 1, 0] == [
                tx.cordons.rename(who, f"p-{who}") for who in ("approver", "author", "author")
            ]
        with unit_of_work() as tx:
            kept = tx.cordons.get(held.cordon_id)
            assert {"p-approver", "p-author"} == kept.people
            assert [] == list(tx.cordons.handled_by("approver"))
