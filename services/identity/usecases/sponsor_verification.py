"""Vouch for somebody."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotFound, VerificationNotFound
from services.identity.domain.verification_errors import ReviewedBySponsor
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorVerification:
    """Let a trusted member vouch for the person of a case, who gave them its id."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, verification_id: UUID, email: str, statement: str
    ) -> None:
        """Keep it, once.

        Raises:
            VerificationNotFound: there is none, or it is not of who has that address.
            SelfSponsorship: it is the caller's own.
            ReviewedBySponsor: the caller worked on the case.
            VerificationClosed: it was decided.
            SponsorNotWanted: the tier needs no sponsor, or it has one.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            case = tx.verifications.get(verification_id, lock=True)
            _see_that_of(tx, case.subject, email)
            if caller.person in case.recorders | {case.proposed_by, case.claimed_by}:
                raise ReviewedBySponsor("You worked on this case, so you cannot vouch.")
            vouched = case.sponsored(by=caller.person, statement=statement, at=now)
            tx.verifications.save(vouched)
            tx.audit.record(
                caller, "identity:sponsor", str(verification_id), vouched.evidence_digest
            )
            tx.outbox.add(Used(caller=caller, metric="identity.verification-sponsored", at=now))


def _see_that_of(tx: Stores, subject: str, email: str) -> None:
    try:
        known = tx.subscribers.get(subject).profile.email
    except SubscriberNotFound:
        known = ""
    if not known or known.casefold() != email.strip().casefold():
        raise VerificationNotFound("There is no such case.")
