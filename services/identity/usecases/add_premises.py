"""Name a place to look after."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import TooManyPremises
from services.identity.domain.events import PremisesChanged
from services.identity.domain.premises import MOST_PREMISES, Premises, PremisesDetails
from services.identity.usecases.belonging import organisation_of, premises_of, whereabouts_of
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPremises:
    """Add premises to the caller's organisation."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, details: PremisesDetails, key: RequestKey) -> Premises:
        """Return them; the same key gives the same premises.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            PostcodeNotCovered: they are in none of our regions.
            TooManyPremises: the organisation has as many as it may have.
            PremisesNotFound: the key's premises were removed since.
            IdempotencyKeyReused: the key came with another body.
        """
        now, premises_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(premises_id))
            if earlier is not None:
                return premises_of(tx, caller, UUID(earlier))
            own = organisation_of(tx, caller, lock=True).organisation_id
            whereabouts = whereabouts_of(tx, details.postcode)
            if tx.premises.count(own) >= MOST_PREMISES:
                raise TooManyPremises(f"An organisation may have {MOST_PREMISES} premises at most.")
            made = Premises.added(
                premises_id, own, details=details, whereabouts=whereabouts, at=now
            )
            tx.premises.add(made)
            tx.audit.record(caller, "identity:add-premises", str(premises_id))
            tx.outbox.add(
                PremisesChanged(made),
                Used(caller=caller, metric="identity.premises_added", at=now, detail=details.type),
            )
        return made
