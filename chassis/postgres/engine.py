"""Connections to a service's own database."""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from chassis.errors import Unavailable

IDLE_SECONDS: Final = 1.0
"""A connection that nobody used for so long is asked whether it still lives."""

OUTSIDE_SECONDS: Final = 60
"""Longer than a hand-over of which every step takes almost as long as it may."""

_WAIT_OUTSIDE: Final = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :longest, true)"
)


class DatabaseUnavailable(Unavailable):
    """The database does not answer. What was being done may be asked for again with its key."""

    reason = "DATABASE_UNAVAILABLE"


def open_engine(
    url: str, *, process: str, pool: int = 8, statement_seconds: int = 5, **more: Any
) -> Engine:
    """Return an engine with a bounded pool; a statement or a wait for a lock has an end.

    `more` is for create_engine.
    """
    milliseconds = statement_seconds * 1000
    engine = create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=2,
        pool_recycle=1800,
        connect_args={
            "application_name": process,
            "connect_timeout": 2,
            "options": (
                f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
                f" -c idle_in_transaction_session_timeout={2 * milliseconds} -c timezone=UTC"
            ),
        },
        **more,
    )
    _ping_after_idling(engine)
    return engine


def open_reader(url: str, *, process: str, pool: int = 8) -> Engine:
    """Return an engine on which each statement is a transaction by itself, with no BEGIN.

    It is for use cases that read, and for what is written by one statement alone
    (docs/adr/0137): whoever writes by several needs `open_engine`. It saves two of four round
    trips. At READ COMMITTED, our isolation, two statements of one transaction may see two states
    as well. Its connections never hold a transaction, so that nothing has to be undone when one
    comes back.
    """
    return open_engine(
        url, process=process, pool=pool, isolation_level="AUTOCOMMIT", pool_reset_on_return=None
    )


def _ping_after_idling(engine: Engine) -> None:
    """Let no caller meet a dead connection after a restart of the database.

    As SQLAlchemy's pool_pre_ping, which asks before each use, though the last was a moment ago. One
    whose server ended says so by itself.
    """

    @event.listens_for(engine, "checkin")
    def note(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ping(
        connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
    ) -> None:
        idle = time.monotonic() - record.info.get("idle_since", time.monotonic())
        if idle < IDLE_SECONDS and not _has_something_to_read(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error as error:
            raise DisconnectionError from error


def _has_something_to_read(connection: DBAPIConnection) -> bool:
    """Tell whether an idle connection was written to: by a server that ended, or closed it."""
    waiting = select.poll()
    waiting.register(cast("psycopg.Connection[Any]", connection).fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def wait_outside(connection: Connection) -> None:
    """Let this transaction wait for something outside, a mail server say, for OUTSIDE_SECONDS.

    PostgreSQL would end it after twice the time of a statement. What was handed over by then could
    not be kept, and would be handed over again each time.
    """
    connection.execute(_WAIT_OUTSIDE, {"longest": f"{OUTSIDE_SECONDS}s"})


@contextmanager
def refusing_when_away() -> Iterator[None]:
    """Turn the errors of a database that is away into a refusal the caller understands.

    Raises:
        DatabaseUnavailable: the database is down, restarting, or all connections are in use.
    """
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise DatabaseUnavailable("The record cannot be reached at the moment.") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailable("The record cannot be reached at the moment.") from error
        raise
