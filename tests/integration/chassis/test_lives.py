"""Every long-running process from its boot to its end, on the real PostgreSQL and NATS."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from importlib import import_module
from time import monotonic, sleep
from typing import Any

import pytest
from alembic.script import ScriptDirectory

from chassis.postgres.migrate import _configuration
from stack import services
from stack.alone import Alone
from stack.services import PROCESSES, name_of

OF_SERVICES = [name_of(service, role) for service, role in PROCESSES if service != "gateway"]


@pytest.fixture
def alone(servers) -> Iterator[Alone]:
    processes = Alone(servers, {"ISP_DRAIN_SECONDS": "1"})
    yield processes
    processes.stop_all()


def newest_migration(service: str) -> tuple[str, str]:
    """Return the service's own newest migration, and what a database that lacks it is at."""
    versions = import_module(f"services.{service}.bootstrap").VERSIONS
    script = ScriptDirectory.from_config(_configuration(versions))
    (head,) = [
        each
        for each in map(script.get_revision, script.get_heads())
        if each.revision.startswith(service)
    ]
    return head.revision, head.down_revision or head.dependencies


def launch(alone: Alone, name: str, **settings: str) -> None:
    service, _, role = name.partition("-")
    told = alone.environment(name) | settings
    alone.launch(name, services.command(service, role), told)


def asked(alone: Alone, name: str, path: str = "/readyz") -> tuple[int, Any]:
    address = f"http://127.0.0.1:{alone.harness.port(f'{name}-metrics')}{path}"
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def until(alone: Alone, name: str, good: Callable[[int, Any], bool]) -> Any:
    """Ask until the answer is good; return what was said."""
    end, said = monotonic() + 30, None
    while monotonic() < end:
        try:
            said = asked(alone, name)
        except OSError:
            sleep(0.1)
            continue
        if good(*said):
            return said[1]
        sleep(0.1)
    raise AssertionError(f"{name} says {said}\n{alone.log(name)}")


@pytest.mark.parametrize("name", OF_SERVICES)
def test_a_process_at_an_older_schema_says_what_is_missing_until_it_is_there_and_ends_in_order(
    alone: Alone, new_database, name: str
) -> None:
    service = name.partition("-")[0]
    database = new_database(service)
    newest, before = newest_migration(service)
    change = "UPDATE alembic_version SET version_num = %s WHERE version_num = %s"
    alone.execute(database.name, change, (before, newest))

    launch(alone, name, **{f"{service.upper()}_DATABASE_URL": database.app_url})
    said = until(alone, name, lambda status, said: status == 503 and "starting" not in str(said))
    assert any("lacks migration" in each and newest in each for each in map(str, said.values()))

    alone.execute(database.name, change, (newest, before))
    until(alone, name, lambda status, _: status == 200)

    assert (200, b"drained\n") == asked(alone, name, "/drain")
    assert (503, {"process": "draining"}) == asked(alone, name)
    began = monotonic()
    assert 0 == alone.stop(name), alone.log(name)
    assert monotonic() - began < 30


@pytest.mark.parametrize("name", OF_SERVICES)
def test_a_process_without_a_setting_ends_with_its_name(alone: Alone, tmp_path, name: str) -> None:
    words = tmp_path / "termination-log"
    words.touch()
    missing = f"{name.partition('-')[0].upper()}_DATABASE_URL"
    launch(alone, name, ISP_TERMINATION_LOG=str(words), **{missing: ""})
    assert 78 == alone.wait(name)
    assert f"setting {missing}: is missing" == words.read_text()


def test_a_secret_whose_file_is_not_there_is_named(alone: Alone, tmp_path) -> None:
    words = tmp_path / "termination-log"
    words.touch()
    told = {"ALERTS_TICKET_KEY_FILE": str(tmp_path / "none"), "ISP_TERMINATION_LOG": str(words)}
    launch(alone, "alerts-stream", **told)
    assert 78 == alone.wait("alerts-stream")
    assert words.read_text().startswith("setting ALERTS_TICKET_KEY_FILE: cannot be read")


@pytest.mark.parametrize("name", ["alerts-serve", "alerts-work", "alerts-stream"])
def test_a_failure_at_boot_is_the_last_thing_a_process_says(
    alone: Alone, tmp_path, name: str
) -> None:
    words = tmp_path / "termination-log"
    words.touch()
    taken = f"127.0.0.1:{alone.harness.port('nats')}"
    launch(alone, name, ALERTS_METRICS_LISTEN=taken, ISP_TERMINATION_LOG=str(words))
    assert 1 == alone.wait(name)
    assert "OSError: [Errno 98] Address already in use" == words.read_text()
