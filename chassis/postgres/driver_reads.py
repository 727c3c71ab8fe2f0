"""Reads that stand before every call, run by the driver itself."""

from typing import Any, cast

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError


class DriverRead:
    """A SELECT of at most one row, compiled once and prepared on the server.

    From a statement to a row SQLAlchemy spends two to three times what the driver does, on every
    call of everyone (`python -m bench rest_auth`). Other queries do not need this. The row comes in
    PostgreSQL's binary format: times and arrays as text cost as much again to read.
    """

    def __init__(self, statement: Select[Any]) -> None:
        compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call] # SQLAlchemy's own
        self._sql = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def one_or_none(self, connection: Connection, **parameters: object) -> Any | None:
        """Return the row, its columns by name; on the connection's transaction, if it has one.

        Raises:
            DBAPIError: as SQLAlchemy raises it; a connection that died is not used again.
        """
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        try:
            cursor = driver.cursor(row_factory=namedtuple_row)
            asked = {**self._fixed, **parameters}
            return cursor.execute(self._sql, asked, prepare=True, binary=True).fetchone()
        except psycopg.Error as error:
            dead = driver.broken
            if dead:
                connection.invalidate(error)
            raise DBAPIError.instance(
                self._sql, parameters, error, psycopg.Error, connection_invalidated=dead
            ) from error
