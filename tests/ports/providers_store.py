"""What every store of partners' providers must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.domain.partner_provider import BrokeredPerson
from tests.fakes.providers import NOON, a_provider, an_active_provider

Open = Callable[[], AbstractContextManager[Any]]


class ProvidersStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_a_provider_comes_back_the_same(self, unit_of_work: Open) -> None:
        made = a_provider()
        with unit_of_work() as tx:
            tx.providers.add(made)
        active = made.confirmed(by="second", at=NOON)
        with unit_of_work() as tx:
            assert made == tx.providers.get(made.provider_id, lock=True)
            tx.providers.save(active)
            tx.providers.carried(active)
            assert active.carried() == tx.providers.get(made.provider_id)
        ended = active.disabled(by="admin", at=NOON, reason="it left")
        with unit_of_work() as tx:
            tx.providers.save(ended)
            assert ended == tx.providers.get(made.provider_id)
            assert 0 == tx.providers.count()
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.providers.save(ended)
        with unit_of_work() as tx, pytest.raises(PartnerNotFound):
            tx.providers.get(uuid4())

    def test_those_in_force_and_those_confirmed_are_told_apart(self, unit_of_work: Open) -> None:
        active, later = an_active_provider(), an_active_provider(proposed_at=NOON + timedelta(1))
        ended = later.disabled(by="admin", at=NOON, reason="left")
        with unit_of_work() as tx:
            for each in (ended, active, a_provider()):
                tx.providers.add(each)
            assert [active] == list(tx.providers.active())
            assert [active, ended] == list(tx.providers.confirmed())

    def test_pages_are_oldest_first(self, unit_of_work: Open) -> None:
        old, new = an_active_provider(), a_provider(proposed_at=NOON + timedelta(hours=1))
        with unit_of_work() as tx:
            for each in (new, old):
                tx.providers.add(each)
        with unit_of_work() as tx:
            assert [old] == list(tx.providers.page(after=None, size=1))
            onward = Place(at=old.proposed_at, item_id=old.provider_id)
            assert [new] == list(tx.providers.page(after=onward, size=9))
            assert 2 == tx.providers.count()

    def test_what_was_said_of_people_waits_until_it_is_decided(self, unit_of_work: Open) -> None:
        people = [
            BrokeredPerson(
                subject=name,
                provider_id=uuid4(),
                came_at=NOON + timedelta(hours=hour),
                suggested_organisation=of,
            )
            for hour, (name, of) in enumerate((("a", "Port"), ("b", ""), ("c", "Port")))
        ]
        with unit_of_work() as tx:
            for each in reversed(people):
                tx.providers.keep_person(each)
        with unit_of_work() as tx:
            assert [people[0], people[2]] == list(tx.providers.undecided())
            decided = people[0].decided(by="officer", at=NOON, confirmed=True)
            tx.providers.keep_person(decided)
        with unit_of_work() as tx:
            assert [people[2]] == list(tx.providers.undecided())
            assert decided == tx.providers.find_person("a")
            assert f"org-{decided.provider_id}" == tx.providers.came_by("a")
            assert tx.providers.came_by("nobody") is None
            assert tx.providers.find_person("nobody") is None
