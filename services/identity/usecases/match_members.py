"""Say which of some addresses are those of one's organisation's people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.membership_errors import NotOrganisationAdmin
from services.identity.domain.organisation import SECURITY_LEAD
from services.identity.usecases.belonging import organisation_of
from services.identity.usecases.membership import is_admin
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchMembers:
    """Return the subjects of the organisation's own people; all other addresses look the same."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, emails: Sequence[str]) -> Mapping[str, str]:
        """Return the subject of each address that is a member's, by the address in lower case.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            NotOrganisationAdmin: they neither run it nor lead its security.
        """
        with self.unit_of_work() as tx:
            own = organisation_of(tx, caller)
            me = tx.subscribers.get(caller.person)
            if SECURITY_LEAD not in me.roles and not is_admin(tx, me, own):
                raise NotOrganisationAdmin("Only an admin of your organisation may do this.")
            asked = list(dict.fromkeys(each.strip().lower() for each in emails))
            found = tx.members.with_emails(own.organisation_id, asked)
            return {each: found[each] for each in asked if each in found}
