"""`make check`: every gate that needs no server, each with its seconds; any failure fails it.

Tests marked `long` are left to `make test`.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack.places import CHECKOUT

_BIN: Final = Path(sys.executable).parent
_CODE: Final = ("kernel", "chassis", "services", "stack", "bench", "trials", "deploy", "tests")
STATIC: Final = (
    ("types", ("mypy",)),
    ("manifests", ("python", "-m", "deploy.manifests", "check")),
    ("records", ("python", "-m", "stack.privacy", "check")),
    ("contracts", ("python", "-m", "stack.protos", "check")),
    ("lint", ("ruff", "check", "--quiet", *_CODE)),
    ("imports", ("lint-imports",)),
    ("format", ("ruff", "format", "--check", "--quiet", *_CODE)),
    ("dockerfile", ("hadolint", "deploy/Dockerfile")),
)
_UNIT: Final = "tests/unit"
_GATEWAY: Final = "tests/contract/gateway"
_OPENAPI: Final = f"{_GATEWAY}/test_openapi.py"
_ALERTS: Final = f"{_UNIT}/alerts"
_SERVICES: Final = tuple(
    f"{_UNIT}/{each}"
    for each in ("identity", "content", "training", "engagement", "analytics", "gateway")
)


def _tests(name: str, *what: str) -> tuple[str, tuple[str, ...]]:
    return f"tests: {name}", ("pytest", "-q", "-m", "not long", *what)


def _without(*folders: str) -> tuple[str, ...]:
    return tuple(f"--ignore={each}" for each in folders)


TESTS: Final = (
    _tests("the gateway", _GATEWAY, *_without(_OPENAPI)),
    _tests("contracts", "tests/contract", *_without(_GATEWAY)),
    _tests("alerts", _ALERTS),
    _tests(
        "the rest",
        *(_UNIT, "tests/architecture"),
        *_without(_ALERTS, *_SERVICES, "tests/architecture/manifests"),  # `make manifests`
    ),
    _tests("other services", *_SERVICES),
    _tests("REST's document", _OPENAPI),
)
"""Each a process: divided by pytest-xdist they take half as long again, since each of its workers
collects all of them, and each sends three reports of every test."""
_A_CORE: Final = 2
"""How many gates at once for each core: some tests wait for servers that start and stop."""


@dataclass(frozen=True)
class Ended:
    """How a gate ended, after how many seconds, and what it said."""

    good: bool
    seconds: float
    said: str


def _run(command: tuple[str, ...]) -> Ended:
    program, *arguments = command
    began = time.monotonic()
    ended = subprocess.run(
        [_BIN / program, *arguments], cwd=CHECKOUT, check=False, capture_output=True, text=True
    )
    seconds = time.monotonic() - began
    return Ended(ended.returncode == 0, seconds, ended.stderr + ended.stdout)


def main(arguments: Sequence[str]) -> int:
    """Run the gates, the longest first, and return the number that failed."""
    parser = argparse.ArgumentParser(prog="python -m stack.gates", description=__doc__)
    parser.add_argument(
        "--only-static", action="store_true", help="leave out the tests: the caller runs them all"
    )
    gates = STATIC if parser.parse_args(arguments).only_static else (*TESTS, *STATIC)
    with ThreadPoolExecutor(_A_CORE * (os.cpu_count() or 1)) as beside:
        running = {beside.submit(_run, command): name for name, command in gates}
        return sum(_told(running[each], each.result()) for each in as_completed(running))


def _told(name: str, ended: Ended) -> bool:
    """Print how a gate ended; tell whether it failed."""
    word = "passed" if ended.good else "FAILED"
    last = ended.said.splitlines()[-1] if ended.good and name.startswith("tests") else ""
    print(f"  {name:<26} {word} {ended.seconds:6.1f} s  {last}".rstrip())
    if not ended.good:
        print(ended.said)
    sys.stdout.flush()
    return not ended.good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
