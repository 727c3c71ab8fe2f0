"""Runs a process's background work: each part is started again when it fails, all stop together."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from typing import Final, TypeVar

import uvloop
from prometheus_client import Counter

from chassis.configuration import Address
from chassis.health import Health, HealthServer
from chassis.logs import logger
from chassis.stopping import STOP_SECONDS, end_within

Done = TypeVar("Done")
Part = Callable[[asyncio.Event], Awaitable[None]]
"""Works until the event is set; may end with an error, and is then started again."""

RESTARTS: Final = Counter("isp_worker_restarts_total", "Parts started again.", ["part"])
_LONGEST_PAUSE: Final = 5.0


def run_worker(
    build: Callable[[], Awaitable[Mapping[str, Part]]],
    *,
    metrics: Address,
    health: Health,
    last: frozenset[str] = frozenset(),
) -> None:
    """Build the parts inside the event loop and run them until SIGTERM or SIGINT.

    Those named in `last` go on until the others have finished what they had in hand.
    """
    side = HealthServer(metrics, health)
    side.start()
    uvloop.run(_run(build, health, last))
    side.stop()


async def _run(
    build: Callable[[], Awaitable[Mapping[str, Part]]], health: Health, last: frozenset[str]
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    parts = await _built(build, stop, health)
    if parts is None:
        return
    health.ready()
    logger().info("working", parts=sorted(parts))
    others_ended = asyncio.Event()
    async with asyncio.TaskGroup() as last_tasks:
        for name in last & parts.keys():
            last_tasks.create_task(keep_running(name, parts[name], others_ended))
        async with asyncio.TaskGroup() as tasks:
            for name in parts.keys() - last:
                tasks.create_task(keep_running(name, parts[name], stop))
            await stop.wait()
            health.unready("stopping")
            last_resort = end_within(STOP_SECONDS)
        others_ended.set()
    last_resort.cancel()
    logger().info("stopped")


async def _built(
    build: Callable[[], Awaitable[Mapping[str, Part]]], stop: asyncio.Event, health: Health
) -> Mapping[str, Part] | None:
    """Build the parts, again and again while a server that they need is away."""
    while not stop.is_set():
        try:
            return await build()
        except Exception as error:  # noqa: BLE001 - said in the log and by /readyz until it works
            health.unready(f"cannot start: {type(error).__name__}")
            logger().warning("cannot start yet", why=f"{type(error).__name__}: {error}"[:300])
            await _pause(stop, 1)
    return None


async def keep_running(name: str, part: Part, stop: asyncio.Event) -> None:
    """Run a part until the stop; start it again after an error, pausing longer each time."""
    pause = 0.1
    while not stop.is_set():
        began = time.monotonic()
        try:
            await part(stop)
        except Exception as error:  # noqa: BLE001 - whatever it was, the part must run again
            RESTARTS.labels(name).inc()
            logger().warning("part failed", part=name, why=f"{type(error).__name__}: {error}"[:300])
            if time.monotonic() - began > _LONGEST_PAUSE:
                pause = 0.1
            await _pause(stop, pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


def every(seconds: float, act: Callable[[], Awaitable[object]]) -> Part:
    """Return a part that acts again and again, the same time apart."""

    async def part(stop: asyncio.Event) -> None:
        while not stop.is_set():
            await act()
            await _pause(stop, seconds)

    return part


def until_none(act: Callable[[], int]) -> Callable[[], int | None]:
    """Return what says by None that there was nothing to do, of an act that counts what it did."""
    return lambda: act() or None


def in_thread(
    act: Callable[[], Done], threads: Executor | None = None
) -> Callable[[], Awaitable[Done]]:
    """Return an awaitable act that runs in a thread: the event loop never waits for SQL.

    What may wait long, for a server that is slow, gets threads of its own, so that nothing else
    waits for one.
    """

    async def run() -> Done:
        return await asyncio.get_running_loop().run_in_executor(threads, act)

    return run


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
