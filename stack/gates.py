"""`make check`: every gate that needs no server, each with its seconds; any failure fails it.

Tests marked `long` are left to `make test`. `--only-static` leaves them all to the caller.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack.places import CHECKOUT

_BIN: Final = Path(sys.executable).parent
_CODE: Final = ("kernel", "chassis", "services", "stack", "bench", "trials", "deploy", "tests")
STATIC: Final = (
    ("format", ("ruff", "format", "--check", "--quiet", *_CODE)),
    ("lint", ("ruff", "check", "--quiet", *_CODE)),
    ("types", ("mypy",)),
    ("imports", ("lint-imports",)),
    ("contracts", ("python", "-m", "stack.protos", "check")),
    ("records", ("python", "-m", "stack.privacy", "check")),
    ("dockerfile", ("hadolint", "deploy/Dockerfile")),
    ("manifests", ("python", "-m", "deploy.manifests", "check")),
)
_GATEWAY: Final = "tests/contract/gateway"
_OPENAPI: Final = f"{_GATEWAY}/test_openapi.py"


def _tests(name: str, *what: str) -> tuple[str, tuple[str, ...]]:
    return f"tests: {name}", ("pytest", "-q", "-m", "not long", *what)


TESTS: Final = (
    _tests("REST's document", _OPENAPI),
    _tests("the gateway", _GATEWAY, f"--ignore={_OPENAPI}"),
    _tests("alerts", "tests/unit/alerts"),
    _tests("contracts", "tests/contract", f"--ignore={_GATEWAY}"),
    _tests(
        "the rest",
        *("tests/unit", "tests/architecture", "--ignore=tests/unit/alerts"),
        "--ignore=tests/architecture/manifests",  # `make manifests`
    ),
)
"""All at once, each a process: divided by pytest-xdist they take half as long again, since each of
its workers collects all of them, and each sends three reports of every test."""


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


def main(*, only_static: bool) -> int:
    """Run the gates and return the number that failed.

    Those without tests run beside each other, one a core; then the tests, all at once: servers that
    start and stop are waited for half of the time.
    """
    failed = _all(STATIC, os.cpu_count() or 1)
    return failed if only_static else failed + _all(TESTS, len(TESTS))


def _all(gates: Sequence[tuple[str, tuple[str, ...]]], at_once: int) -> int:
    """Run gates and return the number that failed."""
    with ThreadPoolExecutor(at_once) as beside:
        running = [(name, beside.submit(_run, command)) for name, command in gates]
        return sum(_told(name, ending.result()) for name, ending in running)


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
    sys.exit(main(only_static="--only-static" in sys.argv))
