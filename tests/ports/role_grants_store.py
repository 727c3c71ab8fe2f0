"""What every store of grants of roles must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.role_grant import Activation, GrantState
from services.identity.domain.role_grant_errors import GrantThere, RoleGrantNotFound
from tests.fakes.role_grants import DAY, NOON, a_grant, a_proposal

Open = Callable[[], AbstractContextManager[Any]]


class RoleGrantsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_a_grant_comes_back_the_same(self, unit_of_work: Open) -> None:
        made = a_proposal()
        full = a_grant(
            "other",
            eligible=True,
            warned=30,
            activation=Activation(since=NOON, until=NOON + timedelta(hours=2), reason="Incident."),
            ended_by="admin",
            ended_at=NOON + DAY,
            end_reason="Left the team.",
        )
        with unit_of_work() as tx:
            tx.role_grants.add(made)
            tx.role_grants.add(full)
        with unit_of_work() as tx:
            assert made == tx.role_grants.get(made.grant_id, lock=True)
            assert full == tx.role_grants.find(full.grant_id)
            assert tx.role_grants.find(uuid4()) is None
            with pytest.raises(RoleGrantNotFound):
                tx.role_grants.get(uuid4())
            lapsed = made.lapsed(NOON + 8 * DAY)
            tx.role_grants.save(lapsed)
        with unit_of_work() as tx:
            assert lapsed == tx.role_grants.get(made.grant_id)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.role_grants.save(lapsed)

    def test_a_person_has_one_open_grant_of_a_role(self, unit_of_work: Open) -> None:
        first = a_proposal()
        with unit_of_work() as tx:
            tx.role_grants.add(first)
        with unit_of_work() as tx, pytest.raises(GrantThere):
            tx.role_grants.add(a_grant())
        with unit_of_work() as tx:
            tx.role_grants.add(a_grant(role="analyst"))
            tx.role_grants.save(replace(first, state=GrantState.REFUSED, version=2))
        with unit_of_work() as tx:
            tx.role_grants.add(a_grant())
            held = [each.role for each in tx.role_grants.of("officer")]
            assert ["analyst", "duty-officer"] == held
            assert [] == list(tx.role_grants.of("nobody"))

    def test_pages_go_from_the_newest_on(self, unit_of_work: Open) -> None:
        old = a_grant("a")
        over = a_grant("b", proposed_at=NOON + DAY, state=GrantState.ENDED)
        new = a_proposal("c", proposed_at=NOON + 2 * DAY)
        with unit_of_work() as tx:
            for each in (old, over, new):
                tx.role_grants.add(each)
        with unit_of_work() as tx:
            page = tx.role_grants.page_of
            assert [new, over, old] == list(page(over_too=True, after=None, size=9))
            assert [new, old] == list(page(over_too=False, after=None, size=9))
            assert [new] == list(page(over_too=False, after=None, size=1))
            place = Place(at=new.proposed_at, item_id=new.grant_id)
            assert [old] == list(page(over_too=False, after=place, size=9))

    def test_what_is_due_is_found_soonest_first(self, unit_of_work: Open) -> None:
        waits = a_proposal("a")
        active = a_grant(
            "b",
            eligible=True,
            activation=Activation(since=NOON, until=NOON + timedelta(hours=1), reason="Now."),
        )
        never = a_grant("c", until=None)
        over = a_grant("d", state=GrantState.ENDED)
        with unit_of_work() as tx:
            for each in (waits, active, never, over):
                tx.role_grants.add(each)
        with unit_of_work() as tx:
            assert [] == list(tx.role_grants.due(NOON, most=9))
            late = NOON + 7 * DAY
            both = [active.grant_id, waits.grant_id]
            assert both == list(tx.role_grants.due(late, most=9))
            assert both[:1] == list(tx.role_grants.due(late, most=1))
            assert both[:1] == list(tx.role_grants.due(late - timedelta(seconds=1), most=9))
