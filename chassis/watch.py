"""Lets the loops of a process sleep until there is something to do: one looks, the others wait.

What is due when is asked in one question for all of them: at each notice of a commit, when the
earliest thing is due, and every few seconds besides. A loop is woken when there is something of its
kind, and then works until nothing is left.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from chassis.notices import Bell, first
from chassis.worker import Part

LONGEST_SECONDS: Final = 2.0
"""How long it takes at most until something is noticed of which no notice came."""

REST_SECONDS: Final = 0.25
"""How soon a loop that could do nothing tries again what is due, unless a notice comes."""

ANYWAY_SECONDS: Final = 30.0
"""How long a loop sleeps at most, whatever the looks say."""

TOLD_PAUSE_SECONDS: Final = 1.0
"""The least time between two acts of what acts at any notice."""

CHANNEL: Final = "work"
"""Of the notices that triggers with `tell_work()` give (chassis_0200)."""

Due = Mapping[str, float]
"""The kinds of work of which there is any, each with the seconds until the earliest is due."""


def when_told(bell: Bell, act: Callable[[], Awaitable[object]], *, at_least: float) -> Part:
    """Return a part that acts after notices, and so often at least, until there is nothing left.

    For what asks several things at once, of which nobody says beforehand when they are due: it does
    so at most once a second.
    """

    async def part(stop: asyncio.Event) -> None:
        while not stop.is_set():
            if await act():
                continue
            await first(TOLD_PAUSE_SECONDS, stop)
            await bell.wait(at_least - TOLD_PAUSE_SECONDS, stop)

    return part


@dataclass(slots=True)
class _Sleeper:
    """A loop: what wakes it, and when it last found nothing to do."""

    alarm: asyncio.Event = field(default_factory=asyncio.Event)
    rested_at: float = 0.0


class Watch:
    """Wakes the loops that have something to do."""

    def __init__(self, bell: Bell, look: Callable[[], Awaitable[Due]]) -> None:
        self._bell = bell
        self._look = look
        self._sleepers: dict[str, list[_Sleeper]] = defaultdict(list)
        self._somebody_rests = asyncio.Event()

    def loop(self, kind: str, act: Callable[[], Awaitable[object]]) -> Part:
        """Return a part that acts when work of a kind is due, and then until None says no more.

        What it does at once must be little: a process that is told to stop waits for it.
        """
        sleeper = _Sleeper()
        self._sleepers[kind].append(sleeper)

        async def part(stop: asyncio.Event) -> None:
            while not stop.is_set():
                sleeper.alarm.clear()  # before it acts: what is committed from here on wakes it
                if await act() is None:
                    sleeper.rested_at = asyncio.get_running_loop().time()
                    self._somebody_rests.set()  # by what it did something may be due later
                    await first(ANYWAY_SECONDS, sleeper.alarm, stop)

        return part

    async def run(self, stop: asyncio.Event) -> None:
        """Look and wake until told to stop."""
        told = True
        while not stop.is_set():
            self._somebody_rests.clear()
            seconds = self._wake(await self._look(), told=told)
            told = await self._bell.wait(seconds, stop, self._somebody_rests)
            if self._somebody_rests.is_set() and not told:
                told = await self._bell.wait(REST_SECONDS, stop)

    def _wake(self, due: Due, *, told: bool) -> float:
        """Wake whom it concerns; return in how many seconds to look again.

        Who could do nothing a moment ago rests first, unless a notice said that there is more.
        """
        now, soonest = asyncio.get_running_loop().time(), LONGEST_SECONDS
        for kind, seconds in due.items():
            for each in self._sleepers[kind]:
                pause = max(seconds, 0 if told else each.rested_at + REST_SECONDS - now)
                if pause > 0:
                    soonest = min(soonest, pause)
                else:
                    each.alarm.set()
        return soonest
