"""`make check`: every gate that needs no server, each with its seconds; any failure fails it.

`--only-static` leaves the tests to the caller, who runs all of them.
"""

import os
import subprocess
import sys
import time
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
    ("dockerfile", ("hadolint", "deploy/Dockerfile")),
    ("manifests", ("python", "-m", "deploy.manifests", "check")),
)
_WORKERS: Final = 2 * (os.cpu_count() or 1)
"""Twice the cores: servers that start and stop are waited for half of the time."""

TESTS: Final = (
    (
        "tests",
        (
            *("pytest", "-q", f"--numprocesses={_WORKERS}"),
            *("tests/unit", "tests/contract", "tests/architecture"),
            "--ignore=tests/architecture/manifests",  # `make manifests`: each core would render
        ),
    ),
)


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

    Those without tests are one process each and run beside each other, one a core; then the tests,
    which take every core themselves.
    """
    failed = 0
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as beside:
        static = [(name, beside.submit(_run, command)) for name, command in STATIC]
        for name, ending in static:
            failed += _told(name, ending.result())
    for name, command in () if only_static else TESTS:
        ended = _run(command)
        failed += _told(name, ended)
        if ended.good:
            print(ended.said.splitlines()[-1])
    return failed


def _told(name: str, ended: Ended) -> bool:
    """Print how a gate ended; tell whether it failed."""
    word = "passed" if ended.good else "FAILED"
    print(f"  {name:<26} {word} {ended.seconds:6.1f} s")
    if not ended.good:
        print(ended.said)
    sys.stdout.flush()
    return not ended.good


if __name__ == "__main__":
    sys.exit(main(only_static="--only-static" in sys.argv))
