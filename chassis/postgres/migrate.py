"""Brings a service's database to the newest schema: the plumbing's tables and the service's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from chassis.postgres.audit_names import enter_old_names
from chassis.postgres.tables import (
    APP_MAY_CALL,
    APP_MAY_NOT_UPDATE,
    APP_MAY_ONLY_INSERT,
    APP_MAY_ONLY_READ,
    APPEND_ONLY,
    NEVER_CHANGED,
)
from chassis.pseudonyms import Pseudonyms

_HERE: Final = Path(__file__).parent / "migrations"


def _configuration(service_versions: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{_HERE / 'versions'}\n{service_versions}")
    return config


def migrate(engine: Engine, *, service_versions: Path, app_role: str) -> None:
    """Upgrade to all heads as the owner, then give the application's role what it may do.

    The application reads and writes rows; it can define nothing, and audit rows it can only add.
    """
    config = _configuration(service_versions)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
        _grant(connection, app_role)


def name_old_rows(engine: Engine, pseudonyms: Pseudonyms) -> int:
    """Let the rows of the audit log that have names without a salt be read; return how many names.

    An older process may still write such names beside this one: the next time finds them.
    """
    with engine.begin() as connection:
        return enter_old_names(connection, pseudonyms)


def _grant(connection: Connection, app_role: str) -> None:
    role = connection.dialect.identifier_preparer.quote(app_role)
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {role}"))
    connection.execute(
        text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    )
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"))
    for table in (*APP_MAY_ONLY_INSERT, *_said_to_be(APPEND_ONLY, connection)):
        connection.execute(text(f"REVOKE UPDATE, DELETE ON {table} FROM {role}"))
    for table in APP_MAY_ONLY_READ:
        connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}"))
    for function in APP_MAY_CALL:
        connection.execute(text(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC"))
        connection.execute(text(f"GRANT EXECUTE ON FUNCTION {function} TO {role}"))
    for table in (*APP_MAY_NOT_UPDATE, *_said_to_be(NEVER_CHANGED, connection)):
        connection.execute(text(f"REVOKE UPDATE ON {table} FROM {role}"))
    connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}"))


def _said_to_be(word: str, connection: Connection) -> Sequence[str]:
    """Return the service's own tables that a migration commented with this word."""
    preparer = connection.dialect.identifier_preparer
    names = connection.scalars(
        text(
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE relkind = 'r' AND nspname = 'public'"
            " AND obj_description(pg_class.oid, 'pg_class') = :said"
        ),
        {"said": word},
    )
    return [preparer.quote(name) for name in names]
