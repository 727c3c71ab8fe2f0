"""Alerts' worker with a known-bad consumer: it acknowledges an event before it keeps it."""

import asyncio
from importlib import import_module
from typing import Any

from nats.aio.msg import Msg

from chassis import consumers


class AckFirst(consumers.Consumer):
    """Known bad: NATS is told that the event is done before the commit."""

    async def _handle(self, message: Msg) -> None:
        await message.ack()
        await asyncio.sleep(0.05)  # as long as a commit takes on a busy disk
        event = self._event(message)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._what.handle, event)


def main() -> None:
    """Run the worker of alerts, found by its name, with that consumer."""
    parts: Any = import_module("chassis.roles")
    parts.Consumer = AckFirst
    process: Any = import_module("chassis.process")
    bootstrap: Any = import_module("services.alerts.bootstrap")
    process.run("alerts", {"work": bootstrap.work})


if __name__ == "__main__":
    main()
