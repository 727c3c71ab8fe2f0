"""Hears what transactions of our database say as they commit (LISTEN, NOTIFY), on one connection.

A notice says that there may be something to do and no more: what there is stands in the tables.
Nothing may depend on it. While the connection is away every wait is short, and behind a pooler that
gives each transaction another connection, where no notice ever comes, waits end by the clock.
"""

import asyncio
from typing import Final

import psycopg
from prometheus_client import Gauge
from psycopg import AsyncConnection, sql
from sqlalchemy import make_url

HEARING: Final = Gauge("isp_notices_hearing", "1 while the record's notices are listened to.")

DEAF_SECONDS: Final = 1.0
"""The longest wait while nobody listens."""

_KEEPALIVE: Final = {
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
}
"""Who only listens never hears that the other side is gone, unless it asks."""


def conninfo(url: str, *, process: str, **more: str) -> str:
    """Return a libpq connection string for a SQLAlchemy address."""
    parts = make_url(url)
    return psycopg.conninfo.make_conninfo(
        host=parts.host or "",
        port=str(parts.port or 5432),
        user=parts.username or "",
        password=parts.password or "",
        dbname=parts.database or "",
        connect_timeout="2",
        application_name=process,
        # As sslmode and sslrootcert: what the address says beyond the place.
        **{name: str(value) for name, value in parts.query.items()},
        **more,
    )


class Bell:
    """Rings for one who waits; what rang while nobody waited is not forgotten."""

    def __init__(self, notices: "Notices") -> None:
        self._notices = notices
        self._rang = asyncio.Event()

    def ring(self) -> None:
        """Wake who waits, or let the next wait end at once."""
        self._rang.set()

    async def wait(self, seconds: float, *others: asyncio.Event) -> bool:
        """Wait until it rings, or another event, or for so many seconds; tell if it rang.

        While nobody listens the wait is short.
        """
        longest = seconds if self._notices.hearing else min(seconds, DEAF_SECONDS)
        await first(longest, self._rang, *others)
        rang = self._rang.is_set()
        self._rang.clear()
        return rang


class Notices:
    """One listening connection for a whole process."""

    def __init__(self, database: str) -> None:
        self._conninfo = conninfo(database, process="notices", **_KEEPALIVE)
        self._bells: dict[str, list[Bell]] = {}
        self.hearing = False

    def bell(self, channel: str) -> Bell:
        """Return what rings at each notice of a channel; ask before `run`."""
        bell = Bell(self)
        self._bells.setdefault(channel, []).append(bell)
        return bell

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until told to stop; an error when the database goes away.

        The worker starts it again. Whatever was said meanwhile nobody heard: all bells ring once
        it listens.
        """
        try:
            async with await AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                for channel in self._bells:
                    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                self._hears(hearing=True)
                self._ring(*self._bells)
                while not stop.is_set():
                    async for notice in connection.notifies(timeout=DEAF_SECONDS):
                        self._ring(notice.channel)
        finally:
            self._hears(hearing=False)
            self._ring(*self._bells)

    def _hears(self, *, hearing: bool) -> None:
        self.hearing = hearing
        HEARING.set(hearing)

    def _ring(self, *channels: str) -> None:
        for channel in channels:
            for bell in self._bells[channel]:
                bell.ring()


async def first(seconds: float, *events: asyncio.Event) -> None:
    """Wait for the first of some events, but no longer than so many seconds."""
    waits = [asyncio.ensure_future(each.wait()) for each in events]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()
