"""See who belongs to one's organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.belonging import organisation_of
from services.identity.usecases.membership import is_admin
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersPage:
    """A page of who belongs to an organisation, where the next begins, and if one leads it."""

    members: Sequence[Subscriber]
    following: Place | None
    admin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMembers:
    """Return who belongs to the caller's organisation."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, after: Place | None, size: int) -> MembersPage:
        """Return a page, who had an account first before the others.

        Raises:
            OrganisationNotFound: the caller belongs to none.
        """
        with self.unit_of_work() as tx:
            own = organisation_of(tx, caller)
            found = tx.members.page(own.organisation_id, after=after, size=size + 1)
            admin = is_admin(tx, tx.subscribers.get(caller.person), own)
        page, more = found[:size], len(found) > size
        following = Place(page[-1].created_at, UUID(page[-1].subject)) if more else None
        return MembersPage(members=page, following=following, admin=admin)
