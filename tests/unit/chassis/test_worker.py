"""Background work: how its parts stop, and where they run."""

import asyncio
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from chassis.configuration import Address
from chassis.health import Health
from chassis.worker import Part, in_thread, run_worker
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


def test_work_may_have_threads_of_its_own() -> None:
    with ThreadPoolExecutor(1, thread_name_prefix="own") as threads:
        name = asyncio.run(_run(in_thread(lambda: threading.current_thread().name, threads)))
    assert str(name).startswith("own")
    other = asyncio.run(_run(in_thread(lambda: threading.current_thread().name)))
    assert not str(other).startswith("own")


async def _run(act) -> object:
    return await act()
