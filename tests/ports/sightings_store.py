"""What every store of days on which people were last here must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel.standing import Standing
from tests.fakes.identity import subscriber

Open = Callable[[], AbstractContextManager[Any]]
DAY = timedelta(days=1)


class SightingsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_the_latest_day_is_kept_and_what_was_said_about_an_older_is_over(
        self, unit_of_work: Open
    ) -> None:
        with unit_of_work() as tx:
            assert tx.sightings.find("one") is None
            tx.sightings.note("one", date(2026, 1, 2))
            tx.sightings.warned(tx.sightings.find("one"), 30)
            tx.sightings.note("one", date(2026, 1, 1))
        with unit_of_work() as tx:
            seen = tx.sightings.find("one")
            assert ("one", date(2026, 1, 2), 30) == (seen.subject, seen.day, seen.warned)
            tx.sightings.note("one", date(2026, 1, 3))
            seen = tx.sightings.find("one")
            assert (date(2026, 1, 3), None) == (seen.day, seen.warned)

    @pytest.mark.parametrize("last", [date(2026, 11, 24), date(2028, 2, 29), date(2027, 3, 31)])
    def test_what_is_due_is_what_the_rule_says(self, unit_of_work: Open, last: date) -> None:
        """Over the ends of months and leap days alike."""
        names = [f"{warned}" for warned in (None, 30, 7)]
        with unit_of_work() as tx:
            for name, warned in zip(names, (None, 30, 7), strict=True):
                tx.subscribers.add(subscriber(name))
                tx.sightings.note(name, last)
                if warned:
                    tx.sightings.warned(tx.sightings.find(name), warned)
            tx.subscribers.add(subscriber("away", standing=Standing.SUSPENDED))
            tx.sightings.note("away", last)
            tx.sightings.note("nobody", last)
        with unit_of_work() as tx:
            kept = [tx.sightings.find(name) for name in names]
            until = kept[0].until
            for days in (31, 30, 8, 7, 1, 0, -1):
                for at in (until - days * DAY, until - days * DAY - timedelta(seconds=1)):
                    wanted = {
                        each.subject
                        for each in kept
                        if each.over(at) or each.warning_due(at) is not None
                    }
                    found = tx.sightings.due(at, most=9)
                    assert wanted == {each.subject for each in found}, at
            assert 1 == len(tx.sightings.due(datetime(2040, 1, 1, tzinfo=UTC), most=1))
