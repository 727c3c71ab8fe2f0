"""Each process gets the settings it reads, and a gate that fails is seen."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from chassis.configuration import BadSetting, Settings
from stack import features, gates, postgres
from stack.ports import Ports
from stack.secrets_file import load_or_make
from stack.services import PROCESSES, environment, name_of


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return load_or_make(tmp_path_factory.mktemp("secrets") / "secrets.json")


def _settings_of(service: str, source: Mapping[str, str]) -> Any:
    config = import_module(f"services.{service}.config")
    return getattr(config, f"{service.capitalize()}Settings").read(Settings(source))


@pytest.mark.parametrize(("service", "role"), PROCESSES)
def test_a_process_starts_with_what_it_is_given_and_names_what_is_missing(
    secrets: dict[str, str], service: str, role: str
) -> None:
    given = environment(service, role, ports=Ports.fixed({}), secrets=secrets, kind="test")
    _settings_of(service, given)
    needed = 0
    for name in given:
        rest = {each: value for each, value in given.items() if each != name}
        try:
            _settings_of(service, rest)
        except BadSetting as bad:
            assert name == bad.name  # noqa: PT017 - most settings have a default, these do not
            needed += 1
    assert needed >= 5


def test_no_two_processes_listen_on_the_same_port(secrets: dict[str, str]) -> None:
    listening: dict[str, str] = {}
    for service, role in PROCESSES:
        given = environment(service, role, ports=Ports.fixed({}), secrets=secrets, kind="test")
        metrics = given[f"{service.upper()}_METRICS_LISTEN"]
        assert metrics not in listening, name_of(service, role)
        listening[metrics] = name_of(service, role)


@pytest.mark.parametrize("number", ["0", "1", "999999999"])
def test_a_stale_pid_file_that_names_another_program_is_removed(
    tmp_path: Path, number: str
) -> None:
    """PostgreSQL would take that program for itself and never start."""
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{number}\n{tmp_path}\n")
    postgres._forget_stale_pid(tmp_path)
    assert not pid_file.exists()


def test_a_gate_that_fails_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    good, bad = ("python", "-c", "print('fine')"), ("python", "-c", "raise SystemExit('not fine')")
    monkeypatch.setattr(gates, "STATIC", (("good", good), ("bad", bad), ("last", good)))
    assert 1 == gates.main(["--only-static"])
    said = capfd.readouterr().out
    assert "not fine" in said
    assert 2 == said.count("passed")
    assert 1 == said.count("FAILED")


def test_a_feature_without_a_test_is_said_to_be_not_built(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(features, "collected", lambda: {"F11": ["tests/e2e/t.py::test_it"]})
    features.main()
    lines = capfd.readouterr().out.splitlines()
    (built,) = [line for line in lines if line.startswith("F11")]
    assert "1 tests" in built
    assert 28 == sum("not built" in line for line in lines)
