"""No program is started by a fork that gRPC's threads would live on in."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORKS = {"preexec_fn", "user", "group", "extra_groups", "umask"}
"""With any of these `subprocess` forks; without, it calls vfork, which runs no fork handlers."""
STARTERS = {"Popen", "run", "check_call", "check_output", "call", "create_subprocess_exec"}


def _forking(source: str) -> list[int]:
    """Return the lines at which `subprocess` is made to fork."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in STARTERS
        and ast.unparse(node.func.value) in {"subprocess", "asyncio"}
        and FORKS & {each.arg for each in node.keywords}
    ]


@pytest.mark.parametrize("folder", ["bench", "deploy", "stack", "tests", "trials"])
def test_programs_are_started_without_a_fork(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / folder).rglob("*.py")
        for line in _forking(path.read_text("utf-8"))
    ]
    assert [] == found


def test_the_search_finds_a_fork() -> None:
    """The control of the test above."""
    assert [1] == _forking("subprocess.Popen(['true'], user='nobody')")
