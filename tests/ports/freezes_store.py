"""What every store of freezes must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import FreezeNotFound, FreezeUnderWay
from services.alerts.domain.freeze import Freeze
from tests.fakes.alerts import NOON

Open = Callable[[], AbstractContextManager[Any]]


def begun(by: str = "ada") -> Freeze:
    return Freeze.begun(uuid4(), by=by, why="An account was taken.", at=NOON)


def stages(first: Freeze) -> list[Freeze]:
    """A freeze from its proposal to its end."""
    frozen = first.confirm(by="bea", at=NOON)
    lifting = frozen.propose_lift(by="bea", why="It is ours again.", at=NOON + timedelta(hours=1))
    return [first, frozen, lifting, lifting.lift(by="cal", at=NOON + timedelta(hours=2))]


class FreezesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_each_stage_comes_back_the_same_and_is_open_until_it_is_lifted(
        self, unit_of_work: Open
    ) -> None:
        first, *later = stages(begun())
        with unit_of_work() as tx:
            assert tx.freezes.open() is None
            tx.freezes.add(first)
        for stage in [first, *later]:
            with unit_of_work() as tx:
                if stage is not first:
                    tx.freezes.save(stage)
            with unit_of_work() as tx:
                assert stage == tx.freezes.get(stage.freeze_id, lock=True)
                ended = stage.lifted is not None
                assert (None if ended else stage) == tx.freezes.open(hold=True)

    def test_there_is_one_at_a_time(self, unit_of_work: Open) -> None:
        *_, lifted = stages(first := begun())
        with unit_of_work() as tx:
            tx.freezes.add(first)
            with pytest.raises(FreezeUnderWay):
                tx.freezes.add(begun())
        with unit_of_work() as tx:
            for stage in stages(first)[1:]:
                tx.freezes.save(stage)
            tx.freezes.add(begun())
            assert lifted == tx.freezes.get(first.freeze_id)

    def test_a_version_is_saved_once_and_an_unknown_one_is_not_found(
        self, unit_of_work: Open
    ) -> None:
        first = begun()
        with unit_of_work() as tx:
            tx.freezes.add(first)
            tx.freezes.save(first.confirm(by="bea", at=NOON))
            with pytest.raises(StaleVersion):
                tx.freezes.save(first.confirm(by="cal", at=NOON))
            with pytest.raises(FreezeNotFound):
                tx.freezes.get(uuid4())

    def test_a_person_is_found_and_renamed_in_every_word(self, unit_of_work: Open) -> None:
        first, frozen, lifting, lifted = stages(begun())
        with unit_of_work() as tx:
            tx.freezes.add(first)
            for stage in (frozen, lifting, lifted):
                tx.freezes.save(stage)
        with unit_of_work() as tx:
            assert [lifted] == list(tx.freezes.said_by("bea"))
            assert 1 == tx.freezes.rename("bea", "p-bea")
        with unit_of_work() as tx:
            assert [] == list(tx.freezes.said_by("bea"))
            kept = tx.freezes.get(first.freeze_id)
            assert {"ada", "p-bea", "cal"} == kept.people
            assert 0 == tx.freezes.rename("bea", "p-bea")
