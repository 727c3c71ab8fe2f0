"""A channel that shows its new certificate when the files were renewed: another one inside."""

import threading
import time
from collections.abc import Callable
from typing import Any, Final, Self, cast

import grpc

from chassis.logs import logger
from chassis.tls import TlsFolder

LOOK_SECONDS: Final = 10.0
"""How often the files are looked at, when there are calls."""

_LAST_CALLS_SECONDS: Final = 60.0
"""How long an old channel lives for the calls that are under way on it."""


class RenewingChannel(grpc.Channel):
    """Hands each call to the channel that was opened with the newest files."""

    def __init__(
        self, open_one: Callable[[], grpc.Channel], tls: TlsFolder, look: float = LOOK_SECONDS
    ) -> None:
        self._open = open_one
        self._tls = tls
        self._look = look
        self._lock = threading.Lock()
        self._stamp = tls.stamp()
        self._looked_at = time.monotonic()
        self._channel = open_one()

    def current(self) -> grpc.Channel:
        """Return the channel for a call that begins now."""
        if time.monotonic() - self._looked_at < self._look:
            return self._channel
        with self._lock:
            if time.monotonic() - self._looked_at >= self._look:
                self._looked_at = time.monotonic()
                self._renew()
        return self._channel

    def _renew(self) -> None:
        try:
            stamp = self._tls.stamp()
            if stamp == self._stamp:
                return
            if (wrong := self._tls.wrong()) is not None:
                logger().warning("renewed certificate not taken yet", why=wrong)
                return
            fresh = self._open()
        except OSError as error:
            logger().warning("certificate cannot be read", why=error.strerror)
            return
        old, self._channel, self._stamp = self._channel, fresh, stamp
        closing = threading.Timer(_LAST_CALLS_SECONDS, old.close)
        closing.daemon = True
        closing.start()
        logger().info("certificate renewed")

    def unary_unary(self, *given: Any, **named: Any) -> Any:
        """Return what calls an RPC, each time on the present channel."""
        return _Call(self, given, named)

    def unary_stream(self, *given: Any, **named: Any) -> Any:
        """Return what calls an RPC, always on the channel of this moment."""
        return self.current().unary_stream(*given, **named)

    def stream_unary(self, *given: Any, **named: Any) -> Any:
        """Return what calls an RPC, always on the channel of this moment."""
        return self.current().stream_unary(*given, **named)

    def stream_stream(self, *given: Any, **named: Any) -> Any:
        """Return what calls an RPC, always on the channel of this moment."""
        return self.current().stream_stream(*given, **named)

    def subscribe(self, *given: Any, **named: Any) -> None:
        """Tell of the present channel's state."""
        self.current().subscribe(*given, **named)

    def unsubscribe(self, callback: Any) -> None:
        """Tell no more."""
        self._channel.unsubscribe(callback)

    def close(self) -> None:
        """End every call."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Call(grpc.UnaryUnaryMultiCallable):  # type: ignore[type-arg] # generic in the stubs only
    """One RPC, on whichever channel is the present one."""

    def __init__(
        self, channel: RenewingChannel, given: tuple[Any, ...], named: dict[str, Any]
    ) -> None:
        self._owner = channel
        self._given = given
        self._named = named
        self._made: tuple[grpc.Channel, Any] | None = None

    def _present(self) -> Any:
        channel, made = self._owner.current(), self._made
        if made is None or made[0] is not channel:
            made = self._made = channel, channel.unary_unary(*self._given, **self._named)
        return made[1]

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._present()(*given, **named)

    def with_call(self, *given: Any, **named: Any) -> Any:
        """Call, and return the call besides."""
        return self._present().with_call(*given, **named)

    def future(self, *given: Any, **named: Any) -> Any:
        """Call in the background."""
        return cast("Any", self._present().future(*given, **named))
