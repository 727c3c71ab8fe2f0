"""What the stores of delivery must do, in memory and in PostgreSQL."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import Delivery, HandOver, Outcome, State
from services.alerts.domain.dispatch import NOBODY, Dispatch
from services.alerts.domain.recipient import Address, Channel, Recipient
from services.alerts.usecases.delivery_ports import Claimed
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import recipient

Open = Callable[[], AbstractContextManager[Any]]
MINUTE = timedelta(minutes=1)
TAKEN = HandOver(outcome=Outcome.TAKEN, provider_id="p")


def queued(
    alert: Alert, to: UUID | None = None, channel: Channel = Channel.EMAIL, **more: Any
) -> Delivery:
    """Return a delivery of what an alert has to say."""
    row = Delivery.queued(uuid4(), alert, to or uuid4(), channel, at=NOON)
    return replace(row, **more)


def dispatched(unit_of_work: Open) -> Alert:
    """Issue an alert, as an approval does."""
    out = issued()
    with unit_of_work() as tx:
        tx.dispatches.add(Dispatch.of(out, at=NOON))
    return out


def died(delivery: Delivery) -> Delivery:
    """Return it after its sender died while it was handing it over."""
    return delivery.begun(NOON).lost(NOON)


def claimed(
    unit_of_work: Open, channel: Channel = Channel.EMAIL, *, at: Any = NOON, **more: Any
) -> Sequence[Claimed]:
    """Take what is due for a minute."""
    asked = {"most": 10, "up_to": None} | more
    with unit_of_work() as tx:
        taken: Sequence[Claimed] = tx.deliveries.claim(channel, at=at, until=at + MINUTE, **asked)
        return taken


class RecipientsSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        both = (
            Address(channel=Channel.EMAIL, address="shop@corner.example"),
            Address(channel=Channel.SMS, address="+447700900123"),
        )
        kept = recipient(
            addresses=both,
            language="cy",
            outward_codes=frozenset({"SW1A", "N1"}),
            points=((51_501_009, -141_588), (51_536_401, -103_152)),
        )
        with unit_of_work() as tx:
            assert tx.recipients.keep(kept)
        with unit_of_work() as tx:
            assert kept == tx.recipients.find(kept.recipient_id)
            assert tx.recipients.find(uuid4()) is None

    def test_an_older_version_and_the_same_again_change_nothing(self, unit_of_work: Open) -> None:
        second = recipient(version=2)
        first = replace(second, version=1, regions=frozenset({"WAL"}))
        with unit_of_work() as tx:
            assert [True, False, False] == [
                tx.recipients.keep(each) for each in (second, first, replace(second, language="cy"))
            ]
        with unit_of_work() as tx:
            assert second == tx.recipients.find(second.recipient_id)

    def test_where_the_postcodes_are_may_be_told_later_of_the_same_version(
        self, unit_of_work: Open
    ) -> None:
        there = recipient()
        located = replace(there, points=((51_501_009, -141_588),))
        with unit_of_work() as tx:
            assert [True, True, False, False] == [
                tx.recipients.keep(each) for each in (there, located, located, there)
            ]
            assert not tx.recipients.keep(replace(located, version=0, points=((0, 0),)))
        with unit_of_work() as tx:
            assert located == tx.recipients.find(there.recipient_id)
            tx.recipients.keep(Recipient.stopped(there.recipient_id, 2))
            assert not tx.recipients.keep(replace(located, version=2))

    def test_of_who_stopped_nothing_is_left_but_id_and_version(self, unit_of_work: Open) -> None:
        there = recipient()
        stopped = Recipient.stopped(there.recipient_id, 2)
        with unit_of_work() as tx:
            tx.recipients.keep(there)
            assert tx.recipients.keep(stopped)
        with unit_of_work() as tx:
            assert not tx.recipients.keep(there)
            assert stopped == tx.recipients.find(there.recipient_id)

    def test_several_are_found_by_one_look(self, unit_of_work: Open) -> None:
        there = [recipient(f"{number}@corner.example") for number in range(3)]
        with unit_of_work() as tx:
            for each in there:
                tx.recipients.keep(each)
        with unit_of_work() as tx:
            wanted = {each.recipient_id: replace(each, addresses=()) for each in there[:2]}
            assert wanted == tx.recipients.find_many([*wanted, uuid4()])
            assert not tx.recipients.find_many([])

    def test_a_suspended_address_stays_so_until_identity_tells_of_it_anew(
        self, unit_of_work: Open
    ) -> None:
        there = recipient()
        with unit_of_work() as tx:
            tx.recipients.keep(there)
            tx.recipients.suspend(there.recipient_id, Channel.EMAIL, "550 5.1.1", version=None)
            tx.recipients.keep(there)
        with unit_of_work() as tx:
            (address,) = tx.recipients.find(there.recipient_id).addresses
            assert address.suspended
            tx.recipients.keep(replace(there, version=2))
        with unit_of_work() as tx:
            (address,) = tx.recipients.find(there.recipient_id).addresses
            assert not address.suspended

    def test_an_address_of_which_identity_told_since_is_not_suspended_for_the_former(
        self, unit_of_work: Open
    ) -> None:
        there = recipient()
        with unit_of_work() as tx:
            tx.recipients.keep(there)
            tx.recipients.keep(replace(there, version=2))
            tx.recipients.suspend(there.recipient_id, Channel.EMAIL, "550 5.1.1", version=1)
        with unit_of_work() as tx:
            (address,) = tx.recipients.find(there.recipient_id).addresses
            assert not address.suspended
            tx.recipients.suspend(there.recipient_id, Channel.EMAIL, "550 5.1.1", version=2)
        with unit_of_work() as tx:
            (address,) = tx.recipients.find(there.recipient_id).addresses
            assert address.suspended

    def test_an_account_is_forgotten_with_its_address(self, unit_of_work: Open) -> None:
        mine, other = recipient(subject="one"), recipient(subject="two")
        with unit_of_work() as tx:
            tx.recipients.keep(mine)
            tx.recipients.keep(other)
        with unit_of_work() as tx:
            assert [mine] == list(tx.recipients.of("one"))
            assert [1, 0] == [tx.recipients.forget("one"), tx.recipients.forget("one")]
        with unit_of_work() as tx:
            left = Recipient.stopped(mine.recipient_id, mine.version)
            assert left == tx.recipients.find(mine.recipient_id)
            assert other == tx.recipients.find(other.recipient_id)


class DispatchesSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_the_most_urgent_comes_first_and_what_is_finished_no_more(
        self, unit_of_work: Open
    ) -> None:
        minor = Dispatch.of(issued(severity=Severity.MINOR), at=NOON)
        extreme = Dispatch.of(issued(severity=Severity.EXTREME), at=NOON + MINUTE)
        with unit_of_work() as tx:
            tx.dispatches.add(minor)
            tx.dispatches.add(extreme)
            tx.dispatches.add(replace(extreme, queued=99))
            assert minor == tx.dispatches.claim(NOON)
            assert extreme == tx.dispatches.claim(NOON + MINUTE)
            tx.dispatches.save(extreme.advanced(3, after=uuid4()).finished(NOON))
            assert minor == tx.dispatches.claim(NOON + MINUTE)
            tx.dispatches.save(minor.waiting(NOON + MINUTE))
            assert tx.dispatches.claim(NOON + MINUTE) is None
            (done,) = tx.dispatches.of(extreme.alert_id)
            assert (3, NOON) == (done.queued, done.finished_at)


class DeliveriesSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_there_is_one_row_for_version_recipient_and_channel(self, unit_of_work: Open) -> None:
        out, to = issued(), uuid4()
        rows = [queued(out, to), queued(out, to, Channel.SMS), queued(out)]
        again = [queued(out, to), queued(out, to, Channel.SMS), queued(out)]
        with unit_of_work() as tx:
            assert [3, 1, 0] == [
                tx.deliveries.add(rows),
                tx.deliveries.add(again),
                tx.deliveries.add([]),
            ]
            for each in rows:
                assert each == tx.deliveries.find(each.delivery_id)

    def test_what_is_urgent_is_claimed_first_and_by_one_only(self, unit_of_work: Open) -> None:
        late = queued(issued(severity=Severity.EXTREME), due_at=NOON + MINUTE)
        minor = queued(issued(severity=Severity.MINOR), due_at=NOON - MINUTE)
        extreme = queued(issued(severity=Severity.EXTREME))
        text = queued(issued(), channel=Channel.SMS)
        with unit_of_work() as tx:
            tx.deliveries.add([minor, late, extreme, text])
        (only,) = claimed(unit_of_work, up_to=1)
        assert extreme.delivery_id == only.delivery.delivery_id
        (rest,) = claimed(unit_of_work)
        assert (minor.delivery_id, State.SENDING) == (
            rest.delivery.delivery_id,
            rest.delivery.state,
        )
        assert [] == list(claimed(unit_of_work))
        (later,) = claimed(unit_of_work, at=NOON + MINUTE)
        assert late.delivery_id == later.delivery.delivery_id

    def test_only_who_holds_it_says_what_became_of_it(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.deliveries.add([queued(issued())])
        (first,) = claimed(unit_of_work)
        with unit_of_work() as tx:
            assert tx.deliveries.begin(first, NOON, version=7)
            assert 7 == tx.deliveries.find(first.delivery.delivery_id).recipient_version
        with unit_of_work() as tx:
            assert [] == list(tx.deliveries.lost(NOON + MINUTE, most=10))
            (lost,) = tx.deliveries.lost(NOON + 2 * MINUTE, most=10)
            assert NOON == lost.begun_at
            tx.deliveries.save(lost.lost(NOON))
        (second,) = claimed(unit_of_work, at=NOON + MINUTE)
        sent = replace(second.delivery, recipient_version=8).settled(TAKEN, NOON)
        with unit_of_work() as tx:
            assert not tx.deliveries.begin(first, NOON)
            assert tx.deliveries.begin(second, NOON, version=8)
            assert not tx.deliveries.settle(first, first.delivery.settled(TAKEN, NOON))
            assert tx.deliveries.settle(second, sent)
            assert not tx.deliveries.settle(second, sent)
        with unit_of_work() as tx:
            assert sent == tx.deliveries.find(sent.delivery_id)
            assert 1 == sent.possible_repeats

    def test_what_is_claimed_may_begin_at_once(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.deliveries.add([queued(issued()) for _ in range(2)])
        said = {"at": NOON, "until": NOON, "most": 1, "up_to": None}
        with unit_of_work() as tx:
            (begun,) = tx.deliveries.claim(Channel.EMAIL, **said, begin=True)
            (held,) = tx.deliveries.claim(Channel.EMAIL, **said)
        with unit_of_work() as tx:
            moments = [each.delivery.begun_at for each in (begun, held)]
            assert [NOON, None] == moments
            found = [tx.deliveries.find(each.delivery.delivery_id) for each in (begun, held)]
            assert moments == [each.begun_at for each in found]

    def test_several_are_settled_by_who_holds_them_alone(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.deliveries.add([queued(issued()) for _ in range(3)])
        mine = claimed(unit_of_work, most=2)
        (other,) = claimed(unit_of_work)
        stolen = [Claimed(each.delivery, mine[0].claim) for each in (other,)]
        ids = {each.delivery.delivery_id for each in mine}
        became = {
            each.delivery.delivery_id: each.delivery.settled(
                HandOver(outcome=outcome, why="w"), NOON
            )
            for each, outcome in zip(mine, (Outcome.TAKEN, Outcome.UNKNOWN), strict=True)
        }
        with unit_of_work() as tx:
            settled = [(each, became[each.delivery.delivery_id]) for each in mine]
            wrongly = [(each, each.delivery.dropped("")) for each in stolen]
            assert ids == set(tx.deliveries.settle_many([*settled, *wrongly]))
            assert not tx.deliveries.settle_many(settled)
            assert not tx.deliveries.settle_many([])
        with unit_of_work() as tx:
            assert became == {each: tx.deliveries.find(each) for each in ids}
            assert State.SENDING is tx.deliveries.find(other.delivery.delivery_id).state

    def test_who_may_have_an_alert_is_found_in_order_and_each_whole(
        self, unit_of_work: Open
    ) -> None:
        out, other = dispatched(unit_of_work), dispatched(unit_of_work)
        both = [uuid4() for _ in range(3)]
        had = [
            row
            for to in both
            for row in (
                queued(out, to).settled(TAKEN, NOON),
                died(queued(out, to, Channel.SMS)),
            )
        ]
        with unit_of_work() as tx:
            tx.deliveries.add([*had, queued(out), died(queued(other))])
        seen: list[UUID] = []
        after = NOBODY
        with unit_of_work() as tx:
            while page := tx.deliveries.handed([out.alert_id], after=after, most=3):
                seen += [each.recipient_id for each in page]
                after = page[-1].recipient_id
        assert [to for to in sorted(both) for _ in range(2)] == seen

    def test_who_got_it_meanwhile_is_found_once(self, unit_of_work: Open) -> None:
        out = dispatched(unit_of_work)
        ended = out.withdraw(by="approver", why="wrong town", at=NOON)
        early = queued(out).settled(TAKEN, NOON - MINUTE)
        late, told = (queued(out).settled(TAKEN, NOON) for _ in range(2))
        with unit_of_work() as tx:
            tx.deliveries.add([early, late, told, queued(out)])
            tx.deliveries.add([queued(ended, told.recipient_id)])
            found = tx.deliveries.handed_since(
                [out.alert_id], NOON, not_in=(ended.alert_id, ended.version)
            )
            assert [late] == list(found)

    def test_what_waits_is_dropped_some_at_a_time(self, unit_of_work: Open) -> None:
        out = dispatched(unit_of_work)
        waiting = [queued(out), died(queued(out)), queued(out)]
        sent = queued(out).settled(TAKEN, NOON)
        with unit_of_work() as tx:
            tx.deliveries.add([*waiting, sent, queued(dispatched(unit_of_work))])
            counts = [tx.deliveries.stop_waiting([out.alert_id], "over", most=2) for _ in range(3)]
            assert [2, 1, 0] == counts
            states = {tx.deliveries.find(each.delivery_id).state for each in waiting}
            assert {State.DROPPED} == states
            assert sent == tx.deliveries.find(sent.delivery_id)

    def test_what_is_being_sent_of_the_issue_is_counted(self, unit_of_work: Open) -> None:
        out = dispatched(unit_of_work)
        with unit_of_work() as tx:
            tx.deliveries.add([queued(out), queued(issued())])
        claimed(unit_of_work)
        with unit_of_work() as tx:
            assert 1 == tx.deliveries.sending([out.alert_id])
            assert 0 == tx.deliveries.stop_waiting([out.alert_id], "over", most=9)

    def test_the_tally_counts_by_notice_channel_and_state(self, unit_of_work: Open) -> None:
        out = issued()
        ended = out.withdraw(by="approver", why="wrong town", at=NOON)
        twice = died(died(queued(out)))
        with unit_of_work() as tx:
            tx.deliveries.add(
                [queued(out), queued(out), queued(out, None, Channel.SMS), twice, queued(ended)]
            )
            seen = [
                (each.notice, each.channel, each.state, each.count, each.possible_repeats)
                for each in tx.deliveries.tally(out.alert_id)
            ]
        assert [
            (Status.ISSUED, Channel.EMAIL, State.QUEUED, 2, 0),
            (Status.ISSUED, Channel.EMAIL, State.UNKNOWN, 1, 1),
            (Status.ISSUED, Channel.SMS, State.QUEUED, 1, 0),
            (Status.WITHDRAWN, Channel.EMAIL, State.QUEUED, 1, 0),
        ] == seen

    def test_what_was_given_up_and_may_still_be_sent_is_found_by_its_channel(
        self, unit_of_work: Open
    ) -> None:
        out, over = issued(), issued().withdraw(by="by", at=NOON, why="in error")
        dead = {"state": State.DEAD, "attempts": 12}
        meant = queued(out, **dead)
        end = queued(over, **dead)
        stale = replace(queued(over, **dead), notice=Status.ISSUED)
        late = queued(out, **dead | {"send_by": NOON})
        others = [queued(out), queued(out, channel=Channel.SMS, **dead)]
        with unit_of_work() as tx:
            for each in (out, over):
                tx.alerts.add(each)
            tx.deliveries.add([meant, end, stale, late, *others])
            found = tx.deliveries.dead_in_time(Channel.EMAIL, at=NOON, most=10)
            assert {meant.delivery_id, end.delivery_id} == {each.delivery_id for each in found}
            assert 1 == len(tx.deliveries.dead_in_time(Channel.EMAIL, at=NOON, most=1))

    def test_the_backlog_is_the_age_of_the_oldest_that_is_due(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.deliveries.add([queued(issued()), queued(issued(), due_at=NOON + 2 * MINUTE)])
            seconds = tx.deliveries.backlog(NOON + MINUTE)
        assert dict.fromkeys(Channel, 0.0) | {Channel.EMAIL: 60.0} == seconds

    def test_people_are_counted_and_neither_their_browsers_nor_machines(
        self, unit_of_work: Open
    ) -> None:
        alert = issued()
        one, browser = recipient(subject="one"), recipient(subject="one", channel=Channel.WEB_PUSH)
        shop, machine = recipient(), recipient(channel=Channel.WEBHOOK)
        with unit_of_work() as tx:
            for each in (one, browser, shop, machine):
                tx.recipients.keep(each)
                channel = each.addresses[0].channel
                tx.deliveries.add([queued(alert, each.recipient_id, channel, handed_at=NOON)])
            tx.deliveries.add([queued(alert)])
        with unit_of_work() as tx:
            assert 2 == tx.deliveries.reached([alert.alert_id])
