"""Sends what the outbox holds to JetStream: at least once, marked only after the acknowledgement.

It wakes by a notice of the commit and looks every second besides. Rows are claimed with SKIP
LOCKED, never by "later than the last": a late commit with an earlier number would be lost.
"""

import asyncio
from typing import Any, Final

from nats.js import JetStreamContext
from prometheus_client import Counter, Gauge
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from chassis.logs import logger
from chassis.notices import Bell, conninfo

SENT: Final = Counter("isp_outbox_sent_total", "Events acknowledged by JetStream.", ["subject"])
WAITING: Final = Gauge("isp_outbox_oldest_seconds", "Age of the oldest event not sent yet.")

CHANNEL: Final = "outbox"
"""Of the notices that the outbox's trigger gives."""

LOOK_SECONDS: Final = 1.0
BATCH: Final = 200
_CLAIM: Final = """
    SELECT event_id, subject, aggregate_id, aggregate_version, payload, occurred_at, traceparent
    FROM outbox WHERE sent_at IS NULL ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED
"""
_MARK: Final = "UPDATE outbox SET sent_at = clock_timestamp() WHERE event_id = ANY(%s)"
_OLDEST: Final = """
    SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)
    FROM outbox WHERE sent_at IS NULL
"""
_FORGET: Final = "DELETE FROM outbox WHERE sent_at < clock_timestamp() - interval '7 days'"


class Relay:
    """One service's relay. Several may run: each row is claimed by one of them."""

    def __init__(self, database: str, js: JetStreamContext, bell: Bell) -> None:
        """`bell` rings when a transaction commits that put something into the outbox."""
        self._conninfo = conninfo(database, process="relay")
        self._js = js
        self._bell = bell

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop, and then what is there; an error when the database goes away.

        The worker starts it again; what was claimed and not marked is sent once more with the same
        id, and JetStream keeps one.
        """
        async with await AsyncConnection.connect(self._conninfo) as sending:
            rounds = 0
            while not stop.is_set():
                while await self._send_some(sending) == BATCH:
                    pass
                if rounds % 60 == 0:
                    await self._measure(sending)
                if rounds % 3600 == 0:
                    await sending.execute(_FORGET)
                    await sending.commit()
                rounds += 1
                await self._bell.wait(LOOK_SECONDS, stop)
            while await self._send_some(sending) == BATCH:
                pass

    async def _send_some(self, connection: AsyncConnection[TupleRow]) -> int:
        async with connection.transaction():
            rows = await (await connection.execute(_CLAIM, (BATCH,))).fetchall()
            if not rows:
                return 0
            results = await asyncio.gather(*map(self._send, rows), return_exceptions=True)
            sent = [row[0] for row, result in zip(rows, results, strict=True) if result is None]
            if sent:
                await connection.execute(_MARK, (sent,))
        failed = [result for result in results if isinstance(result, BaseException)]
        if failed:
            logger().warning("events held", held=len(failed), why=type(failed[0]).__name__)
            await self._measure(connection)
            await asyncio.sleep(0.5)
            return 0
        return len(sent)

    async def _send(self, row: tuple[Any, ...]) -> None:
        event_id, subject, aggregate_id, version, payload, occurred_at, traceparent = row
        headers = {
            "Nats-Msg-Id": str(event_id),
            "Isp-Occurred-At": occurred_at.isoformat(),
            "Isp-Aggregate-Id": aggregate_id,
            "Isp-Aggregate-Version": str(version),
        }
        if traceparent:
            headers["traceparent"] = traceparent
        await self._js.publish(subject, payload, timeout=5, headers=headers)
        SENT.labels(subject).inc()

    async def _measure(self, connection: AsyncConnection[TupleRow]) -> None:
        row = await (await connection.execute(_OLDEST)).fetchone()
        await connection.commit()
        WAITING.set(float(row[0]) if row else 0.0)
