"""The compose file before Docker Compose itself, and its helpers before the real servers."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from deploy import nats_configuration
from deploy.docker_compose import FILE, obtain_compose
from stack import postgres
from stack.harness import Harness
from stack.obtain import obtain
from stack.places import CHECKOUT, cache_folder

HELPERS = CHECKOUT / "deploy" / "compose"


@pytest.fixture(scope="module")
def compose() -> Path:
    return obtain_compose(cache_folder())


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The secrets, made by the script as on a laptop."""
    deploy = tmp_path_factory.mktemp("deploy")
    (deploy / "compose").mkdir()
    shutil.copy(FILE, deploy)
    shutil.copy(HELPERS / "secrets.sh", deploy / "compose")
    subprocess.run(["sh", deploy / "compose" / "secrets.sh"], check=True)
    return deploy / "compose" / "secrets"


def config(compose: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [compose, "--file", file, "config", "--quiet"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(file.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_docker_compose_finds_nothing_wrong(compose: Path) -> None:
    """Not even a warning."""
    said = config(compose, FILE)
    assert (0, "", "") == (said.returncode, said.stdout, said.stderr)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("read_only: true", "read_onyl: true"),
        ("condition: service_healthy", "condition: service_helthy"),
        ("databases: { condition", "databasis: { condition"),
        ("secrets: [postgres]", "secrets: [postgers]"),
    ],
)
def test_docker_compose_refuses_a_mistyped_word(
    compose: Path, tmp_path: Path, right: str, wrong: str
) -> None:
    """The control of the test above."""
    text = FILE.read_text("utf-8")
    assert right in text
    (tmp_path / "compose.yaml").write_text(text.replace(right, wrong))
    assert 0 != config(compose, tmp_path / "compose.yaml").returncode


def test_nats_takes_its_configuration_with_the_passwords_beside_it(
    secrets: Path, tmp_path: Path
) -> None:
    shutil.copy(nats_configuration.FILE, tmp_path / "nats.conf")
    command = [obtain(cache_folder()).nats, "-t", "-c", tmp_path / "nats.conf"]
    assert 0 != subprocess.run(command, check=False, capture_output=True, env={}).returncode

    shutil.copy(secrets / "nats_passwords", tmp_path / "passwords.conf")
    subprocess.run(command, check=True, capture_output=True, env={})


@pytest.fixture(scope="module")
def database_server() -> Iterator[Harness]:
    with tempfile.TemporaryDirectory(prefix="isp-test-", dir="/var/tmp") as name:
        Path(name).chmod(0o755)
        with Harness(Path(name), servers=frozenset({"postgres"})) as harness:
            yield harness


def test_the_databases_and_roles_are_those_of_make_up(
    database_server: Harness, secrets: Path, tmp_path: Path
) -> None:
    by_stack = _rights(database_server)
    _forget(database_server)
    assert by_stack != _rights(database_server)

    handed = tmp_path / "secrets"
    shutil.copytree(secrets, handed)
    (handed / "postgres").chmod(0o600)
    (handed / "postgres").write_text(database_server.secret("postgres"))
    environment = {
        "PATH": f"{database_server.platform.servers.postgres}:/usr/bin:/bin",
        "PGHOST": "localhost",
        "PGPORT": str(database_server.port("postgres")),
        "PGUSER": "postgres",
        "SECRETS": str(handed),
    }
    for _ in range(2):  # again, as at each `up`
        subprocess.run(["sh", HELPERS / "databases.sh"], check=True, env=environment)
    assert by_stack == _rights(database_server)

    with psycopg.connect(
        f"postgresql://identity_app:{(secrets / 'identity_app').read_text()}"
        f"@localhost:{database_server.port('postgres')}/identity"
    ) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def _rights(harness: Harness) -> tuple[list[tuple[object, ...]], ...]:
    with postgres.connect(harness.port("postgres"), harness.secret("postgres")) as connection:
        return (
            connection.execute(
                "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolcanlogin, rolinherit,"
                " rolreplication, rolbypassrls, rolconnlimit FROM pg_roles"
                " WHERE rolname !~ '^pg_' ORDER BY rolname"
            ).fetchall(),
            connection.execute(
                "SELECT datname, pg_get_userbyid(datdba), datacl::text, encoding, datcollate"
                " FROM pg_database ORDER BY datname"
            ).fetchall(),
        )


def _forget(harness: Harness) -> None:
    with postgres.connect(harness.port("postgres"), harness.secret("postgres")) as connection:
        for name in (*postgres.SERVICES, "keycloak"):
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        for name in (
            "keycloak",
            *(f"{each}_{kind}" for each in postgres.SERVICES for kind in ("owner", "app")),
        ):
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
