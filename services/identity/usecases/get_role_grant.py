"""Show one grant of a role."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRoleGrant:
    """Return a grant, with the people who are named in it."""

    unit_of_work: UnitOfWork

    def __call__(
        self, _caller: Principal, *, grant_id: UUID
    ) -> tuple[RoleGrant, Mapping[str, Subscriber]]:
        """Return it, and the people by subject.

        Raises:
            RoleGrantNotFound: there is none.
        """
        with self.unit_of_work() as tx:
            grant = tx.role_grants.get(grant_id)
            return grant, people_of(tx, [grant])


def people_of(tx: Stores, grants: Iterable[RoleGrant]) -> Mapping[str, Subscriber]:
    """Return the people who are named in grants and are still known, by subject."""
    named = {
        subject
        for each in grants
        for subject in (each.subject, each.proposed_by, each.decided_by, each.ended_by)
        if subject
    }
    return tx.subscribers.known(named)  # of the erased a pseudonym stands in their place
