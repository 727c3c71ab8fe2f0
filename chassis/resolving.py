"""Finds out where an address leads at this moment, and whether we may speak to it."""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from kernel.web_addresses import AddressRules, BadAddress, Place

RESOLVING_SECONDS: Final = 3.0
RESOLVERS: Final = 8
"""A resolver that hangs holds one of these, and never the sender that asked."""


Answer: TypeAlias = tuple[Any, ...]
"""One of getaddrinfo's."""


class NotResolved(OSError):
    """A name leads nowhere, or nobody says where in time."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves by the machine's own resolver, within a bounded time."""

    rules: AddressRules
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolve"),
        repr=False,
    )

    def wrong_with(self, url: str) -> str | None:
        """Return why we may not speak to it as things stand, or None."""
        try:
            self.resolved(self.rules.place_of(url))
        except BadAddress as error:
            return str(error)
        except NotResolved:
            return "must name a host that is known"
        return None

    def resolved(self, place: Place) -> str:
        """Return the one address at which a place is spoken to.

        Every address of the name must be one that we may speak to: who gives a public one beside
        a private one hopes for the second.

        Raises:
            BadAddress: one is not.
            NotResolved: the name leads nowhere.
        """
        asked = self._asked(place)
        try:
            return self._judged(place, asked.result(RESOLVING_SECONDS))
        except TooLate:
            asked.cancel()
            raise NotResolved("nobody says where it leads") from None
        except (OSError, UnicodeError) as error:
            raise NotResolved("it leads nowhere") from error

    async def looked_up(self, place: Place) -> str:
        """Return the same inside an event loop, which does not wait."""
        try:
            async with asyncio.timeout(RESOLVING_SECONDS):
                found = await asyncio.wrap_future(self._asked(place))
        except (OSError, UnicodeError) as error:  # the end of the time among them
            raise NotResolved("it leads nowhere") from error
        return self._judged(place, found)

    def _asked(self, place: Place) -> Future[Sequence[Answer]]:
        return self._threads.submit(
            socket.getaddrinfo, place.host, place.port, type=socket.SOCK_STREAM
        )

    def _judged(self, place: Place, found: Sequence[Answer]) -> str:
        addresses = [str(each[4][0]) for each in found]
        if not addresses:
            raise NotResolved("it leads nowhere")
        if not all(self.rules.admits(each, https=place.https) for each in addresses):
            raise BadAddress("must lead to a public address")
        return addresses[0]
