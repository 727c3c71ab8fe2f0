"""The peer of `publish_to_subscriber`: as many hops as ours, and nothing else.

A plain message wakes `relay`, which publishes to a stream on disk and waits for its word; `fan`
follows that stream and writes to every connection. No database, no marking, no reader's rights.
"""

import asyncio
import socket
import sys
from typing import Final

import uvloop
from nats import connect
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StorageType

WAKE: Final = "wake"
STREAM: Final = "CHAIN"
SUBJECT: Final = "chain.event"
GREETING: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 0\n\n"


async def relay(client: Client) -> None:
    """Publish whatever wakes it to the stream, as the outbox's relay does."""
    js = client.jetstream()
    await js.add_stream(name=STREAM, subjects=[SUBJECT], storage=StorageType.FILE)

    async def publish(message: Msg) -> None:
        await js.publish(SUBJECT, message.data)

    await client.subscribe(WAKE, cb=publish)
    print(0, flush=True)


async def fan(client: Client) -> None:
    """Write whatever the stream brings to every connection."""
    listeners: list[asyncio.Transport] = []

    class Listener(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport: asyncio.Transport = transport  # type: ignore[assignment]

        def data_received(self, data: bytes) -> None:
            del data  # whatever is asked, it gets everything
            self.transport.write(GREETING)
            listeners.append(self.transport)

    async def show(message: Msg) -> None:
        for listener in listeners:
            listener.write(message.data)

    made = socket.create_server(("127.0.0.1", 0))
    await asyncio.get_running_loop().create_server(Listener, sock=made, backlog=1024)
    config = ConsumerConfig(deliver_policy=DeliverPolicy.NEW, ack_policy=AckPolicy.NONE)
    await client.jetstream().subscribe(SUBJECT, cb=show, config=config, manual_ack=True)
    print(made.getsockname()[1], flush=True)


async def main(role: str, url: str) -> None:
    """Do one part until standard input ends."""
    client = await connect(url)
    await {"relay": relay, "fan": fan}[role](client)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    await client.close()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
