"""What posts gives way to what writes rows, and comes to its turn when that is done."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import PRIORITIES
from services.alerts.domain.dispatch import Dispatch
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from services.alerts.usecases.queueing import ANYTHING, PAUSE_SECONDS, Queueing
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import recipient
from tests.fakes.plumbing import FreshIds

NEWSLETTER = PRIORITIES[Severity.MINOR]


def chunks(queueing: Queueing, work: Iterator[int | None]) -> int | None:
    """Write a chunk, as a queue does that says of which priority it is."""
    done = next(work)
    if done is not None:
        queueing.begins(NEWSLETTER)
    return done


def test_senders_take_what_is_more_urgent_while_rows_are_written_and_one_batch_a_second() -> None:
    now, asked = [100.0], []
    queueing = Queueing(lambda: now[0])
    work = iter([5000, 0, None])
    queue = queueing.doing(lambda: chunks(queueing, work))

    def post(up_to: int | None) -> int:
        asked.append(up_to)
        return 1

    one, other = queueing.before(post), queueing.before(post)
    assert [1, 1] == [one(), other()]
    assert [ANYTHING] * 2 == asked
    assert [5000, 1, 1, 1] == [queue(), one(), one(), other()]
    assert [ANYTHING, NEWSLETTER - 1, NEWSLETTER - 1] == asked[2:]
    now[0] += PAUSE_SECONDS
    assert [0, 1, 1] == [queue(), other(), one()]
    assert [ANYTHING, NEWSLETTER - 1] == asked[5:]
    assert [None, 1, 1] == [queue(), one(), other()]
    assert [ANYTHING] * 2 == asked[7:]


def test_a_queue_that_failed_holds_up_no_sender() -> None:
    queueing, asked = Queueing(), []
    work = iter([5000, RuntimeError])

    def chunk() -> int:
        queueing.begins(NEWSLETTER)
        done = next(work)
        if not isinstance(done, int):
            raise done
        return done

    queue, send = queueing.doing(chunk), queueing.before(asked.append)
    queue()
    for _ in range(2):
        send()
    with pytest.raises(RuntimeError):
        queue()
    for _ in range(2):
        send()
    assert [ANYTHING, NEWSLETTER - 1, ANYTHING, ANYTHING] == asked


def test_a_queue_says_of_which_priority_its_rows_are_before_it_writes_them(
    unit_of_work, stores, clock
) -> None:
    heard: list[tuple[int, int]] = []
    minor, extreme = issued(severity=Severity.MINOR), issued(severity=Severity.EXTREME)
    for each in (minor, extreme):
        stores.alerts.kept[each.alert_id] = each
        stores.dispatches.add(Dispatch.of(each, at=NOON))
    stores.recipients.keep(recipient())
    queue = QueueDeliveries(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    queue = replace(queue, begins=lambda each: heard.append((each, len(stores.deliveries.kept))))
    assert [1, 1, None] == [queue(), queue(), queue()]
    assert [(PRIORITIES[Severity.EXTREME], 0), (NEWSLETTER, 1)] == heard
