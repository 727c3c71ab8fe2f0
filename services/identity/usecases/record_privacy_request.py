"""Enter a request about somebody's data that came by letter, mail, telephone or in person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.working_days import day_of
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.privacy_errors import OwnPrivacyRequest
from services.identity.domain.privacy_request import (
    KEPT_MONTHS,
    PrivacyRequest,
    PrivacyRequestKind,
    Received,
)
from services.identity.domain.tier_term import months_after
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.privacy_seen import PrivacySeen, seen_one


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPrivacyRequest:
    """Keep a request that an officer received, and tell its person at once.

    Whoever can send a letter in another's name must not end their account: an erasure waits for 72
    hours, in which the person can take it back.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        email: str,
        kind: PrivacyRequestKind,
        received: Received,
        received_on: date,
        key: RequestKey,
    ) -> PrivacySeen:
        """Return the request; the same key makes one.

        Raises:
            Invalid: it was received tomorrow, or longer ago than requests are kept.
            SubscriberNotFound: no account has this address.
            OwnPrivacyRequest: it is the officer's own.
            PrivacyRequestOpen: the person asked for the same, and is not answered yet.
            IdempotencyKeyReused: the key came with another body.
        """
        with self.unit_of_work() as tx:
            now, new = self.clock.now(), self.ids.new()
            if not day_of(months_after(now, -KEPT_MONTHS)) < received_on <= day_of(now):
                raise Invalid(Violation("received_on", "must be a day of the last three years"))
            earlier = tx.idempotency.claim(caller.person, key, str(new))
            if earlier is not None:
                return seen_one(tx, tx.privacy_requests.get(UUID(earlier)), named=True)
            person = tx.subscribers.find_by_email(email)
            if person is None:
                raise SubscriberNotFound("No account has this address.")
            if person.subject == caller.person:
                raise OwnPrivacyRequest("Ask for your own data on your account's page.")
            made = PrivacyRequest.recorded(
                new,
                person.subject,
                kind,
                received=received,
                received_on=received_on,
                by=caller.person,
                at=now,
            )
            tx.privacy_requests.add(made)
            announce(tx, self.ids, person.subject, f"privacy-recorded-{kind.value.lower()}")
            tx.audit.record(caller, "identity:record-privacy", str(new), kind=kind.value)
            return seen_one(tx, made, named=True)
