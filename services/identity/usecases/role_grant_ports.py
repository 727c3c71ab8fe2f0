"""What the use cases about grants of roles need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.role_grant import RoleGrant


class RoleGrants(Protocol):
    """The grants of one transaction."""

    def add(self, grant: RoleGrant) -> None:
        """Keep a new one.

        Raises:
            GrantThere: the person has one of that role that is open.
        """
        ...

    def find(self, grant_id: UUID) -> RoleGrant | None:
        """Return one, or None."""
        ...

    def get(self, grant_id: UUID, *, lock: bool = False) -> RoleGrant:
        """Return one; locked, nobody else changes it meanwhile.

        Raises:
            RoleGrantNotFound: there is none.
        """
        ...

    def save(self, grant: RoleGrant) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def of(self, subject: str) -> Sequence[RoleGrant]:
        """Return a person's that are proposed or granted, by role."""
        ...

    def page_of(self, *, over_too: bool, after: Place | None, size: int) -> Sequence[RoleGrant]:
        """Return some, newest first; those that are over only if asked."""
        ...

    def due(self, at: datetime, *, most: int) -> Sequence[UUID]:
        """Return the ids of those of which something is due, soonest first, without locks."""
        ...
