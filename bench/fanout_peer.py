"""The peer of the benchmark `stream`: a bare fan-out on asyncio's streams, and nothing else."""

import asyncio
import sys

LISTEN = b"listen\n"
GREETING = b"welcome\n"


async def serve() -> None:
    """Send whatever a publisher writes, line by line, to everyone who listens."""
    listeners: list[asyncio.StreamWriter] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.readline() == LISTEN:
            listeners.append(writer)
            writer.write(GREETING)
            return
        while data := await reader.readline():
            for listener in listeners:
                listener.write(data)
            await asyncio.gather(*(listener.drain() for listener in listeners))

    server = await asyncio.start_server(meet, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
