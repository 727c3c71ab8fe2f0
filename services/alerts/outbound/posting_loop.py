"""One event loop for all posts of a process, in a thread of its own.

A post is mostly waiting. A thread for each that waits costs more than the posts: they hand the
interpreter to each other at every step.
"""

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import uvloop

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class PostingLoop:
    """Runs until the process ends; any thread may hand it work."""

    _loop: asyncio.AbstractEventLoop = field(default_factory=uvloop.new_event_loop)

    def __post_init__(self) -> None:
        """Begin."""
        threading.Thread(target=self._loop.run_forever, name="posting", daemon=True).start()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Return what some work comes to; the caller waits for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


@cache
def posting_loop() -> PostingLoop:
    """Return the loop, begun at the first use."""
    return PostingLoop()
