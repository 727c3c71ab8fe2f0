"""Take up to two further months for a complex request."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.privacy_seen import PrivacySeen, seen_one


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendPrivacyRequest:
    """Move the last day of an answer, and tell the person why (UK GDPR, article 12(3))."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, request_id: UUID, expected_version: int, because: str
    ) -> PrivacySeen:
        """Return the request.

        Raises:
            PrivacyRequestNotFound: there is none.
            StaleVersion: it changed since it was read.
            PrivacyRequestClosed: it was answered or taken back.
            AlreadyExtended: the further months were taken.
            ExtensionTooLate: the first month is over.
        """
        with self.unit_of_work() as tx:
            request = tx.privacy_requests.get(request_id, lock=True)
            if request.version != expected_version:
                raise StaleVersion("The request changed meanwhile: read it again.")
            longer = request.extended_to_the_longest(because, by=caller.person, at=self.clock.now())
            tx.privacy_requests.save(longer)
            announce(
                tx,
                self.ids,
                request.subject,
                "privacy-extended",
                day=longer.due_on.isoformat(),
                because=because,
            )
            tx.audit.record(caller, "identity:extend-privacy", str(request_id))
            return seen_one(tx, longer, named=True)
