"""What posts gives way to what writes rows, and comes to its turn when that is done."""

import pytest

from services.alerts.usecases.queueing import PAUSE_SECONDS, Queueing


def test_senders_give_way_while_rows_are_written_but_for_one_batch_a_second() -> None:
    now, sent = [100.0], []
    queueing = Queueing(lambda: now[0])
    work = iter([5000, 0, None])
    queue = queueing.doing(lambda: next(work))

    def post() -> int:
        sent.append(now[0])
        return 1

    one, other = queueing.before(post), queueing.before(post)
    assert [1, 1] == [one(), other()]
    assert [5000, 1, None, None] == [queue(), one(), one(), other()]
    now[0] += PAUSE_SECONDS
    assert [0, 1, None] == [queue(), other(), one()]
    assert [None, 1, 1] == [queue(), one(), other()]
    assert 6 == len(sent)


def test_a_queue_that_failed_holds_up_no_sender() -> None:
    queueing = Queueing()
    work = iter([5000, RuntimeError])

    def chunk() -> int:
        done = next(work)
        if not isinstance(done, int):
            raise done
        return done

    queue, send = queueing.doing(chunk), queueing.before(lambda: 1)
    assert [5000, 1, None] == [queue(), send(), send()]
    with pytest.raises(RuntimeError):
        queue()
    assert [1, 1] == [send(), send()]
