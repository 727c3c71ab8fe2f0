"""Who sleeps is woken when there is something to do, and by nothing else."""

import asyncio
from collections.abc import Awaitable, Callable

from chassis.notices import Notices
from chassis.watch import REST_SECONDS, Watch, when_told

DATABASE = "postgresql+psycopg://nobody@localhost:1/none"
LONG = 5.0


class Work:
    """What is to be done: how much, and in how many seconds the first is due."""

    def __init__(self, *kinds: str) -> None:
        self.notices = Notices(DATABASE)
        self.notices.hearing = True
        self.bell = self.notices.bell("work")
        self.watch = Watch(self.bell, self._look)
        self.due: dict[str, float] = {}
        self.blocked = False
        self.looks = 0
        self.done: list[str] = []
        self.tried = 0
        self.stop = asyncio.Event()
        self._parts = [self.watch.loop(each, self._act(each)) for each in kinds]

    async def _look(self) -> dict[str, float]:
        self.looks += 1
        return dict(self.due)

    def _act(self, kind: str) -> Callable[[], Awaitable[int | None]]:
        async def act() -> int | None:
            self.tried += 1
            if self.blocked or self.due.get(kind, 1) > 0:
                return None
            del self.due[kind]
            self.done.append(kind)
            return 1

        return act

    async def run(self, play: Callable[[], Awaitable[None]]) -> None:
        running = [asyncio.create_task(each(self.stop)) for each in (self.watch.run, *self._parts)]
        try:
            await play()
        finally:
            self.stop.set()
            await asyncio.wait_for(asyncio.gather(*running), LONG)

    async def until(self, good: Callable[[], bool]) -> None:
        async with asyncio.timeout(LONG):
            while not good():  # noqa: ASYNC110 - what is waited for is no event's
                await asyncio.sleep(0.001)

    async def at_rest(self) -> None:
        """Wait until the loops have looked at what there was at the beginning."""
        await self.until(lambda: self.tried >= len(self._parts) and self.looks > 1)


def test_a_notice_wakes_whom_it_concerns_and_lets_the_others_sleep() -> None:
    work = Work("mails", "texts")

    async def play() -> None:
        await work.at_rest()
        tried = work.tried
        work.due["mails"] = 0
        work.bell.ring()
        await work.until(lambda: work.done == ["mails"])
        await asyncio.sleep(0.05)
        assert tried + 2 == work.tried  # it did it, and found no more

    asyncio.run(work.run(play))


def test_what_is_due_later_is_done_then_without_a_notice() -> None:
    work = Work("mails")

    async def play() -> None:
        loop = asyncio.get_running_loop()
        await work.at_rest()
        due_at = loop.time() + 0.5

        async def look() -> dict[str, float]:
            return {"mails": due_at - loop.time()} if not work.done else {}

        work.watch._look = look
        work.due["mails"] = 0
        work.bell.ring()
        await work.until(lambda: work.done == ["mails"])
        assert due_at <= loop.time()

    asyncio.run(work.run(play))


def test_a_notice_that_comes_while_a_loop_works_is_not_lost() -> None:
    work = Work()
    seen: list[int] = []

    async def act() -> int | None:
        seen.append(1)
        if len(seen) == 1:
            work.due["late"] = 0  # committed after this act asked, and before it rests
            work.bell.ring()
            await asyncio.sleep(0.05)
        else:
            work.due.clear()
        return None

    work._parts = [work.watch.loop("late", act)]

    async def play() -> None:
        await work.until(lambda: len(seen) == 2)

    asyncio.run(work.run(play))


def test_a_lost_notice_only_delays(monkeypatch) -> None:
    monkeypatch.setattr("chassis.watch.LONGEST_SECONDS", 0.3)
    work = Work("mails")

    async def play() -> None:
        await work.at_rest()
        work.due["mails"] = 0
        await work.until(lambda: work.done == ["mails"])

    asyncio.run(work.run(play))


def test_without_the_looks_by_the_clock_it_would_be_lost(monkeypatch) -> None:
    """The control of the test above."""
    monkeypatch.setattr("chassis.watch.LONGEST_SECONDS", 3600)
    work = Work("mails")

    async def play() -> None:
        await work.at_rest()
        await asyncio.sleep(2 * REST_SECONDS)
        work.due["mails"] = 0
        await asyncio.sleep(1)
        assert [] == work.done

    asyncio.run(work.run(play))


def test_while_nobody_listens_it_is_looked_oftener(monkeypatch) -> None:
    monkeypatch.setattr("chassis.watch.LONGEST_SECONDS", 3600)
    monkeypatch.setattr("chassis.notices.DEAF_SECONDS", 0.1)
    work = Work("mails")
    work.notices.hearing = False

    async def play() -> None:
        await work.at_rest()
        work.due["mails"] = 0
        await work.until(lambda: work.done == ["mails"])

    asyncio.run(work.run(play))


def test_what_is_due_and_cannot_be_done_is_tried_a_few_times_a_second() -> None:
    """Of many loops that all fail none drives the others round."""
    work = Work(*["mails"] * 6)
    work.blocked, work.due["mails"] = True, 0

    async def play() -> None:
        await work.at_rest()
        looks, tried = work.looks, work.tried
        await asyncio.sleep(4 * REST_SECONDS)
        assert (work.tried - tried) / 6 <= 5
        assert work.looks - looks <= 10
        work.blocked = False
        await work.until(lambda: work.done == ["mails"])

    asyncio.run(work.run(play))


def test_a_look_that_overlooks_something_delays_it(monkeypatch) -> None:
    monkeypatch.setattr("chassis.watch.ANYWAY_SECONDS", 0.2)
    work = Work("mails")

    async def play() -> None:
        await work.at_rest()
        tried = work.tried
        await work.until(lambda: work.tried > tried)

    asyncio.run(work.run(play))


def test_what_asks_many_things_acts_after_notices_until_nothing_is_left(monkeypatch) -> None:
    monkeypatch.setattr("chassis.watch.TOLD_PAUSE_SECONDS", 0.01)
    work, left, asked = Work(), [2, 0, 0, 1, 0], []

    async def act() -> int:
        asked.append(left.pop(0) if left else 0)
        return asked[-1]

    work._parts = [when_told(work.bell, act, at_least=3600)]
    monkeypatch.setattr(work.watch, "run", _nothing)

    async def play() -> None:
        await work.until(lambda: asked == [2, 0])
        await asyncio.sleep(0.1)
        assert [2, 0] == asked  # nothing was said
        work.bell.ring()
        await work.until(lambda: asked == [2, 0, 0])
        work.bell.ring()
        await work.until(lambda: asked == [2, 0, 0, 1, 0])

    asyncio.run(work.run(play))


def test_what_asks_many_things_does_so_by_the_clock_where_nothing_is_said(monkeypatch) -> None:
    monkeypatch.setattr("chassis.watch.TOLD_PAUSE_SECONDS", 0.01)
    work, asked = Work(), []

    async def act() -> None:
        asked.append(1)

    work._parts = [when_told(work.bell, act, at_least=0.05)]
    monkeypatch.setattr(work.watch, "run", _nothing)

    async def play() -> None:
        await work.until(lambda: len(asked) > 2)

    asyncio.run(work.run(play))


async def _nothing(stop: asyncio.Event) -> None:
    await stop.wait()


def test_who_is_told_to_stop_finishes_the_piece_and_no_more() -> None:
    work, done = Work(), []

    async def act() -> int:
        done.append(1)
        work.stop.set()
        return 1

    work._parts = [work.watch.loop("mails", act)]

    async def play() -> None:
        await work.until(lambda: bool(done))

    asyncio.run(work.run(play))
    assert [1] == done
