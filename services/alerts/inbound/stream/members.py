"""The open streams of a process, found by what decides for them, by person, and by second."""

from collections.abc import Iterator
from itertools import cycle
from typing import Final

from kernel.principals import Principal
from services.alerts.domain.whereabouts import NO_HOLDINGS, Holdings
from services.alerts.inbound.stream.group import Group
from services.alerts.inbound.stream.session import Session
from services.alerts.inbound.stream.who import SharedRights, shared_rights_of

TURNS: Final = 15
"""Seconds in which each stream has its turn once, for a keepalive."""


class Members:
    """The open streams. Those whose readers have equal rights share a group."""

    def __init__(self) -> None:
        self._groups: dict[SharedRights, Group] = {}
        self._people: dict[str, tuple[Session, ...]] = {}
        self._turns: list[set[Session]] = [set() for _ in range(TURNS)]
        self._next_turn = cycle(range(TURNS))

    def __len__(self) -> int:
        return sum(map(len, self._turns))

    def __iter__(self) -> Iterator[Session]:
        return iter([session for group in self._groups.values() for session in group])

    def add(self, session: Session) -> None:
        """Take a stream in."""
        self._join(session)
        subject = session.holder.subject
        if subject is not None:
            self._people[subject] = (*self._people.get(subject, ()), session)
        session.turn = next(self._next_turn)
        self._turns[session.turn].add(session)

    def remove(self, session: Session) -> None:
        """Forget a stream."""
        self._leave(session)
        subject = session.holder.subject
        if subject is not None:
            others = tuple(each for each in self.of(subject) if each is not session)
            if others:
                self._people[subject] = others
            else:
                self._people.pop(subject, None)
        self._turns[session.turn].discard(session)

    def move(self, session: Session, reader: Principal, holdings: Holdings = NO_HOLDINGS) -> None:
        """Choose for another reader, or other places of theirs, on a stream from now on."""
        session.fall_behind()
        self._leave(session)
        session.reader, session.holdings = reader, holdings
        self._join(session)

    def _join(self, session: Session) -> None:
        """Put a stream into the group of its reader; it is behind until it was replayed to."""
        rights = shared_rights_of(session.reader, session.holdings)
        group = self._groups.get(rights)
        if group is None:
            group = self._groups[rights] = Group(rights, session.reader, session.holdings)
        session.group = group
        group.behind.add(session)

    def _leave(self, session: Session) -> None:
        session.group.discard(session)
        if not session.group:
            self._groups.pop(session.group.rights, None)

    def groups(self) -> list[Group]:
        """Return the streams, those together whose readers have equal rights."""
        return list(self._groups.values())

    def of(self, subject: str) -> tuple[Session, ...]:
        """Return a person's streams."""
        return self._people.get(subject, ())

    def of_organisation(self, organisation_id: str) -> list[Session]:
        """Return the streams that are chosen for the people of an organisation."""
        return [
            session
            for group in self._groups.values()
            for session in group
            if session.reader.organisation_id == organisation_id
        ]

    def organisations(self) -> set[str]:
        """Return every organisation that has people with a stream open."""
        found = {
            session.reader.organisation_id for group in self._groups.values() for session in group
        }
        return {each for each in found if each is not None}

    def subjects(self) -> list[str]:
        """Return everyone with an account who has a stream open."""
        return list(self._people)

    def known_versions(self) -> dict[str, int]:
        """Return of each of them the oldest rights version that a stream of theirs goes by."""
        return {
            subject: min(0 if each.row is None else each.row.rights_version for each in sessions)
            for subject, sessions in self._people.items()
        }

    def turn(self, second: int) -> list[Session]:
        """Return the streams whose turn it is in a second."""
        return list(self._turns[second % TURNS])
