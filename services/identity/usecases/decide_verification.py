"""Decide a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.gpg45 import RULE_VERSION
from services.identity.domain.refusal import RefusalReason
from services.identity.domain.seat import acts_somewhere
from services.identity.domain.tier_term import TierTerm
from services.identity.domain.verification import Verification
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.announcing import announce
from services.identity.usecases.case_seen import CaseSeen, case_for, seen
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.waiting_ports import Task, TaskKind

_MAILS: Final = {
    Outcome.GRANTED: "verification-granted",
    Outcome.REFUSED: "verification-refused",
    Outcome.UPHELD: "verification-upheld",
}
"""What the person is told; of a proposal nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideVerification:
    """Let a second officer grant or refuse the tier on exactly the checks they read."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    months: int

    def __call__(
        self,
        caller: Principal,
        *,
        verification_id: UUID,
        grant: bool,
        read: bytes,
        reason: str,
        because: frozenset[RefusalReason],
    ) -> CaseSeen:
        """Return the decided case; the new rights follow from the outbox and reach Keycloak.

        Raises:
            VerificationNotFound: there is none.
            OwnVerification: it is the caller's own.
            ReviewedBySponsor: the caller vouches for the person.
            ReviewedByInviter: the caller invited the person.
            ReviewedByColleague: the caller belongs to the person's organisation.
            CheckedBySameOfficer: the caller recorded a check of it.
            SecondReviewerNeeded: the caller proposed it.
            AppealNeedsAnother: the caller refused it.
            EvidenceChanged: the digest is not that of the checks that stand.
            VerificationClaimed: another officer works on it.
            VerificationClosed: it was decided.
            ProfileNotMet: a grant that the checks do not carry.
            SubscriberNotActive: a grant to an account that is suspended or closed.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            # People are locked before cases, everywhere: here it is not known yet whose case it is.
            subject = tx.verifications.get(verification_id).subject
            tx.subscribers.get(subject, lock=True)
            decided = case_for(tx, caller, verification_id).decided(
                by=caller.person,
                grant=grant,
                read=read,
                reason=reason,
                at=now,
                because=because,
                seated=acts_somewhere(subject, tx.seats.of(subject)),
            )
            tx.verifications.save(decided)
            if decided.outcome is Outcome.GRANTED:
                self._raise(tx, decided, now)
            if decided.outcome in _MAILS:
                announce(tx, self.ids, subject, _MAILS[decided.outcome])
            self._record(tx, caller, decided, read, now)
            return seen(tx, decided)

    def _raise(self, tx: Stores, case: Verification, at: datetime) -> None:
        person = tx.subscribers.get(case.subject).raised_to(case.tier)
        tx.subscribers.save(person)
        tx.tier_terms.save(TierTerm.granted(case.subject, person.tier, at, self.months))
        tx.tasks.add(Task(task_id=self.ids.new(), subject=case.subject, kind=TaskKind.SYNC))
        tx.outbox.add(PrincipalChanged(person))

    def _record(
        self, tx: Stores, caller: Principal, case: Verification, read: bytes, at: datetime
    ) -> None:
        tx.audit.record(
            caller,
            "identity:decide",
            str(case.verification_id),
            read,
            grant=case.outcome in {Outcome.GRANTED, Outcome.PROPOSED},
            outcome=case.outcome.value,
            profiles=" ".join(case.profiles_met),
            rules=RULE_VERSION,
        )
        tx.outbox.add(
            Used(
                caller=caller,
                metric="identity.verification-decided",
                at=at,
                detail=case.outcome.value.lower(),
            )
        )
