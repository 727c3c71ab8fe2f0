"""Taking away the second factors of somebody who lost them: two officers, a mail, and a day."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from kernel.roles import permissions_of
from kernel.standing import Standing
from services.identity.domain.role_grant_errors import ProposerUnfit
from services.identity.domain.second_factor_errors import (
    FactorResetBeyond,
    FactorResetConfirmed,
    FactorResetNotFound,
    OwnFactorReset,
)
from services.identity.domain.subscriber import Subscriber

WAITS: Final = timedelta(hours=24)
"""Between the second officer's word and the deed: whoever it is about can stop it."""
LAPSES: Final = timedelta(days=7)
"""For so long a proposal waits for a second officer."""
LONGEST_REASON: Final = 500
RESETS: Final = "identity:reset-second-factor"
GIVES_ROLES: Final = "identity:grant-roles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Somebody who has a part in a reset, and every role that they hold or may take up.

    Whoever holds the factors may take up the roles: what is not taken up now counts as well.
    """

    person: Subscriber
    roles: frozenset[str]

    def may(self, permission: str) -> bool:
        """Tell whether a role within reach permits something, and the account may be used."""
        return self.person.standing is Standing.ACTIVE and permission in permissions_of(self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorReset:
    """One that waits: for a second officer, or for its hour. What is over is on the audit log."""

    reset_id: UUID
    subject: str
    reason: str = field(repr=False)
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None = None
    due_at: datetime | None = None

    @classmethod
    def proposed(
        cls, reset_id: UUID, subject: str, *, by: str, reason: str, at: datetime
    ) -> "FactorReset":
        """Return a new one.

        Raises:
            OwnFactorReset: it is about `by`.
        """
        if by == subject:
            raise OwnFactorReset("Somebody else must propose it for you.")
        return cls(
            reset_id=reset_id, subject=subject, reason=reason, proposed_by=by, proposed_at=at
        )

    def confirmed(
        self, *, by: Principal, about: Reach, proposer: Subscriber | None, at: datetime
    ) -> "FactorReset":
        """Let it happen after a day, on a second officer's word.

        Whoever gives roles loses their factors on the word of one alone who gives roles as well:
        else a lesser role could open the way to a greater.

        Raises:
            FactorResetNotFound: it lapsed, whether or not it was deleted since.
            FactorResetConfirmed: somebody did already.
            OwnFactorReset: `by` proposed it, or it is about them.
            FactorResetBeyond: whom it is `about` may give roles, and `by` gives none.
            ProposerUnfit: who proposed it is not in use, or may not propose it any more.
        """
        if self.confirmed_by is not None:
            raise FactorResetConfirmed("A second officer confirmed it already.")
        if by.person in (self.proposed_by, self.subject):
            raise OwnFactorReset("Somebody else must confirm it.")
        if at > self.proposed_at + LAPSES:
            raise FactorResetNotFound("There is no such reset.")
        if GIVES_ROLES in permissions_of(about.roles) - permissions_of(by.roles):
            raise FactorResetBeyond("Somebody who gives roles as well must confirm it.")
        if proposer is None or proposer.standing is not Standing.ACTIVE:
            raise ProposerUnfit("Who proposed this may not do so any more.")
        if RESETS not in permissions_of(proposer.roles):
            raise ProposerUnfit("Who proposed this may not do so any more.")
        return replace(self, confirmed_by=by.person, due_at=at + WAITS)

    def stands(self, *, about: Reach, proposer: Reach | None, confirmer: Reach | None) -> bool:
        """Tell whether it may still happen when its hour has come.

        Nothing comes of the word of who may not give it any more; and a role that the person came
        by in that day asks for the same word as one that they had.
        """
        if proposer is None or confirmer is None:
            return False
        if not (proposer.may(RESETS) and confirmer.may(RESETS)):
            return False
        return confirmer.may(GIVES_ROLES) or GIVES_ROLES not in permissions_of(about.roles)
