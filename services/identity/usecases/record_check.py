"""Add a check to a case."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.principals import Principal
from services.identity.domain.verification import Check, Verification
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """Record what an officer found."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, verification_id: UUID, check: Check, key: RequestKey
    ) -> Verification:
        """Return the case with the check; the same key records it once.

        Raises:
            VerificationNotFound: there is none.
            OwnVerification: it is the officer's own.
            VerificationClosed: it was decided.
            IdempotencyKeyReused: the key came with another body.
        """
        officer = caller.person
        with self.unit_of_work() as tx:
            case = tx.verifications.get(verification_id, lock=True)
            if tx.idempotency.claim(officer, key, str(verification_id)) is not None:
                return case
            checked = case.with_check(check)
            tx.verifications.save(checked)
            tx.audit.record(
                caller,
                "identity:check",
                str(verification_id),
                checked.evidence_digest,
                kind=check.kind.value,
            )
        return checked
