"""One relay as a process of its own, to be killed: ours, or one that is known to be bad."""

import asyncio
import os
import sys
from typing import Any

from nats.js import JetStreamContext
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from chassis.jetstream import NatsAccount, connect
from chassis.notices import Notices
from chassis.relay import CHANNEL, Relay
from chassis.worker import keep_running

_CLAIM = """
    UPDATE outbox SET sent_at = clock_timestamp() WHERE event_id IN (
        SELECT event_id FROM outbox WHERE sent_at IS NULL LIMIT 200 FOR UPDATE SKIP LOCKED)
    RETURNING event_id, subject, aggregate_id, aggregate_version, payload, occurred_at, traceparent
"""


class MarksFirst(Relay):
    """Known bad: marks events as sent before NATS has them."""

    async def _send_some(self, connection: AsyncConnection[TupleRow]) -> int:
        async with connection.transaction():
            rows: list[Any] = await (await connection.execute(_CLAIM)).fetchall()
        for row in rows:
            await self._send(row)
        return len(rows)


RELAYS: dict[str, type[Relay]] = {"ours": Relay, "marks-first": MarksFirst}


async def main(kind: str) -> None:
    """Relay until killed."""
    account = NatsAccount(
        url=os.environ["ISP_NATS_URL"],
        user="identity",
        password=os.environ["IDENTITY_NATS_PASSWORD"],
    )
    client = await connect(account)
    js: JetStreamContext = client.jetstream()
    database, stop = os.environ["IDENTITY_DATABASE_URL"], asyncio.Event()
    notices = Notices(database)
    relay = RELAYS[kind](database, js, notices.bell(CHANNEL))
    await asyncio.gather(
        keep_running("notices", notices.run, stop), keep_running("relay", relay.run, stop)
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
