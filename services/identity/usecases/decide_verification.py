"""Decide a case."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.gpg45 import RULE_VERSION
from services.identity.domain.verification import Verification
from services.identity.usecases.ports import Task, TaskKind, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideVerification:
    """Let a second officer grant or refuse the tier on exactly the checks they read."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, verification_id: UUID, grant: bool, read: bytes, reason: str
    ) -> Verification:
        """Return the decided case; the new rights follow from the outbox and reach Keycloak.

        Raises:
            VerificationNotFound: there is none.
            OwnVerification: it is the caller's own.
            CheckedBySameOfficer: the caller recorded a check of it.
            EvidenceChanged: the digest is not that of the checks that stand.
            VerificationClosed: it was decided.
            ProfileNotMet: a grant that the checks do not carry.
            SubscriberNotActive: a grant to an account that is suspended or closed.
        """
        officer = caller.person
        with self.unit_of_work() as tx:
            now = self.clock.now()
            case = tx.verifications.get(verification_id, lock=True)
            decided = case.decided(by=officer, grant=grant, read=read, reason=reason, at=now)
            tx.verifications.save(decided)
            if grant:
                person = tx.subscribers.get(case.subject, lock=True).raised_to(case.tier)
                tx.subscribers.save(person)
                tx.tasks.add(Task(task_id=self.ids.new(), subject=case.subject, kind=TaskKind.SYNC))
                tx.outbox.add(PrincipalChanged(person))
            tx.audit.record(
                caller,
                "identity:decide",
                str(verification_id),
                read,
                grant=grant,
                profiles=" ".join(decided.profiles_met),
                rules=RULE_VERSION,
            )
            tx.outbox.add(
                Used(
                    caller=caller,
                    metric="identity.verification-decided",
                    at=now,
                    detail="granted" if grant else "refused",
                )
            )
        return decided
