"""Background work: how its parts stop, and work that comes in pieces."""

import asyncio
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from chassis.configuration import Address
from chassis.health import Health
from chassis.worker import Part, in_thread, run_worker, while_busy
from stack.ports import Ports


def test_those_named_last_stop_when_the_others_have_finished() -> None:
    said: list[str] = []

    async def consumer(stop: asyncio.Event) -> None:
        await stop.wait()
        said.append("stop heard")
        await asyncio.sleep(0.1)
        said.append("held work finished")

    async def relay(stop: asyncio.Event) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await stop.wait()
        said.append("rest sent")

    async def build() -> Mapping[str, Part]:
        return {"relay": relay, "consumer": consumer}

    health = Health()
    port = Ports.free()["gateway-metrics"]
    run_worker(build, metrics=Address("127.0.0.1", port), health=health, last=frozenset({"relay"}))

    assert ["stop heard", "held work finished", "rest sent"] == said
    assert {"process": "stopping"} == health.wrong()


def test_pieces_follow_at_once_and_a_pause_comes_when_there_is_none() -> None:
    left = [3, 0, 5]
    seen: list[int | None] = []

    async def main() -> None:
        stop = asyncio.Event()

        async def act() -> int | None:
            seen.append(left.pop(0) if left else None)
            if seen[-1] is None:
                stop.set()
            return seen[-1]

        await asyncio.wait_for(while_busy(3600, act)(stop), 5)

    asyncio.run(main())
    assert [3, 0, 5, None] == seen


def test_who_is_told_to_stop_finishes_the_piece_and_no_more() -> None:
    done: list[int] = []

    async def main() -> None:
        stop = asyncio.Event()

        async def act() -> int:
            done.append(1)
            stop.set()
            return 1

        await asyncio.wait_for(while_busy(3600, act)(stop), 5)

    asyncio.run(main())
    assert [1] == done


def test_work_may_have_threads_of_its_own() -> None:
    with ThreadPoolExecutor(1, thread_name_prefix="own") as threads:
        name = asyncio.run(_run(in_thread(lambda: threading.current_thread().name, threads)))
    assert str(name).startswith("own")
    other = asyncio.run(_run(in_thread(lambda: threading.current_thread().name)))
    assert not str(other).startswith("own")


async def _run(act) -> object:
    return await act()
