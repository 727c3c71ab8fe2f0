"""What a store of synonyms must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from chassis.errors import StaleVersion
from services.content.domain.synonyms import Synonyms, first_synonyms
from tests.fakes.content import NOON

Open = Callable[[], AbstractContextManager[Any]]
GROUPS = (("VAW", "vehicle as a weapon"), ("drôn", "UAV", "quadcopter"))


class SynonymsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            assert first_synonyms() == list(tx.synonyms.all())
            changed = tx.synonyms.get("cy").changed(GROUPS, read=1, by="editor", at=NOON)
            tx.synonyms.save(changed)
        with unit_of_work() as tx:
            assert [Synonyms.first("en-GB"), changed] == list(tx.synonyms.all())
            again = changed.changed([], read=2, by="other", at=NOON)
            tx.synonyms.save(again)
            assert again == tx.synonyms.get("cy")

    def test_a_version_is_saved_once(self, unit_of_work: Open) -> None:
        second = Synonyms.first("cy").changed(GROUPS, read=1, by="editor", at=NOON)
        third = second.changed([], read=2, by="editor", at=NOON)
        with unit_of_work() as tx:
            tx.synonyms.save(second)
        for stale in (second, third.changed([], read=3, by="editor", at=NOON)):
            with unit_of_work() as tx, pytest.raises(StaleVersion):
                tx.synonyms.save(stale)
        with unit_of_work() as tx:
            assert second == tx.synonyms.get("cy")

    def test_a_pseudonym_takes_an_editors_place(self, unit_of_work: Open) -> None:
        mine = Synonyms.first("cy").changed(GROUPS, read=1, by="editor", at=NOON)
        with unit_of_work() as tx:
            tx.synonyms.save(mine)
            assert [mine] == list(tx.synonyms.changed_by("editor"))
            assert (1, 0) == (
                tx.synonyms.rename("editor", "nobody"),
                tx.synonyms.rename("editor", "nobody"),
            )
            assert "nobody" == tx.synonyms.get("cy").changed_by
            assert [] == list(tx.synonyms.changed_by("editor"))
