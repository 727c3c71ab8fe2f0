"""What every store of days on which people were last here must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel.standing import Standing
from services.identity.domain.dormancy import Sighting
from tests.fakes.identity import NOON, subscriber

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
            tx.sightings.told("one", date(2026, 1, 2), 30, NOON)
            tx.sightings.told("one", date(2026, 1, 2), 30, NOON + DAY)
            tx.sightings.told("one", date(2026, 1, 1), 7, NOON)
            seen = tx.sightings.find("one")
            assert (NOON, None) == (seen.first_told_at, seen.last_told_at)
            tx.sightings.told("one", date(2026, 1, 2), 7, NOON + DAY)
            assert NOON + DAY == tx.sightings.find("one").last_told_at
            tx.sightings.note("one", date(2026, 1, 2))
            assert 30 == tx.sightings.find("one").warned
            tx.sightings.note("one", date(2026, 1, 3))
            seen = tx.sightings.find("one")
            assert Sighting(subject="one", day=date(2026, 1, 3)) == seen

    @pytest.mark.parametrize("last", [date(2026, 11, 24), date(2028, 2, 29), date(2027, 3, 31)])
    def test_what_is_due_is_what_the_rule_says(self, unit_of_work: Open, last: date) -> None:
        """Over the ends of months and leap days alike."""
        closes = Sighting(subject="x", day=last).until
        told = {  # what was written, and how many days before the end each notice was sent
            "fresh": (None, None, None),
            "first": (30, None, None),
            "sent": (30, 30, None),
            "late": (30, 20, None),
            "last": (7, 30, None),
            "both": (7, 30, 7),
            "both-late": (7, 20, 3),
        }
        names = list(told)
        with unit_of_work() as tx:
            for name, (warned, *sent) in told.items():
                tx.subscribers.add(subscriber(name))
                tx.sightings.note(name, last)
                if warned:
                    tx.sightings.warned(tx.sightings.find(name), warned)
                for days, before in zip((30, 7), sent, strict=True):
                    if before is not None:
                        tx.sightings.told(name, last, days, closes - before * DAY)
            tx.subscribers.add(subscriber("away", standing=Standing.SUSPENDED))
            tx.sightings.note("away", last)
            tx.sightings.note("nobody", last)
        with unit_of_work() as tx:
            kept = [tx.sightings.find(name) for name in names]
            for days in (31, 30, 8, 7, 1, 0, -1, -3, -4, -10):
                for at in (closes - days * DAY, closes - days * DAY - timedelta(seconds=1)):
                    wanted = {
                        each.subject
                        for each in kept
                        if each.over(at) or each.warning_due(at) is not None
                    }
                    found = tx.sightings.due(at, most=9)
                    assert wanted == {each.subject for each in found}, at
                    paged, last_seen = [], None
                    while page := tx.sightings.due(at, after=last_seen, most=2):
                        paged += page
                        last_seen = page[-1]
                    assert list(found) == paged
            assert 1 == len(tx.sightings.due(datetime(2040, 1, 1, tzinfo=UTC), most=1))
