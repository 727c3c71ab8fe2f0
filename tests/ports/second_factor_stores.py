"""What the stores of second factors' links and resets must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.identity.domain.factor_reset import WAITS, FactorReset, Reach
from services.identity.domain.second_factor import FactorLink
from services.identity.domain.second_factor_errors import FactorResetNotFound, FactorResetThere
from tests.fakes.identity import NOON, SECOND, subscriber

Open = Callable[[], AbstractContextManager[Any]]
MINUTE = timedelta(minutes=1)


def link(
    subject: str = "owner", *, digest: bytes = b"one", until: timedelta = MINUTE
) -> FactorLink:
    """A link of the owner's."""
    return FactorLink(subject=subject, digest=digest, good_until=NOON + until)


def confirmed_by_second(waiting: FactorReset, at: datetime) -> FactorReset:
    officer = replace(subscriber("officer"), roles=frozenset({"verification-officer"}))
    about = Reach(person=subscriber(waiting.subject), roles=frozenset())
    return waiting.confirmed(by=SECOND, about=about, proposer=officer, at=at)


def reset(subject: str = "owner", *, after: timedelta = timedelta(0)) -> FactorReset:
    """A proposal about the owner."""
    return FactorReset.proposed(uuid4(), subject, by="officer", reason="Lost.", at=NOON + after)


class SecondFactorStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_a_person_has_one_link_the_newest(self, unit_of_work: Open) -> None:
        newest = link(digest=b"two", until=2 * MINUTE)
        with unit_of_work() as tx:
            for each in (link(), newest, link("other")):
                tx.factor_links.put(each)
        with unit_of_work() as tx:
            assert newest == tx.factor_links.of("owner")
            assert tx.factor_links.of("nobody") is None
            tx.factor_links.remove("owner")
        with unit_of_work() as tx:
            assert tx.factor_links.of("owner") is None
            assert link("other") == tx.factor_links.of("other")

    def test_links_that_are_good_no_more_are_forgotten(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.factor_links.put(link())
            assert 0 == tx.factor_links.forget(NOON + MINUTE)
            assert 1 == tx.factor_links.forget(NOON + 2 * MINUTE)

    def test_a_reset_comes_back_and_a_person_has_one(self, unit_of_work: Open) -> None:
        first, second = reset(), reset("other", after=MINUTE)
        with unit_of_work() as tx:
            for each in (second, first):
                tx.factor_resets.add(each)
            with pytest.raises(FactorResetThere):
                tx.factor_resets.add(reset())
        with unit_of_work() as tx:
            assert [first, second] == list(tx.factor_resets.waiting())
            assert first == tx.factor_resets.of("owner")
            assert second == tx.factor_resets.get(second.reset_id)
            assert tx.factor_resets.of("nobody") is None
            with pytest.raises(FactorResetNotFound):
                tx.factor_resets.get(uuid4())

    def test_one_that_was_confirmed_is_due_at_its_hour(self, unit_of_work: Open) -> None:
        there = reset()
        with unit_of_work() as tx:
            tx.factor_resets.add(there)
            assert tx.factor_resets.due(NOON + 2 * WAITS) is None
            confirmed = confirmed_by_second(there, NOON)
            tx.factor_resets.save(confirmed)
            assert tx.factor_resets.due(NOON + WAITS - MINUTE) is None
            assert confirmed == tx.factor_resets.due(NOON + WAITS)
            assert tx.factor_resets.due(NOON + WAITS, but={confirmed.reset_id}) is None
            tx.factor_resets.remove(there.reset_id)
            assert tx.factor_resets.due(NOON + WAITS) is None

    def test_those_that_nobody_confirmed_are_forgotten_alone(self, unit_of_work: Open) -> None:
        kept = reset("other")
        with unit_of_work() as tx:
            tx.factor_resets.add(reset())
            tx.factor_resets.add(kept)
            tx.factor_resets.save(kept := confirmed_by_second(kept, NOON))
            assert 0 == tx.factor_resets.forget(NOON)
            assert 1 == tx.factor_resets.forget(NOON + MINUTE)
            assert [kept] == list(tx.factor_resets.waiting())
