"""The threads that answer RPCs, and the end of a server that none of its calls outlives."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, Protocol

_LOOKS: Final = 2
_PAUSE_SECONDS: Final = 0.25


class CallPool(ThreadPoolExecutor):
    """A pool of threads that knows how many calls it was given and has not finished."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads, thread_name_prefix="rpc")
        self._lock = threading.Lock()
        self._unfinished = 0

    @property
    def unfinished(self) -> int:
        """How many calls wait for a thread or have one."""
        return self._unfinished

    def submit(self, *call: Any, **options: Any) -> Future[Any]:
        """Take a call, as every pool does."""
        with self._lock:
            self._unfinished += 1
        try:
            future = super().submit(*call, **options)
        except RuntimeError:
            self._finished(None)
            raise
        future.add_done_callback(self._finished)
        return future

    def _finished(self, _future: Future[Any] | None) -> None:
        with self._lock:
            self._unfinished -= 1


class Stoppable(Protocol):
    """As `grpc.Server`: stopped again with less patience, it ends sooner."""

    def stop(self, grace: float | None) -> threading.Event:
        """Refuse new calls; cancel what is left after `grace` seconds."""
        ...


def end_calls(server: Stoppable, pool: CallPool, seconds: float) -> None:
    """Stop a server: let every call that was begun finish, at most `seconds`, then cancel the rest.

    A call that arrives just when the server stops may be taken and given to nobody: gRPC then
    holds it until its caller's deadline (seen about once in two hundred stops under load). Once
    all that was begun is finished, whatever is left is such a call. Its caller gets UNAVAILABLE,
    and asks again where that does no harm (docs/adr/0041).
    """
    stopped = server.stop(seconds)
    idle = 0
    while not stopped.wait(_PAUSE_SECONDS):
        idle = 0 if pool.unfinished else idle + 1
        if idle == _LOOKS:
            server.stop(0)
