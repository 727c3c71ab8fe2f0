"""Work on a case."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.verification_errors import TooManyClaims
from services.identity.usecases.case_seen import CaseSeen, case_for, seen
from services.identity.usecases.ports import UnitOfWork

MOST_CLAIMS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimVerification:
    """Let one officer alone work on a case for an hour."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, verification_id: UUID, expected_version: int
    ) -> CaseSeen:
        """Return the case.

        Raises:
            VerificationNotFound: there is none.
            OwnVerification: it is the caller's own.
            ReviewedBySponsor: the caller vouches for the person.
            ReviewedByInviter: the caller invited the person.
            ReviewedByColleague: the caller belongs to the person's organisation.
            StaleVersion: it changed since it was read.
            VerificationClaimed: another officer works on it.
            VerificationClosed: it was decided.
            TooManyClaims: the caller works on as many as one may.
        """
        officer = caller.person
        with self.unit_of_work() as tx:
            now = self.clock.now()
            case = case_for(tx, caller, verification_id)
            if case.version != expected_version:
                raise StaleVersion("The case changed since you read it.")
            claimed = case.claimed(by=officer, at=now)
            if (
                case.claimed_by != officer
                and tx.verifications.claims_of(officer, now) >= MOST_CLAIMS
            ):
                raise TooManyClaims("Release a case before you take another.")
            tx.verifications.save(claimed)
            tx.audit.record(caller, "identity:claim-verification", str(verification_id))
            return seen(tx, claimed)
