"""Runs the bare chain of hops: a NATS without users, and the two processes of `hop_chain`."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from nats import connect
from nats.aio.client import Client

from bench.hop_chain import WAKE
from stack.obtain import obtain
from stack.places import cache_folder
from stack.ports import free_port

# As the platform's own: nothing is acknowledged before it is on the disk.
_CONFIGURATION = """
listen: "127.0.0.1:{port}"
http: "127.0.0.1:{monitor}"
jetstream {{ store_dir: "{folder}/data", sync_interval: always }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BareChain:
    """A chain that runs; `port` is where its last part is connected to."""

    port: int
    loop: asyncio.Runner
    client: Client

    def publish(self, event: bytes) -> float:
        """Wake the first part with an event; return when that began (Unix time)."""
        began = time.time()
        self.loop.run(self._wake(event))
        return began

    async def _wake(self, event: bytes) -> None:
        await self.client.publish(WAKE, event)
        await self.client.flush()


@contextmanager
def bare_chain(folder: Path, fan_core: int) -> Iterator[BareChain]:
    """Run the chain until the block ends, its last part on the core of our streams."""
    folder.mkdir()
    port, monitor = free_port(), free_port()
    configuration = folder / "nats.conf"
    configuration.write_text(_CONFIGURATION.format(port=port, monitor=monitor, folder=folder))
    program = obtain(cache_folder()).nats
    with ExitStack() as stack, (folder / "nats.log").open("wb") as log:
        command = [str(program), "-c", str(configuration)]
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        stack.callback(server.wait, 30)
        stack.callback(server.terminate)
        _wait_for(monitor)
        url = f"nats://127.0.0.1:{port}"
        stack.enter_context(_part("relay", url))
        fan = stack.enter_context(_part("fan", url, "taskset", "-c", str(fan_core)))
        loop = stack.enter_context(asyncio.Runner())
        client = loop.run(connect(url))
        yield BareChain(port=fan, loop=loop, client=client)
        loop.run(client.close())


def _wait_for(monitor: int) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{monitor}/healthz", timeout=1):
                return
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextmanager
def _part(role: str, url: str, *before: str) -> Iterator[int]:
    """Run one part; yields the number that it prints when it is ready."""
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "bench.hop_chain", role, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
