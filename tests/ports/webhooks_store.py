"""What the store of endpoints must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from kernel.pages import Place
from services.alerts.domain.delivery import Delivery, HandOver, Outcome, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.ping import Ping
from services.alerts.domain.recipient import Channel
from services.alerts.domain.webhook import Mode
from tests.fakes.alerts import NOON, issued
from tests.fakes.webhooks import webhook

Open = Callable[[], AbstractContextManager[Any]]
MINUTE = timedelta(minutes=1)


def ping(webhook_id: Any, **given: Any) -> Ping:
    """A ping that waits."""
    return Ping(**{"ping_id": uuid4(), "webhook_id": webhook_id, "asked_at": NOON} | given)


class WebhooksSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        plain = webhook()
        full = (
            webhook(mode=Mode.TEST)
            .rotated(uuid4(), overlap=MINUTE, at=NOON)
            .heard(Outcome.LATER, NOON)
            .disabled("gone", NOON)
            .told(NOON)
        )
        given = webhook(contact_by="giver")
        with unit_of_work() as tx:
            tx.webhooks.add(plain)
            tx.webhooks.add(full)
            tx.webhooks.add(given)
        with unit_of_work() as tx:
            assert plain == tx.webhooks.find(plain.webhook_id)
            assert full == tx.webhooks.find(full.webhook_id, lock=True)
            assert tx.webhooks.find(uuid4()) is None
            assert [given] == list(tx.webhooks.told_by("giver"))
            assert [] == list(tx.webhooks.told_by("venue"))
            changed = plain.enabled(by="colleague")
            tx.webhooks.save(changed)
        with unit_of_work() as tx:
            assert changed == tx.webhooks.find(plain.webhook_id)
            assert [changed] == list(tx.webhooks.owned_by("colleague"))

    def test_several_are_found_by_one_look(self, unit_of_work: Open) -> None:
        there = [webhook() for _ in range(3)]
        with unit_of_work() as tx:
            for each in there:
                tx.webhooks.add(each)
        with unit_of_work() as tx:
            wanted = {each.webhook_id: each for each in there[:2]}
            assert wanted == tx.webhooks.find_many([*wanted, uuid4()])
            assert not tx.webhooks.find_many([])

    def test_those_of_an_organisation_come_oldest_first(self, unit_of_work: Open) -> None:
        second, first = webhook(created_at=NOON + MINUTE), webhook()
        with unit_of_work() as tx:
            for each in (second, first, webhook(organisation_id="elsewhere")):
                tx.webhooks.add(each)
        with unit_of_work() as tx:
            assert [first, second] == list(tx.webhooks.of("hall", lock=True))
            assert [] == list(tx.webhooks.of("nobody"))

    def test_of_a_deleted_one_nothing_is_left(self, unit_of_work: Open) -> None:
        mine, other = webhook(), webhook()
        gone, stays = ping(mine.webhook_id), ping(other.webhook_id)
        with unit_of_work() as tx:
            for each in (mine, other):
                tx.webhooks.add(each)
            for one in (gone, stays):
                tx.webhooks.keep_ping(one)
            tx.webhooks.delete(mine.webhook_id)
        with unit_of_work() as tx:
            assert tx.webhooks.find(mine.webhook_id) is None
            assert tx.webhooks.ping(gone.ping_id) is None
            assert stays == tx.webhooks.ping(stays.ping_id)

    def test_whose_owners_were_not_told_is_found(self, unit_of_work: Open) -> None:
        untold = webhook().disabled("gone", NOON)
        with unit_of_work() as tx:
            for each in (webhook(), untold, webhook().disabled("gone", NOON).told(NOON)):
                tx.webhooks.add(each)
        with unit_of_work() as tx:
            assert [untold] == list(tx.webhooks.untold(most=5))

    def test_an_endpoint_is_a_recipient_with_what_it_is(self, unit_of_work: Open) -> None:
        there = webhook(mode=Mode.TEST)
        with unit_of_work() as tx:
            tx.webhooks.add(there)
            tx.recipients.keep(there.recipient())
        with unit_of_work() as tx:
            found = tx.recipients.find(there.webhook_id)
            assert there.recipient() == replace(found, account=None)
            off = there.disabled("gone", NOON)
            tx.webhooks.save(off)
            assert tx.recipients.keep(off.recipient())
        with unit_of_work() as tx:
            assert off.recipient() == tx.recipients.find(there.webhook_id)

    def test_pings_are_taken_oldest_first_and_the_lost_ones_found(self, unit_of_work: Open) -> None:
        there = webhook()
        late, early = ping(there.webhook_id, asked_at=NOON + MINUTE), ping(there.webhook_id)
        sending = ping(there.webhook_id, asked_at=NOON - MINUTE).begun(NOON - MINUTE)
        with unit_of_work() as tx:
            tx.webhooks.add(there)
            for each in (late, early, sending):
                tx.webhooks.keep_ping(each)
        with unit_of_work() as tx:
            assert early == tx.webhooks.waiting_ping()
            assert [sending] == list(tx.webhooks.lost_pings(NOON))
            assert [] == list(tx.webhooks.lost_pings(NOON - 2 * MINUTE))
            assert 2 == tx.webhooks.pinged_since(there.webhook_id, NOON - MINUTE)
            done = early.settled(HandOver(outcome=Outcome.TAKEN, why="status 204"), NOON)
            tx.webhooks.keep_ping(done)
            tx.webhooks.keep_ping(sending.lost())
        with unit_of_work() as tx:
            assert done == tx.webhooks.ping(early.ping_id)
            assert State.UNKNOWN is tx.webhooks.ping(sending.ping_id).state
            assert late == tx.webhooks.waiting_ping()
            assert 1 == tx.webhooks.forget_pings(NOON)

    def test_the_log_has_deliveries_and_pings_in_one_order(self, unit_of_work: Open) -> None:
        there, other, out = webhook(), webhook(), issued()
        ended = out.withdraw(by="approver", why="wrong", at=NOON)
        rows = [
            Delivery.queued(uuid4(), alert, there.webhook_id, Channel.WEBHOOK, at=NOON)
            for alert in (out, ended)
        ]
        pings = [ping(there.webhook_id), ping(there.webhook_id, asked_at=NOON + 2 * MINUTE)]
        wanted = [
            (NOON, rows[0].delivery_id),
            (NOON + MINUTE, rows[1].delivery_id),
            *((each.asked_at, each.ping_id) for each in pings),
        ]
        with unit_of_work() as tx:
            tx.dispatches.add(Dispatch.of(out, at=NOON))
            tx.dispatches.add(Dispatch.of(ended, at=NOON + MINUTE))
            for region, sector in (("LON", ""), ("LON", "retail")):  # as steps of a cascade add
                step = replace(Dispatch.of(out, at=NOON + MINUTE), region=region, sector=sector)
                tx.dispatches.add(step)
            elsewhere = Delivery.queued(uuid4(), out, other.webhook_id, Channel.WEBHOOK, at=NOON)
            tx.deliveries.add([*rows, elsewhere])
            for each in (*pings, ping(other.webhook_id)):
                tx.webhooks.keep_ping(each)
        seen: list[Any] = []
        after: Place | None = None
        with unit_of_work() as tx:
            while page := tx.webhooks.log(there.webhook_id, after=after, size=2):
                seen += [(line.place.at, line.place.item_id) for line in page]
                after = page[-1].place
            whole = tx.webhooks.log(there.webhook_id, after=None, size=9)
        assert sorted(wanted, reverse=True) == seen
        assert {*rows, *pings} == {line.what for line in whole}
