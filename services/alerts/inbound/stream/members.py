"""The open streams of a process, found by what decides for them, by person, and by second."""

from collections.abc import Iterator
from random import SystemRandom
from typing import Final, TypeVar

from kernel.principals import Principal
from services.alerts.inbound.stream.measures import OPEN
from services.alerts.inbound.stream.session import Session
from services.alerts.inbound.stream.who import Rights, rights_of

K = TypeVar("K")

TURNS: Final = 15
"""Seconds in which each stream has its turn once, for a keepalive."""

_RANDOM: Final = SystemRandom()


class Members:
    """The open streams. Those whose readers have equal rights share a group."""

    def __init__(self) -> None:
        self._groups: dict[Rights, set[Session]] = {}
        self._people: dict[str, set[Session]] = {}
        self._turns: list[set[Session]] = [set() for _ in range(TURNS)]

    def __iter__(self) -> Iterator[Session]:
        return iter([session for group in self._groups.values() for session in group])

    def add(self, session: Session) -> None:
        """Take a stream in."""
        self._groups.setdefault(rights_of(session.reader), set()).add(session)
        if session.holder.subject is not None:
            self._people.setdefault(session.holder.subject, set()).add(session)
        _RANDOM.choice(self._turns).add(session)
        OPEN.inc()

    def remove(self, session: Session) -> None:
        """Forget a stream."""
        _discard(self._groups, rights_of(session.reader), session)
        if session.holder.subject is not None:
            _discard(self._people, session.holder.subject, session)
        for turn in self._turns:
            turn.discard(session)
        OPEN.dec()

    def move(self, session: Session, reader: Principal) -> None:
        """Choose for another reader on a stream from now on."""
        _discard(self._groups, rights_of(session.reader), session)
        session.reader = reader
        self._groups.setdefault(rights_of(reader), set()).add(session)

    def groups(self) -> list[list[Session]]:
        """Return the streams, those together whose readers have equal rights."""
        return [list(group) for group in self._groups.values()]

    def of(self, subject: str) -> list[Session]:
        """Return a person's streams."""
        return list(self._people.get(subject, ()))

    def subjects(self) -> list[str]:
        """Return everyone with an account who has a stream open."""
        return list(self._people)

    def turn(self, second: int) -> list[Session]:
        """Return the streams whose turn it is in a second."""
        return list(self._turns[second % TURNS])


def _discard(groups: dict[K, set[Session]], key: K, session: Session) -> None:
    members = groups.get(key)
    if members is not None:
        members.discard(session)
        if not members:
            del groups[key]
