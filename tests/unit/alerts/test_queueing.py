"""What posts gives way to what writes rows, and comes to its turn when that is done."""

import pytest

from services.alerts.usecases.queueing import Queueing


def test_a_sender_gives_way_while_rows_are_written_and_goes_on_afterwards() -> None:
    queueing, sent = Queueing(), []
    work = iter([5000, 0, None])
    queue = queueing.doing(lambda: next(work))

    def post() -> int:
        sent.append("batch")
        return 1

    send = queueing.before(post)
    assert 1 == send()
    assert [5000, None] == [queue(), send()]
    assert [0, None] == [queue(), send()]
    assert [None, 1] == [queue(), send()]
    assert 2 == len(sent)


def test_a_queue_that_failed_holds_up_no_sender() -> None:
    queueing = Queueing()
    work = iter([5000, RuntimeError])

    def chunk() -> int:
        done = next(work)
        if not isinstance(done, int):
            raise done
        return done

    queue = queueing.doing(chunk)
    queue()
    with pytest.raises(RuntimeError):
        queue()
    assert 1 == queueing.before(lambda: 1)()
