"""A service's database as it was before some migrations, with the rows of one as it is now."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table, event, insert, inspect, select, text

from chassis.postgres import migrate as of_chassis
from chassis.postgres.engine import open_engine
from chassis.postgres.migrate import migrate

_MIGRATIONS: Final = Path(of_chassis.__file__).parent / "migrations"
Row = dict[str, Any]


def made_old(owner_url: str, versions: Path, revision: str) -> Engine:
    """Empty a database and bring it to a revision of its service, with what that depends on."""
    engine = open_engine(owner_url, process="test", pool=1)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", f"{_MIGRATIONS / 'versions'}\n{versions}")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return engine


def copied(now: Engine, old: Engine) -> None:
    """Put the rows of one database into an older one, as far as it has tables and columns."""
    there = inspect(old).get_table_names()
    for name, rows in all_rows(now).items():
        if name in there and rows:
            with old.begin() as connection:
                table = Table(name, MetaData(), autoload_with=connection)
                as_then = [{key: row[key] for key in row if key in table.c} for row in rows]
                connection.execute(insert(table), as_then)


def all_rows(engine: Engine) -> dict[str, list[Row]]:
    """Return every row of every table but Alembic's own, in no order that would tell them apart."""
    with engine.connect() as connection:
        names = sorted({*inspect(connection).get_table_names()} - {"alembic_version"})
        return {name: _rows(connection, name) for name in names}


def _rows(connection: Connection, name: str) -> list[Row]:
    table = Table(name, MetaData(), autoload_with=connection)
    rows = connection.execute(select(table)).mappings()
    return sorted(({str(k): v for k, v in row.items()} for row in rows), key=repr)


@contextmanager
def _without(engine: Engine, step: str) -> Iterator[list[str]]:
    """Leave out the statements of a migration that begin with these words; yield them."""
    gone: list[str] = []

    def run(_c: Any, _u: Any, statement: str, given: Any, *_: Any) -> tuple[str, Any]:
        if step and statement.strip().startswith(step):
            gone.append(statement)
            return "SELECT 1", ()
        return statement, given

    event.listen(engine, "before_cursor_execute", run, retval=True)
    try:
        yield gone
    finally:
        event.remove(engine, "before_cursor_execute", run)


def upgraded(engine: Engine, versions: Path, *, app_role: str, but: str = "") -> None:
    """Bring it to the newest as `migrate` does; of a control all `but` what begins with this.

    Raises:
        LookupError: nothing begins with that, so that the control would be none.
    """
    try:
        with _without(engine, but) as gone:
            migrate(engine, service_versions=versions, app_role=app_role)
    finally:
        if but and not gone:
            raise LookupError(but)
