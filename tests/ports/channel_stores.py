"""What every store of quiet hours and further addresses must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.identity.domain.channel_request import ChannelRequest
from services.identity.domain.quiet_hours import QuietHours
from tests.fakes.subscriptions import NOON, PHONE, SHOP, a_subscription

Open = Callable[[], AbstractContextManager[Any]]


class ChannelStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_quiet_hours_are_somebodys_until_they_want_none(self, unit_of_work: Open) -> None:
        for quiet in (QuietHours(1320, 420), QuietHours(0, 1439), None):
            with unit_of_work() as tx:
                tx.quiet_hours.keep("owner", quiet)
            with unit_of_work() as tx:
                assert quiet == tx.quiet_hours.of("owner")
                assert tx.quiet_hours.of("other") is None

    def test_who_ever_said_so_is_found_by_how_often(self, unit_of_work: Open) -> None:
        night = QuietHours(1320, 420)
        with unit_of_work() as tx:
            assert [1, 2] == [tx.quiet_hours.keep("a", each) for each in (night, None)]
            assert [1, 1] == [tx.quiet_hours.keep(each, night) for each in ("b", "c")]
        with unit_of_work() as tx:
            first = tx.quiet_hours.people(after="", size=2)
            assert [("a", None, 2), ("b", night, 1)] == list(first)
            assert [("c", night, 1)] == list(tx.quiet_hours.people(after="b", size=2))
            assert [] == list(tx.quiet_hours.people(after="c", size=2))

    def test_a_request_comes_back_by_id_and_by_proof(self, unit_of_work: Open) -> None:
        made = ChannelRequest(
            request_id=uuid4(), subject="owner", contact=PHONE, proof=b"proof", created_at=NOON
        )
        with unit_of_work() as tx:
            tx.channel_requests.add(made)
        with unit_of_work() as tx:
            assert made == tx.channel_requests.get(made.request_id)
            assert made == tx.channel_requests.with_proof(b"proof")
            assert tx.channel_requests.with_proof(b"another") is None
            tx.channel_requests.save(after := made.tried().confirmed(NOON))
        with unit_of_work() as tx:
            assert after == tx.channel_requests.get(made.request_id)
            assert 0 == tx.channel_requests.forget(NOON)
            assert 1 == tx.channel_requests.forget(NOON + timedelta(seconds=1))
        with unit_of_work() as tx:
            assert tx.channel_requests.get(made.request_id) is None

    def test_the_addresses_of_an_account_are_found_while_they_are_told(
        self, unit_of_work: Open
    ) -> None:
        phone, shop = (
            a_subscription(each).held_by("owner", each, language="en", at=NOON)
            for each in (PHONE, SHOP)
        )
        shop = replace(shop, started_at=NOON - timedelta(days=1))
        with unit_of_work() as tx:
            for each in (phone, shop):
                tx.subscriptions.add(each)
        with unit_of_work() as tx:
            assert [shop, phone] == list(tx.subscriptions.of_subject("owner"))
            tx.subscriptions.save(shop.stopped(NOON))
        with unit_of_work() as tx:
            assert [phone] == list(tx.subscriptions.of_subject("owner"))
            assert [] == list(tx.subscriptions.of_subject("other"))
