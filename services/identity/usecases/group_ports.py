"""What the use cases about closed groups need."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.group import MOST, Group, Invitation, Member


class Groups(Protocol):
    """The groups of one transaction, with who is in them and who is invited."""

    def add(self, group: Group) -> None:
        """Keep a new one.

        Raises:
            GroupThere: there is, or was, one with that code.
        """
        ...

    def get(self, group_id: UUID, *, lock: bool = False) -> Group:
        """Return one that is not over; locked, nobody else changes it or who is in it meanwhile.

        Raises:
            GroupNotFound: there is none.
        """
        ...

    def save(self, group: Group) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def page_of(self, *, after: Place | None, size: int) -> Sequence[Group]:
        """Return some that are not over, newest first."""
        ...

    def of(self, subject: str) -> Sequence[Group]:
        """Return those that somebody is in, by name, at most a hundred."""
        ...

    def held_of(self, subject: str) -> Sequence[Group]:
        """Return those that somebody is in or owns, locked in the order of their ids."""
        ...

    def hold(self, subject: str) -> frozenset[UUID]:
        """Lock those that somebody is in, owns or sponsored, over or not; return their ids."""
        ...

    def due(self, at: datetime, *, most: int) -> Sequence[UUID]:
        """Return the ids of those of which something is due, soonest first, without locks."""
        ...

    def join(self, member: Member) -> None:
        """Let somebody be in a group; who is in it stays as they are."""
        ...

    def leave(self, group_id: UUID, subject: str) -> bool:
        """Take somebody out; tell whether they were in it."""
        ...

    def has(self, group_id: UUID, subject: str) -> bool:
        """Tell whether somebody is in a group."""
        ...

    def members(
        self, group_id: UUID, *, after: Place | None = None, size: int = MOST
    ) -> Sequence[Member]:
        """Return who is in a group, longest first: all, or the page that begins after a place."""
        ...

    def size(self, group_id: UUID) -> int:
        """Return how many are in a group."""
        ...

    def invite(self, invitation: Invitation) -> bool:
        """Keep an invitation, in the place of one to the same address; tell if there was none."""
        ...

    def count_invited(self, group_id: UUID, day: date) -> int:
        """Count one more whom a group, held locked, asks in on a day; return how many by now."""
        ...

    def invitations(self, group_id: UUID, at: datetime) -> Sequence[Invitation]:
        """Return those of a group that are good, oldest end first."""
        ...

    def invitations_to(self, email: str, at: datetime) -> Sequence[Invitation]:
        """Return those to an address, whatever its case, that are good; at most a hundred."""
        ...

    def uninvite(self, invitation_id: UUID) -> bool:
        """Forget an invitation; tell whether it was there."""
        ...

    def forget_invitations(self, before: datetime) -> int:
        """Forget those whose time is over; return how many."""
        ...
