"""Have a provider of evidence asked."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.check import CheckKind
from services.identity.domain.provider_check import MOST_A_CASE, ProviderCheck
from services.identity.domain.verification_errors import TooManyProviderChecks
from services.identity.usecases.case_seen import CaseSeen, case_for, seen
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The document about which a provider is asked. Its number goes when it has answered."""

    type: str = ""
    issuer: str = ""
    number: str = ""
    number_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestProviderCheck:
    """Put a question to a provider into the queue of questions."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        verification_id: UUID,
        kind: CheckKind,
        document: Document,
        key: RequestKey,
    ) -> CaseSeen:
        """Return the case; the same key asks once.

        Raises:
            VerificationNotFound: there is none.
            OwnVerification: it is the officer's own.
            ReviewedBySponsor: the officer vouches for the person.
            ReviewedByInviter: the officer invited the person.
            ReviewedByColleague: the officer belongs to the person's organisation.
            VerificationClaimed: another officer works on it.
            VerificationClosed: it was decided.
            TooManyProviderChecks: as much was asked about it as may be.
            IdempotencyKeyReused: the key came with another body.
        """
        officer = caller.person
        with self.unit_of_work() as tx:
            now, new = self.clock.now(), self.ids.new()
            case = case_for(tx, caller, verification_id)
            if tx.idempotency.claim(officer, key, str(new)) is not None:
                return seen(tx, case)
            case.see_open_to(officer, now)
            if len(tx.provider_checks.of_case(verification_id)) >= MOST_A_CASE:
                raise TooManyProviderChecks("Enough was asked of providers about this case.")
            tx.provider_checks.add(
                ProviderCheck(
                    provider_check_id=new,
                    verification_id=verification_id,
                    subject=case.subject,
                    kind=kind,
                    document_type=document.type,
                    issuer=document.issuer,
                    document_number=document.number,
                    number_digest=document.number_digest,
                    asked_by=officer,
                    asked_at=now,
                    due_at=now,
                )
            )
            tx.audit.record(caller, "identity:ask-provider", str(verification_id), kind=kind.value)
            return seen(tx, case)
