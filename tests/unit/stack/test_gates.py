"""What `make check` runs: each test once, and nothing where somebody only asks what it does."""

from pathlib import Path

import pytest

from stack import gates
from stack.places import CHECKOUT

LEFT_OUT = "tests/architecture/manifests"
"""By `make manifests`."""


def takes(command: tuple[str, ...], file: Path) -> bool:
    """Tell whether a gate of tests collects a file."""
    named = [each for each in command if each.startswith("tests/")]
    left_out = [each.removeprefix("--ignore=") for each in command if each.startswith("--ignore=")]
    return any(file.is_relative_to(each) for each in named) and not any(
        file.is_relative_to(each) for each in left_out
    )


def test_each_test_that_needs_no_server_is_run_by_one_gate() -> None:
    files = [
        path.relative_to(CHECKOUT)
        for folder in ("unit", "contract", "architecture")
        for path in (CHECKOUT / "tests" / folder).rglob("test_*.py")
    ]
    assert len(files) > 500
    by = {
        str(file): [name for name, command in gates.TESTS if takes(command, file)]
        for file in files
        if not file.is_relative_to(LEFT_OUT)
    }
    assert {} == {file: names for file, names in by.items() if len(names) != 1}


@pytest.mark.parametrize(("asked", "code"), [("--help", 0), ("--only-statics", 2), ("all", 2)])
def test_who_asks_for_help_or_for_nothing_there_is_starts_no_gate(
    monkeypatch: pytest.MonkeyPatch, asked: str, code: int
) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(gates, "_run", started.append)
    with pytest.raises(SystemExit) as ended:
        gates.main([asked])
    assert (code, []) == (ended.value.code, started)


@pytest.mark.parametrize("bad", ["lint", "tests: alerts"])
def test_a_gate_that_fails_is_counted_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bad: str
) -> None:
    failing = dict((*gates.STATIC, *gates.TESTS))[bad]
    monkeypatch.setattr(
        gates, "_run", lambda command: gates.Ended(command != failing, 1.0, f"said {command}")
    )
    assert 1 == gates.main([])
    told = capsys.readouterr().out
    assert f"said {failing}" in told
    assert len(gates.STATIC) + len(gates.TESTS) - 1 == told.count(" passed ")


def test_make_test_runs_the_static_gates_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        gates, "_run", lambda command: started.append(command) or gates.Ended(True, 0.0, "")
    )
    assert 0 == gates.main(["--only-static"])
    assert {command for _, command in gates.STATIC} == set(started)
