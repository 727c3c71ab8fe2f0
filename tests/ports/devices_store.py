"""What the store of devices must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.alerts.domain.device import Platform
from tests.fakes.alerts import NOON
from tests.fakes.devices import app, device

Open = Callable[[], AbstractContextManager[Any]]


class DevicesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        mine = device()
        with unit_of_work() as tx:
            tx.devices.keep(mine)
            assert tx.devices.find(uuid4()) is None
        changed = replace(
            mine,
            subject="next",
            platform=Platform.IOS,
            name="",
            token_digest=app("another-token").digest,
        )
        with unit_of_work() as tx:
            assert mine == tx.devices.find(mine.device_id)
            tx.devices.keep(changed)
        with unit_of_work() as tx:
            assert changed == tx.devices.find(mine.device_id)

    def test_a_token_is_found_where_it_is(self, unit_of_work: Open) -> None:
        mine, other = device(), device(app("another-token"))
        with unit_of_work() as tx:
            assert tx.devices.holding(mine.token_digest) is None
            tx.devices.keep(mine)
            tx.devices.keep(other)
        with unit_of_work() as tx:
            assert mine == tx.devices.holding(mine.token_digest)
            tx.devices.remove(mine.device_id)
            tx.devices.keep(replace(other, token_digest=mine.token_digest))
        with unit_of_work() as tx:
            assert other.device_id == tx.devices.holding(mine.token_digest).device_id
            assert tx.devices.holding(other.token_digest) is None

    def test_a_person_s_are_theirs_oldest_first_and_go_with_them(self, unit_of_work: Open) -> None:
        later, first, other = (
            device(app("later-token"), registered_at=NOON + timedelta(minutes=1)),
            device(app("first-token"), registered_at=NOON),
            device(app("other-token"), subject="other"),
        )
        with unit_of_work() as tx:
            for each in (later, first, other):
                tx.devices.keep(each)
        with unit_of_work() as tx:
            assert [first, later] == list(tx.devices.of("reader"))
            assert [] == list(tx.devices.of("nobody"))
            tx.devices.remove(later.device_id)
            tx.devices.remove(later.device_id)
            assert 1 == tx.devices.forget("reader")
            assert 0 == tx.devices.forget("reader")
        with unit_of_work() as tx:
            assert [] == list(tx.devices.of("reader"))
            assert [other] == list(tx.devices.of("other"))
