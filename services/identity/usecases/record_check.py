"""Add a check to a case."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.principals import Principal
from services.identity.domain.check import Check
from services.identity.domain.reviewing import see_that_contact_is_found
from services.identity.usecases.case_seen import CaseSeen, case_for, seen
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """Record what an officer found."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, verification_id: UUID, check: Check, key: RequestKey
    ) -> CaseSeen:
        """Return the case with the check; the same key records it once.

        Raises:
            VerificationNotFound: there is none.
            OwnVerification: it is the officer's own.
            ReviewedBySponsor: the officer vouches for the person.
            ReviewedByInviter: the officer invited the person.
            ReviewedByColleague: the officer belongs to the person's organisation.
            ContactFromForm: a call-back went where the applicant said.
            VerificationClaimed: another officer works on it.
            VerificationClosed: it was decided.
            TooManyChecks: it has as many as one may have.
            IdempotencyKeyReused: the key came with another body.
        """
        officer = caller.person
        with self.unit_of_work() as tx:
            case = case_for(tx, caller, verification_id)
            if tx.idempotency.claim(officer, key, str(verification_id)) is not None:
                return seen(tx, case)
            checked = case.with_check(check)
            see_that_contact_is_found(check, tx.subscribers.get(case.subject))
            tx.verifications.save(checked)
            tx.audit.record(
                caller,
                "identity:check",
                str(verification_id),
                checked.evidence_digest,
                kind=check.kind.value,
            )
            return seen(tx, checked)
