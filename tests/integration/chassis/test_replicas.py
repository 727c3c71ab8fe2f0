"""Streams that three NATS servers keep: one of them dies, and what was acknowledged is there."""

import asyncio
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from nats.errors import Error as NatsError

from chassis.jetstream import NatsAccount, StreamSpec, connect, ensure_stream
from stack import nats
from stack.obtain import obtain
from stack.places import cache_folder, throw_away_folder

STREAM = StreamSpec(name="IDENTITY", subjects=("isp.identity.v1.>",), max_bytes=16 * 1024**2)
SUBJECT = "isp.identity.v1.PrincipalChanged"
PATIENCE_SECONDS = 30
PASSWORD = "only-here"


@dataclass
class Server:
    """One of the three."""

    name: str
    port: int
    process: subprocess.Popen[bytes]


@pytest.fixture
def three() -> Iterator[list[Server]]:
    """Three NATS servers that are one cluster."""
    ports = [(_free_port(), _free_port(), _free_port()) for _ in range(3)]
    routes = ", ".join(f'"nats://127.0.0.1:{route}"' for _, _, route in ports)
    binary = obtain(cache_folder()).nats
    with throw_away_folder("isp-test-") as folder, ExitStack() as ending:
        servers = []
        for number, (port, monitor, route) in enumerate(ports):
            config = folder / f"{number}.conf"
            config.write_text(
                nats.configuration(port, monitor, folder / f"store-{number}")
                + f'server_name: "n{number}"\n'
                + f'cluster {{ name: isp, listen: "127.0.0.1:{route}", routes: [{routes}] }}\n'
            )
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", str(binary), "-c", str(config)],
                env={
                    f"NATS_{user.upper()}_PASSWORD": PASSWORD
                    for user in (*nats.SERVICES, "migrate")
                },
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            ending.callback(process.wait)
            ending.callback(process.kill)
            servers.append(Server(f"n{number}", port, process))
        yield servers


@pytest.mark.parametrize(("replicas", "kept"), [(3, True), (1, False)])
def test_what_three_servers_keep_outlives_the_one_that_led(
    three: list[Server], replicas: int, kept: bool
) -> None:
    """With one it does not: the control."""

    async def scenario() -> None:
        migrate = await connect(_account("migrate", three[0]))
        await _until(lambda: ensure_stream(migrate.jetstream(), STREAM, replicas=replicas))
        publisher = await connect(_account("identity", three[0]))
        js = publisher.jetstream()
        # That server may not know yet who takes in what it is given; asked twice, it is kept once.
        await _until(lambda: js.publish(SUBJECT, b"0", timeout=2, headers={"Nats-Msg-Id": "0"}))
        for number in range(1, 50):
            await js.publish(SUBJECT, b"%d" % number)
        info = await migrate.jetstream().stream_info(STREAM.name)
        await migrate.close()
        assert info.cluster is not None
        leader = next(each for each in three if each.name == info.cluster.leader)
        leader.process.kill()
        leader.process.wait()
        if kept:
            await _until(lambda: js.publish(SUBJECT, b"50", timeout=2))
            left = next(each for each in three if each is not leader)
            migrate = await connect(_account("migrate", left))
            info = await migrate.jetstream().stream_info(STREAM.name)
            assert 51 == info.state.messages
            await migrate.close()
        else:
            with pytest.raises(NatsError):
                await js.publish(SUBJECT, b"50", timeout=5)
        await publisher.close()

    asyncio.run(scenario())


async def _until(does: Callable[[], Awaitable[object]]) -> None:
    """Do it until it succeeds: a cluster needs a moment to agree on who leads."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            await does()
        except NatsError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.2)
        else:
            return


def _account(user: str, server: Server) -> NatsAccount:
    return NatsAccount(url=f"nats://127.0.0.1:{server.port}", user=user, password=PASSWORD)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
