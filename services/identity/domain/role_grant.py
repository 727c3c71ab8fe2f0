"""That somebody holds a staff role: proposed by one, confirmed by another, over by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from kernel.standing import Standing
from services.identity.domain.ending import next_look, warning_due
from services.identity.domain.role_grant_errors import (
    GrantNotInForce,
    GrantNotProposed,
    NotEligible,
    NotProposer,
    ProposerUnfit,
    RoleActive,
    RoleNotActive,
    RoleNotYours,
    SameProposer,
    SecondFactorMissing,
    SelfGrant,
    UnfitForRole,
)
from services.identity.domain.role_rules import ROLE_RULES, may_confirm, may_propose
from services.identity.domain.subscriber import Subscriber

WAITS: Final = timedelta(days=7)
"""How long a proposal waits for a second person."""

FOUND_THERE: Final = "held before grants were kept"
"""The reason of a grant that was made of a role which somebody already had."""


class GrantState(Enum):
    """Where a grant stands."""

    PROPOSED = "PROPOSED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"
    ENDED = "ENDED"


OPEN: Final = frozenset({GrantState.PROPOSED, GrantState.GRANTED})
"""Where a grant still may become, or is, a right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """That a role is there for some hours, and why."""

    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrant:
    """A grant. Every change has the next `version`.

    `proposed_by` is None where the role was there before grants were kept. An `eligible` role is
    a right only while it is activated.
    """

    grant_id: UUID
    subject: str
    role: str
    reason: str
    proposed_by: str | None
    proposed_at: datetime
    until: datetime | None
    eligible: bool = False
    state: GrantState = GrantState.PROPOSED
    version: int = 1
    decided_by: str | None = None
    decided_at: datetime | None = None
    activation: Activation | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    end_reason: str = ""
    warned: int | None = None

    @classmethod
    def proposed(
        cls,
        grant_id: UUID,
        person: Subscriber,
        role: str,
        *,
        by: Principal,
        at: datetime,
        until: datetime,
        reason: str,
        eligible: bool,
    ) -> "RoleGrant":
        """Return a proposal.

        Raises:
            SelfGrant: `by` is the person.
            RoleNotYours: `by` may not propose this role.
            UnfitForRole: the account is not in use, or its tier is below the role's.
        """
        if person.subject == by.person:
            raise SelfGrant("Nobody proposes a role for themselves.")
        if not may_propose(by.roles, role):
            raise RoleNotYours("Your roles do not propose this role.")
        see_that_they_are_fit(person, role)
        return cls(
            grant_id=grant_id,
            subject=person.subject,
            role=role,
            reason=reason,
            proposed_by=by.person,
            proposed_at=at,
            until=until,
            eligible=eligible,
        )

    @classmethod
    def found(cls, grant_id: UUID, subject: str, role: str, at: datetime) -> "RoleGrant":
        """Return the grant of a role that somebody had before grants were kept; it has no end."""
        return cls(
            grant_id=grant_id,
            subject=subject,
            role=role,
            reason=FOUND_THERE,
            proposed_by=None,
            proposed_at=at,
            until=None,
            state=GrantState.GRANTED,
            decided_at=at,
        )

    @property
    def in_force(self) -> bool:
        """Whether the person has the role by it now: always, or while it is activated."""
        held = self.state is GrantState.GRANTED
        return held and (not self.eligible or self.activation is not None)

    @property
    def due_at(self) -> datetime | None:
        """When the clock next has something to do about it; None for never."""
        if self.state is GrantState.PROPOSED:
            return self.proposed_at + WAITS
        if self.state is not GrantState.GRANTED:
            return None
        times = [self.activation.until] if self.activation else []
        if self.until is not None:
            # From its beginning on: what is due by now is due at that time.
            begin = self.decided_at or self.proposed_at
            times.append(next_look(self.until, self.warned, _after_warning(self, begin)))
        return min(times, default=None)

    def confirmed(
        self,
        *,
        by: Principal,
        at: datetime,
        person: Subscriber,
        proposer: Subscriber,
        second_factor: bool,
    ) -> "RoleGrant":
        """Let it be a right.

        Raises:
            SelfGrant: `by` is the person.
            SameProposer: `by` proposed it.
            RoleNotYours: `by` may not confirm this role.
            GrantNotProposed: it does not wait, or has waited too long.
            ProposerUnfit: who proposed it is not in use, or may not propose it any more.
            UnfitForRole: the account is not in use, or its tier is below the role's.
            SecondFactorMissing: it is a strong role, and the person has no second factor.
        """
        self._see_that_another_decides(by)
        if not may_confirm(by.roles, self.role):
            raise RoleNotYours("Your roles do not confirm this role.")
        self._see_that_it_waits()
        if at >= self.proposed_at + WAITS or (self.until is not None and at >= self.until):
            raise GrantNotProposed("The proposal has waited too long.")
        if proposer.standing is not Standing.ACTIVE or not may_propose(proposer.roles, self.role):
            raise ProposerUnfit("Who proposed this may not do so any more.")
        see_that_they_are_fit(person, self.role)
        if ROLE_RULES[self.role].privileged and not second_factor:
            raise SecondFactorMissing("They need a second factor or a passkey first.")
        told = None if self.until is None else warning_due(self.until, None, at)
        return self._next(
            state=GrantState.GRANTED, decided_by=by.person, decided_at=at, warned=told
        )

    def refused(self, *, by: Principal, at: datetime, reason: str) -> "RoleGrant":
        """Let it come to nothing.

        Raises:
            SelfGrant: `by` is the person.
            SameProposer: `by` proposed it.
            GrantNotProposed: it does not wait.
        """
        self._see_that_another_decides(by)
        self._see_that_it_waits()
        return self._next(
            state=GrantState.REFUSED, decided_by=by.person, decided_at=at, end_reason=reason
        )

    def withdrawn(self, *, by: Principal, at: datetime) -> "RoleGrant":
        """Take it back.

        Raises:
            NotProposer: `by` did not propose it.
            GrantNotProposed: it does not wait.
        """
        if by.person != self.proposed_by:
            raise NotProposer("Only who proposed it takes it back.")
        self._see_that_it_waits()
        return self._next(state=GrantState.WITHDRAWN, decided_by=by.person, decided_at=at)

    def ended(self, *, by: str | None, at: datetime, reason: str = "") -> "RoleGrant":
        """Take the role away; `by` is None when its time is over, or the person's tier.

        Raises:
            GrantNotInForce: it was not given, or is over.
        """
        self._see_that_it_is_granted()
        return self._next(
            state=GrantState.ENDED,
            activation=None,
            ended_by=by,
            ended_at=at,
            end_reason=reason,
        )

    def lapsed(self, at: datetime) -> "RoleGrant":
        """Let a proposal be over that nobody confirmed.

        Raises:
            GrantNotProposed: it does not wait.
        """
        self._see_that_it_waits()
        return self._next(state=GrantState.LAPSED, ended_at=at)

    def activated(self, *, at: datetime, hours: int, reason: str) -> "RoleGrant":
        """Let the role be there for some hours, not beyond the grant's own end.

        Raises:
            GrantNotInForce: it was not given, or is over.
            NotEligible: the role is held all the time.
            RoleActive: it is activated already.
        """
        self._see_that_it_is_granted()
        if self.until is not None and at >= self.until:
            raise GrantNotInForce("The time of the grant is over.")
        if not self.eligible:
            raise NotEligible("The role is held all the time.")
        if self.activation is not None:
            raise RoleActive("The role is activated already.")
        until = at + timedelta(hours=min(hours, ROLE_RULES[self.role].longest_hours))
        until = until if self.until is None else min(until, self.until)
        return self._next(activation=Activation(since=at, until=until, reason=reason))

    def deactivated(self) -> "RoleGrant":
        """Let the role rest again.

        Raises:
            RoleNotActive: it is not activated.
        """
        if self.activation is None:
            raise RoleNotActive("The role is not activated.")
        return self._next(activation=None)

    def with_warning(self, days: int) -> "RoleGrant":
        """Keep that the person was told of the end."""
        return self._next(warned=days)

    def _see_that_another_decides(self, by: Principal) -> None:
        if by.person == self.subject:
            raise SelfGrant("Nobody decides about a role of their own.")
        if by.person == self.proposed_by:
            raise SameProposer("Somebody else must decide about what you proposed.")

    def _see_that_it_waits(self) -> None:
        if self.state is not GrantState.PROPOSED:
            raise GrantNotProposed("The grant does not wait for a decision.")

    def _see_that_it_is_granted(self) -> None:
        if self.state is not GrantState.GRANTED:
            raise GrantNotInForce("The grant is not in force.")

    def _next(self, **changes: object) -> "RoleGrant":
        return replace(self, version=self.version + 1, **changes)  # type: ignore[arg-type]


def _after_warning(grant: RoleGrant, begin: datetime) -> datetime:
    """Return since when the next thing is awaited: the last warning, or the beginning."""
    if grant.warned is None or grant.until is None:
        return begin
    return max(begin, grant.until - timedelta(days=grant.warned))


def see_that_they_are_fit(person: Subscriber, role: str) -> None:
    """See that a person may hold a role.

    Raises:
        UnfitForRole: the account is not in use, or its tier is below the role's.
    """
    if person.standing is not Standing.ACTIVE or person.tier < ROLE_RULES[role].tier:
        raise UnfitForRole("Their account is not in use, or not verified as the role needs.")


def roles_by_grants(grants: Iterable[RoleGrant]) -> frozenset[str]:
    """Return the roles that are held by some grants."""
    return frozenset(each.role for each in grants if each.in_force)
