"""Say something else of premises."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import PremisesChanged
from services.identity.domain.premises import Premises, PremisesDetails
from services.identity.usecases.belonging import premises_of, same_version, whereabouts_of
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePremises:
    """Replace all that is said of premises of the caller's organisation."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        premises_id: UUID,
        expected_version: int,
        details: PremisesDetails,
    ) -> Premises:
        """Return them as they are now.

        Raises:
            PremisesNotFound: there are none of the caller's organisation.
            StaleVersion: they changed since they were read.
            PostcodeNotCovered: they are in none of our regions.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            there = premises_of(tx, caller, premises_id, lock=True)
            same_version(there, expected_version)
            updated = there.updated(details, whereabouts_of(tx, details.postcode))
            tx.premises.save(updated)
            tx.audit.record(caller, "identity:update-premises", str(premises_id))
            tx.outbox.add(
                PremisesChanged(updated),
                Used(caller=caller, metric="identity.premises_updated", at=now),
            )
        return updated
