"""A closed group: who owns it, who sponsors it, who is in it, and when it ends by itself."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.ending import next_look
from services.identity.domain.group_errors import GroupNotFound, OwnGroup, UnfitForGroup
from services.identity.domain.subscriber import Subscriber

CODE: Final = re.compile(r"[a-z][a-z0-9-]{2,39}")
LONGEST: Final = timedelta(days=366)
INVITED_FOR: Final = timedelta(days=14)
MOST: Final = 500
"""How many members and invitations a group may have."""

MOST_INVITED_IN_A_DAY: Final = 100
"""How many may be asked into a group on one day, invitations that were taken back included."""

SPONSORING: Final = "identity:sponsor-groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group. Every change of it has the next `version`; who is in it is kept beside it.

    `code` stands in markings, so it is never used again. `owner` is None once they are erased, or
    are not verified any more: then a sponsor names another, or lets it end.
    """

    group_id: UUID
    code: str
    name: str
    purpose: str
    owner: str | None
    sponsor: str
    created_at: datetime
    until: datetime
    version: int = 1
    ended_at: datetime | None = None
    warned: int | None = None

    @property
    def open(self) -> bool:
        """Whether it is not over."""
        return self.ended_at is None

    @property
    def due_at(self) -> datetime | None:
        """When the clock next has something to do about it; None when it is over."""
        if not self.open:
            return None
        told = None if self.warned is None else self.until - timedelta(days=self.warned)
        return next_look(self.until, self.warned, max(self.created_at, told or self.created_at))

    def run_by(self, who: Principal) -> bool:
        """Tell whether somebody runs it: its owner, for as long as they are verified."""
        return who.person == self.owner and who.tier >= Tier.VERIFIED

    def renewed(self, *, by: str, until: datetime, owner: str | None, at: datetime) -> "Group":
        """Give it a later end, and another owner if one is named; `by` sponsors it from now on.

        Raises:
            GroupNotFound: it is over.
            OwnGroup: `by` would own it.
        """
        self.see_that_it_is_open(at)
        now_owner = owner or self.owner
        if now_owner == by:
            raise OwnGroup("Nobody sponsors a group that they own.")
        return replace(
            self,
            until=until,
            owner=now_owner,
            sponsor=by,
            warned=None,
            version=self.version + 1,
        )

    def ended(self, at: datetime) -> "Group":
        """Let it be over.

        Raises:
            GroupNotFound: it is.
        """
        if not self.open:
            raise GroupNotFound("There is no such group.")
        return replace(self, ended_at=at, version=self.version + 1)

    def with_warning(self, days: int) -> "Group":
        """Keep that its owner and sponsor were told of the end."""
        return replace(self, warned=days, version=self.version + 1)

    def without_owner(self) -> "Group":
        """Let nobody own it, until a sponsor names somebody."""
        return replace(self, owner=None, version=self.version + 1)

    def see_that_it_is_open(self, at: datetime) -> None:
        """See that it is not over, whether the clock was there or not.

        Raises:
            GroupNotFound: it is.
        """
        if not self.open or at >= self.until:
            raise GroupNotFound("There is no such group.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """That somebody is in a group."""

    group_id: UUID
    subject: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """That whoever has an address may join a group."""

    invitation_id: UUID
    group_id: UUID
    email: str
    until: datetime


def see_that_they_may_join(person: Subscriber) -> None:
    """See that somebody may be in a group: what is marked for one is for the verified alone.

    Raises:
        UnfitForGroup: the account is not in use, or its tier is below VERIFIED.
    """
    if person.standing is not Standing.ACTIVE or person.tier < Tier.VERIFIED:
        raise UnfitForGroup("Only somebody with a verified account may be in a group.")
