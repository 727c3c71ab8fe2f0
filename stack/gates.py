"""`make check`: every gate that needs no server, each with its seconds; any failure fails it.

`--only-static` leaves the tests to the caller, who runs all of them.
"""

import subprocess
import sys
import time
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
TESTS: Final = (
    (
        "unit and contract tests",
        ("pytest", "-q", "--numprocesses=logical", "tests/unit", "tests/contract"),
    ),
)


def main(*, only_static: bool) -> int:
    """Run the gates and return the number that failed."""
    failed = 0
    for name, (program, *arguments) in (*STATIC, *(() if only_static else TESTS)):
        began = time.monotonic()
        ended = subprocess.run(
            [_BIN / program, *arguments], cwd=CHECKOUT, check=False, capture_output=True, text=True
        )
        good = ended.returncode == 0
        failed += not good
        print(f"  {name:<26} {'passed' if good else 'FAILED'} {time.monotonic() - began:6.1f} s")
        if not good:
            print(ended.stdout + ended.stderr)
        elif name == TESTS[0][0]:
            print(ended.stdout.splitlines()[-1])
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main(only_static="--only-static" in sys.argv))
