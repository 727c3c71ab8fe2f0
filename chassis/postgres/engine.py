"""Connections to a service's own database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.errors import Unavailable


class DatabaseUnavailable(Unavailable):
    """The database does not answer. What was being done may be asked for again with its key."""

    reason = "DATABASE_UNAVAILABLE"


def open_engine(url: str, *, process: str, pool: int = 8, statement_seconds: int = 5) -> Engine:
    """Return an engine with a bounded pool; a statement or a wait for a lock has an end."""
    milliseconds = statement_seconds * 1000
    return create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=2,
        pool_recycle=1800,
        pool_pre_ping=True,  # after a restart of the database no caller meets a dead connection
        connect_args={
            "application_name": process,
            "connect_timeout": 2,
            "options": (
                f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
                f" -c idle_in_transaction_session_timeout={2 * milliseconds} -c timezone=UTC"
            ),
        },
    )


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
