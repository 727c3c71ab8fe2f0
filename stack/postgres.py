"""PostgreSQL: the record. One database for each service and one for Keycloak."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psutil
import psycopg
from psycopg import sql

from stack.places import as_server_user, give_to_servers, private_folder
from stack.program import Program

SERVICES: Final = ("identity", "alerts", "content", "training", "engagement", "analytics")
"""The services that have a database, each with an owner and an application role."""


def prepare(programs: Path, data: Path, password: str) -> None:
    """Make the data folder of a cluster, unless it is there."""
    private_folder(data)
    _forget_stale_pid(data)
    if (data / "PG_VERSION").exists():
        return
    pwfile = data.with_name("postgres-password")
    pwfile.write_text(password)
    pwfile.chmod(0o600)
    give_to_servers(pwfile)
    try:
        subprocess.run(
            as_server_user(
                (
                    *(str(programs / "initdb"), "--pgdata", str(data), "--username=postgres"),
                    *("--auth=scram-sha-256", f"--pwfile={pwfile}", "--encoding=UTF8"),
                    "--no-locale",
                )
            ),
            check=True,
            capture_output=True,
            cwd="/",
        )
    finally:
        pwfile.unlink()


def _forget_stale_pid(data: Path) -> None:
    """Remove a postmaster.pid whose number now belongs to another program.

    PostgreSQL takes over a stale file by itself, except when its number was given to another
    process of the same user, such as a JVM: then it never starts.
    """
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    number = int(pid_file.read_text().split("\n", 1)[0] or 0)
    try:
        alive = psutil.Process(number).name().startswith("postgres")
    except (psutil.NoSuchProcess, ValueError):
        alive = False
    if not alive:
        pid_file.unlink()


def program(programs: Path, data: Path, port: int, password: str) -> Program:
    """Return PostgreSQL on loopback. INT, since TERM waits for every client to go."""

    def ready() -> str | None:
        try:
            with connect(port, password):
                return None
        except psycopg.OperationalError as error:
            return str(error).strip()

    settings = {
        "listen_addresses": "localhost",
        "unix_socket_directories": "",
        "port": str(port),
        "max_connections": "250",
        "synchronous_commit": "on",
        "shared_buffers": "128MB",
        # After a crash no more than this is gone through again: by default four times as much.
        "max_wal_size": "256MB",
        "recovery_init_sync_method": "syncfs",
        "log_min_duration_statement": "1s",
        "timezone": "UTC",
    }
    return Program(
        name="postgres",
        command=(
            str(programs / "postgres"),
            *("-D", str(data)),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ),
        ready=ready,
        as_server=True,
        stop_signal="INT",
        stop_seconds=30,
        stop_as_group=False,
        priority=10,
    )


def connect(
    port: int, password: str, database: str = "postgres"
) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection as the superuser, for preparing databases and for tests."""
    return psycopg.connect(
        host="localhost",
        port=port,
        user="postgres",
        password=password,
        dbname=database,
        autocommit=True,
        connect_timeout=2,
    )


def create_databases(port: int, password: str, passwords: Mapping[str, str]) -> None:
    """Make every role and database that is not there; `passwords` has one for each role."""
    with connect(port, password) as connection:
        for service in SERVICES:
            _role(connection, f"{service}_owner", passwords)
            _role(connection, f"{service}_app", passwords)
            _database(connection, service, f"{service}_owner")
        _role(connection, "keycloak", passwords)
        _database(connection, "keycloak", "keycloak")


def _role(
    connection: psycopg.Connection[tuple[object, ...]], name: str, passwords: Mapping[str, str]
) -> None:
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    verb = sql.SQL("ALTER" if there else "CREATE")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            verb, sql.Identifier(name), sql.Literal(passwords[name])
        )
    )


def _database(connection: psycopg.Connection[tuple[object, ...]], name: str, owner: str) -> None:
    there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
    if not there:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
        # Other services' roles may not even connect.
        connection.execute(
            sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
        )
    if name in SERVICES:
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(name), sql.Identifier(f"{name}_app")
            )
        )
