"""Events that are handled together, on the real PostgreSQL and NATS."""

import asyncio
import time
from collections import Counter

from sqlalchemy import text

from chassis.errors import Unavailable
from tests.integration.chassis import test_events
from tests.integration.chassis.test_events import put, running, until

account, database, engine = test_events.account, test_events.database, test_events.engine


class Together:
    """Takes what came together; fails with those that hold a bad one."""

    def __init__(self) -> None:
        self.portions: list[list[str]] = []
        self.alone: Counter[str] = Counter()
        self.bad = "00000000-0000-4000-8000-00000000bad0"
        self.away = False

    def together(self, events) -> None:
        time.sleep(0.05)
        if self.away:
            raise Unavailable("away")
        ids = [each.event_id for each in events]
        if self.bad in {each.message.principal.subject for each in events}:
            raise RuntimeError("one of them is bad")
        self.portions.append(ids)

    def __call__(self, event) -> None:
        if self.away:
            raise Unavailable("away")
        self.alone[event.event_id] += 1
        if event.message.principal.subject == self.bad:
            raise ValueError("bad")

    def done(self) -> Counter[str]:
        return Counter(each for portion in self.portions for each in portion) + self.alone


def test_many_events_are_handled_together_and_a_bad_one_is_parked_alone(
    database, engine, account
) -> None:
    handled = Together()

    async def main() -> None:
        first = [put(engine) for _ in range(100)]
        async with running(database, engine, account, handled, many=handled):
            await until(lambda: set(first) <= set(handled.done()))
            assert {1} == {handled.done()[each] for each in first}
            assert 16 >= max(map(len, handled.portions)) > 1
            handled.away = True
            waiting = [await asyncio.to_thread(put, engine) for _ in range(20)]
            await asyncio.sleep(0.5)
            assert not set(waiting) & set(handled.done())
            handled.away = False
            await until(lambda: set(waiting) <= set(handled.done()))
            subjects = [handled.bad, *([""] * 30)]
            bad, *good = [put(engine, subject) for subject in subjects]
            await until(lambda: bad in parked(engine))
            await until(lambda: set(good) <= set(handled.done()))
            assert not set(good) & parked(engine)

    asyncio.run(main())


def parked(engine) -> set[str]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT event_id FROM dead_letters"))
        return {str(each.event_id) for each in rows}
