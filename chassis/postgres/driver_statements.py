"""Statements of SQL that stand before or in every call, run by the driver itself."""

from typing import Any, cast

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError


class DriverStatement:
    """A statement with parameters by name, as `%(name)s`, prepared on the server.

    From a statement to a row SQLAlchemy spends two to three times what the driver does
    (`python -m bench rest_auth`, `learners`). What is asked now and then does not need this. Rows
    come in PostgreSQL's binary format: times and arrays as text cost as much again to read.
    """

    def __init__(self, sql: str) -> None:
        self._sql = sql

    def run(self, connection: Connection, **parameters: object) -> "psycopg.Cursor[Any]":
        """Return what came of it, rows by name; on the connection's transaction, if it has one.

        Raises:
            DBAPIError: as SQLAlchemy raises it; a connection that died is not used again.
        """
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        try:
            cursor = driver.cursor(row_factory=namedtuple_row)
            return cursor.execute(self._sql, parameters, prepare=True, binary=True)
        except psycopg.Error as error:
            dead = driver.broken
            if dead:
                connection.invalidate(error)
            raise DBAPIError.instance(
                self._sql, parameters, error, psycopg.Error, connection_invalidated=dead
            ) from error


class DriverRead:
    """A SELECT of at most one row, compiled once and run by the driver."""

    def __init__(self, statement: Select[Any]) -> None:
        compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call] # SQLAlchemy's own
        self._statement = DriverStatement(str(compiled))
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def one_or_none(self, connection: Connection, **parameters: object) -> Any | None:
        """Return the row, its columns by name; on the connection's transaction, if it has one.

        Raises:
            DBAPIError: as SQLAlchemy raises it; a connection that died is not used again.
        """
        return self._statement.run(connection, **self._fixed, **parameters).fetchone()
