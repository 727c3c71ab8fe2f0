"""Ask for what is held about oneself, or for its end."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.privacy_request import PrivacyRequest, PrivacyRequestKind
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.privacy_seen import PrivacySeen, seen_one


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePrivacyRequest:
    """Keep a person's own request; `work` asks every holder of data (UK GDPR, articles 15, 17)."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, kind: PrivacyRequestKind, key: RequestKey
    ) -> PrivacySeen:
        """Return the request; the same key makes one.

        Raises:
            SubscriberNotFound: the caller has no account here.
            PrivacyRequestOpen: they asked for the same, and are not answered yet.
            IdempotencyKeyReused: the key came with another body.
        """
        with self.unit_of_work() as tx:
            now, new = self.clock.now(), self.ids.new()
            tx.subscribers.get(caller.person, lock=True)  # it may be closing just now
            earlier = tx.idempotency.claim(caller.person, key, str(new))
            if earlier is not None:
                return seen_one(tx, tx.privacy_requests.get(UUID(earlier)))
            made = PrivacyRequest.made(new, caller.person, kind, now)
            tx.privacy_requests.add(made)
            tx.audit.record(caller, "identity:ask-privacy", str(new), kind=kind.value)
            tx.outbox.add(
                Used(caller=caller, metric="identity.privacy-requested", at=now, detail=kind.value)
            )
            return seen_one(tx, made)
