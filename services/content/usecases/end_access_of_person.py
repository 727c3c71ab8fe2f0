"""End what somebody was granted when their rights fall."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.tiers import Tier
from services.content.domain.access_request import OPEN, Why
from services.content.usecases.end_access import end
from services.content.usecases.granting import document_of
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAccessOfPerson:
    """End the grants of whoever is suspended, closed or demoted, and what they wait for.

    The rights are those of one change, not those that stand by now: who is suspended and restored
    in the same minute does not get a grant back.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, subject: str, tier: Tier, active: bool, rights_version: int) -> None:
        """End what ended; doing it again changes nothing."""
        with self.unit_of_work() as tx:
            for request in tx.access.of(subject, lock=True):
                if request.status not in OPEN:
                    continue
                if request.ended_by_rights(tier, rights_version, active=active):
                    end(tx, request, document_of(tx, request), Why.PERSON, self.clock)
