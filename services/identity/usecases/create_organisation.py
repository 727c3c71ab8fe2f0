"""Make an organisation to act for."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import OrganisationChanged, PrincipalChanged
from services.identity.domain.organisation import Organisation
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOrganisation:
    """Make an organisation of the caller's own, of which they are the first admin.

    Keycloak need not hear of it: a token says nothing of organisations, so the row that is a
    version ahead of it wins everywhere.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, name: str, key: RequestKey) -> Organisation:
        """Return the organisation; the same key gives the same one.

        Raises:
            OrganisationHeld: the caller belongs to one already.
            SubscriberNotFound: the platform has no record of them.
            IdempotencyKeyReused: the key came with another body.
        """
        now, organisation_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(organisation_id))
            if earlier is not None:
                return tx.organisations.get(UUID(earlier))
            person = tx.subscribers.get(caller.person, lock=True)
            made = Organisation.created(
                organisation_id, name=name, sectors=person.profile.sectors, at=now
            )
            joined = person.joined(made, admin=True)
            tx.organisations.add(made)
            tx.subscribers.save(joined)
            tx.audit.record(caller, "identity:create-organisation", str(organisation_id))
            tx.outbox.add(
                OrganisationChanged(made),
                PrincipalChanged(joined),
                Used(caller=caller, metric="identity.organisation_created", at=now),
            )
        return made
