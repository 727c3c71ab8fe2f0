"""What a person sees while the platform starts: one line a step, with its size and time."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_LOCK: Final = threading.Lock()


class Step:
    """One step under way; `note` is added to its line."""

    def __init__(self) -> None:
        self.note = ""


@contextmanager
def step(what: str) -> Iterator[Step]:
    """Print a line when the step ends: what it was, its note, its seconds."""
    began, under_way = time.monotonic(), Step()
    try:
        yield under_way
    except BaseException:
        _line(f"  {what:<34} failed after {time.monotonic() - began:.1f} s")
        raise
    _line(f"  {what:<34} {under_way.note:<28} {time.monotonic() - began:6.1f} s")


def _line(text: str) -> None:
    with _LOCK:
        print(text, flush=True)


def say(text: str) -> None:
    """Print a line of advice."""
    _line(f"  {text}")


def fail(text: str) -> None:
    """Say what went wrong on standard error."""
    print(f"stack: {text}", file=sys.stderr, flush=True)
