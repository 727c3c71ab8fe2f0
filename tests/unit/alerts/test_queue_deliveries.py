"""Each version of an alert becomes one row for each recipient and channel."""

from dataclasses import replace

import pytest

from chassis.errors import Unavailable
from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain import wording
from services.alerts.domain.alert import Status
from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import URGENT, HandOver, Outcome, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.recipient import Address, Channel
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.queue_deliveries import SUPERSEDED, QueueDeliveries
from tests.fakes.alerts import NOON, issued, updated
from tests.fakes.deliveries import recipient
from tests.fakes.plumbing import FreshIds

BOTH = (
    Address(channel=Channel.EMAIL, address="shop@corner.example"),
    Address(channel=Channel.SMS, address="+447700900123"),
)
WALES = frozenset({"WAL"})
TAKEN = HandOver(outcome=Outcome.TAKEN)


@pytest.fixture
def queue(unit_of_work, clock):
    """Do all chunks that can be done now; return how many rows they added."""
    chunk = QueueDeliveries(unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), chunk=2)

    def all_of_it() -> int:
        added = 0
        while (more := chunk()) is not None:
            added += more
        return added

    return all_of_it


def out(stores, **given):
    """Issue an alert, as an approval does."""
    alert = issued(**given)
    stores.alerts.add(alert)
    stores.dispatches.add(Dispatch.of(alert, at=NOON))
    return alert


def withdrawn(stores, alert):
    ended = alert.withdraw(by="approver", why="wrong town", at=NOON)
    stores.alerts.save(ended)
    stores.dispatches.add(Dispatch.of(ended, at=NOON))
    return ended


def rows(stores, notice=Status.ISSUED):
    return [each for each in stores.deliveries.kept.values() if each.notice is notice]


def test_everyone_in_the_audience_gets_one_row_a_channel_and_nobody_else(queue, stores) -> None:
    inside = [recipient(f"{number}@corner.example") for number in range(4)]
    inside.append(recipient(addresses=BOTH))
    outside = [recipient(regions=frozenset({"WAL"})), replace(recipient(), active=False)]
    for each in (*inside, *outside):
        stores.recipients.keep(each)
    alert = out(stores)
    assert (6, 0) == (queue(), queue())
    reached = {(each.recipient_id, each.channel) for each in rows(stores)}
    wanted = {
        (each.recipient_id, channel)
        for each in (*inside, *outside)
        for channel in each.reached_by(alert.content)
    }
    assert wanted == reached
    assert 6 == len(reached)
    (done,) = stores.dispatches.of(alert.alert_id)
    assert (6, NOON) == (done.queued, done.finished_at)
    (audited,) = stores.audit.rows
    assert ("alerts:queue-deliveries", {"notice": "ISSUED", "rows": 6}) == (audited[1], audited[4])


def test_a_crash_after_any_chunk_loses_nobody_and_doubles_nobody(
    queue, stores, unit_of_work
) -> None:
    everyone = [recipient(f"{number}@corner.example") for number in range(7)]
    for each in everyone:
        stores.recipients.keep(each)
    out(stores)
    commits = iter([None, RuntimeError, None, None, RuntimeError, None, None, None])

    def crash() -> None:
        if failure := next(commits):
            raise failure

    unit_of_work.fail_at_commit = crash
    for _ in range(2):
        with pytest.raises(RuntimeError):
            queue()
    queue()
    assert {each.recipient_id for each in everyone} == {e.recipient_id for e in rows(stores)}
    assert 7 == len(rows(stores))


def test_an_alert_that_ended_first_is_queued_for_nobody(queue, stores) -> None:
    stores.recipients.keep(recipient())
    withdrawn(stores, out(stores))
    assert 0 == queue()
    assert all(each.finished_at for each in stores.dispatches.kept.values())


def test_an_end_goes_to_whoever_was_sent_the_alert_and_to_nobody_else(queue, stores, clock) -> None:
    everyone = [recipient(f"{number}@corner.example") for number in range(5)]
    for each in everyone:
        stores.recipients.keep(each)
    alert = out(stores)
    queue()
    sent, unknown, waiting, failed, again = rows(stores)
    stores.deliveries.save(sent.settled(TAKEN, NOON))
    stores.deliveries.save(unknown.begun(NOON).lost(NOON))
    stores.deliveries.save(failed.settled(HandOver(outcome=Outcome.NO_ADDRESS), NOON))
    stores.deliveries.save(again.settled(HandOver(outcome=Outcome.LATER), NOON))
    later = recipient("later@corner.example")
    stores.recipients.keep(later)
    ended = withdrawn(stores, alert)
    assert (2, 0) == (queue(), queue())
    told = rows(stores, Status.WITHDRAWN)
    assert {sent.recipient_id, unknown.recipient_id} == {each.recipient_id for each in told}
    assert {ended.version} == {each.alert_version for each in told}
    for each in (unknown, waiting, again):
        assert State.DROPPED is stores.deliveries.kept[each.delivery_id].state


def test_an_end_waits_for_what_is_being_sent_at_that_moment(queue, stores, clock) -> None:
    stores.recipients.keep(recipient())
    alert = out(stores)
    queue()
    (claimed,) = stores.deliveries.claim(
        Channel.EMAIL, at=NOON, until=NOON.replace(hour=13), most=9, up_to=None
    )
    withdrawn(stores, alert)
    assert 0 == queue()
    stores.deliveries.settle(claimed, claimed.delivery.settled(TAKEN, NOON))
    clock.pass_(seconds=1)
    assert (1, 0) == (queue(), queue())


def test_an_end_that_waits_does_not_hold_up_another_alert(queue, stores) -> None:
    stores.recipients.keep(recipient())
    alert = out(stores)
    queue()
    stores.deliveries.claim(Channel.EMAIL, at=NOON, until=NOON.replace(hour=13), most=9, up_to=None)
    withdrawn(stores, alert)
    other = out(stores)
    assert 1 == queue()
    assert 1 == len([each for each in rows(stores) if each.alert_id == other.alert_id])


def test_an_end_of_many_is_told_in_chunks(queue, stores) -> None:
    for number in range(5):
        stores.recipients.keep(recipient(f"{number}@corner.example"))
    alert = out(stores)
    queue()
    for each in rows(stores):
        stores.deliveries.save(each.settled(TAKEN, NOON))
    withdrawn(stores, alert)
    assert 5 == queue()
    assert 5 == len(rows(stores, Status.WITHDRAWN))


def test_nothing_is_queued_of_what_was_never_dispatched(queue, stores) -> None:
    stores.recipients.keep(recipient())
    stores.alerts.add(issued())
    assert 0 == queue()


def superseded(stores, alert, **given):
    """Let an update take an alert's place, as its approval does."""
    after, update = updated(stores.alerts.get(alert.alert_id), **given)
    stores.alerts.save(after)
    stores.alerts.add(update)
    stores.dispatches.add(Dispatch.of(update, at=NOON))
    return update


def told(stores, alert, notice=Status.ISSUED):
    return {each.recipient_id for each in rows(stores, notice) if each.alert_id == alert.alert_id}


def test_an_update_goes_to_whoever_was_sent_the_former_or_matches_now(queue, stores) -> None:
    london = [recipient(f"{number}@corner.example") for number in range(4)]
    wales = [recipient(f"w{number}@corner.example", regions=WALES) for number in range(3)]
    for each in (*london, *wales):
        stores.recipients.keep(each)
    alert = out(stores)
    queue()
    sent, unknown, *waiting = rows(stores)
    stores.deliveries.save(sent.settled(TAKEN, NOON))
    stores.deliveries.save(unknown.begun(NOON).lost(NOON))
    update = superseded(stores, alert, audience=(AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),))
    queue()
    had = {sent.recipient_id, unknown.recipient_id}
    assert had | {each.recipient_id for each in wales} == told(stores, update)
    for each in (unknown, *waiting):
        there = stores.deliveries.kept[each.delivery_id]
        assert (State.DROPPED, SUPERSEDED) == (there.state, there.why)


def test_of_an_alert_that_an_update_replaced_nothing_more_is_queued(queue, stores) -> None:
    stores.recipients.keep(recipient())
    alert = out(stores)
    update = superseded(stores, alert)
    assert 1 == queue()
    assert (0, 1) == (len(told(stores, alert)), len(told(stores, update)))
    assert all(each.finished_at for each in stores.dispatches.kept.values())


def test_an_update_reaches_those_to_whom_the_former_was_being_sent(queue, stores, clock) -> None:
    stores.recipients.keep(there := recipient())
    alert = out(stores)
    queue()
    (claimed,) = stores.deliveries.claim(
        Channel.EMAIL, at=NOON, until=NOON.replace(hour=13), most=9, up_to=None
    )
    update = superseded(stores, alert, audience=(AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),))
    assert 0 == queue()
    stores.deliveries.settle(claimed, claimed.delivery.settled(TAKEN, NOON))
    clock.pass_(seconds=1)
    assert (1, 0) == (queue(), queue())
    assert {there.recipient_id} == told(stores, update)


def test_the_end_of_a_thread_goes_to_whoever_was_sent_any_message_of_it(queue, stores) -> None:
    first, second, third = (recipient(f"{number}@corner.example") for number in range(3))
    for each in (first, second, third):
        stores.recipients.keep(each)
    alert = out(stores)
    queue()
    (row,) = (each for each in rows(stores) if each.recipient_id == first.recipient_id)
    stores.deliveries.save(row.settled(TAKEN, NOON))
    update = superseded(stores, alert)
    queue()
    (row,) = (
        each
        for each in rows(stores)
        if (each.recipient_id, each.alert_id) == (second.recipient_id, update.alert_id)
    )
    stores.deliveries.save(row.settled(TAKEN, NOON))
    withdrawn(stores, update)
    assert 2 == queue()
    assert {first.recipient_id, second.recipient_id} == told(stores, update, Status.WITHDRAWN)


def test_what_is_queued_after_somebody_proposed_an_end_is_of_the_version_that_was_issued(
    queue, stores, unit_of_work, clock
) -> None:
    """So that the end finds who has it, whatever was done to the alert meanwhile."""
    for number in range(4):
        stores.recipients.keep(recipient(f"{number}@corner.example"))
    alert = out(stores)
    QueueDeliveries(unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), chunk=2)()
    proposed = alert.propose_all_clear(by="a", text="Over.", authority_reference="R")
    stores.alerts.save(proposed)
    queue()
    assert {alert.version} == {each.alert_version for each in rows(stores)}
    for each in rows(stores):
        stores.deliveries.save(each.settled(TAKEN, NOON))
    ended = proposed.give_all_clear(by="b", read=proposed.proposal_digest, at=NOON)
    stores.alerts.save(ended)
    stores.dispatches.add(Dispatch.of(ended, at=NOON))
    queue()
    assert 4 == len(rows(stores, Status.ALL_CLEAR))


def test_an_alert_goes_by_the_channels_that_were_approved_and_by_no_other(queue, stores) -> None:
    stores.recipients.keep(recipient(addresses=BOTH))
    alert = out(stores, channels=frozenset({wording.Channel.SMS, wording.Channel.WEBHOOK}))
    queue()
    assert [Channel.SMS] == [each.channel for each in rows(stores)]
    superseded(stores, alert, channels=frozenset({wording.Channel.WEBHOOK}))
    assert 0 == queue()


def test_a_test_goes_to_simulators_and_to_nobody(queue, stores) -> None:
    for address in ("shop@corner.co.uk", "+447911123456", "shop@corner.example", "+447700900123"):
        stores.recipients.keep(recipient(address))
    out(stores, cap_status=CapStatus.TEST)
    queue()
    found = [stores.recipients.find(each.recipient_id) for each in rows(stores)]
    assert {"shop@corner.example", "+447700900123"} == {each.addresses[0].address for each in found}


def test_one_that_cannot_be_done_holds_up_none_behind_it_and_is_tried_again(
    queue, stores, clock
) -> None:
    stores.recipients.keep(recipient())
    lacking = issued(severity=Severity.EXTREME)
    stores.dispatches.add(Dispatch.of(lacking, at=NOON))
    whole = out(stores)
    with pytest.raises(AlertNotFound):
        queue()
    assert 1 == queue()
    assert {whole.alert_id} == {each.alert_id for each in rows(stores)}
    stores.alerts.add(lacking)
    assert 0 == queue()
    clock.pass_(minutes=1)
    assert 1 == queue()
    assert {lacking.alert_id, whole.alert_id} == {each.alert_id for each in rows(stores)}


def test_one_that_takes_what_is_urgent_leaves_a_newsletter_to_the_others(
    stores, unit_of_work, clock
) -> None:
    stores.recipients.keep(recipient())
    newsletter = out(stores, severity=Severity.MINOR)
    urgent = QueueDeliveries(
        unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), chunk=2, up_to=URGENT
    )
    assert urgent() is None
    extreme = out(stores, severity=Severity.EXTREME)
    assert (1, None) == (urgent(), urgent())
    assert {extreme.alert_id} == {each.alert_id for each in rows(stores)}
    (left,) = stores.dispatches.of(newsletter.alert_id)
    assert left.finished_at is None


def test_while_the_record_is_away_nothing_is_put_off(queue, stores, unit_of_work) -> None:
    stores.recipients.keep(recipient())
    out(stores)

    def away() -> None:
        unit_of_work.fail_at_commit = lambda: None
        raise Unavailable("away")

    unit_of_work.fail_at_commit = away
    with pytest.raises(Unavailable):
        queue()
    assert 1 == queue()
