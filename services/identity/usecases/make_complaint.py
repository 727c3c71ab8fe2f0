"""Complain about how personal data is handled."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.complaint import Complaint
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Mail

ACKNOWLEDGEMENT = "complaint-acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeComplaint:
    """Keep a complaint of anyone's, with an account or without, and acknowledge it by mail."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, email: str, about: str, language: str, key: RequestKey
    ) -> UUID:
        """Return its reference; the same key makes one.

        Raises:
            IdempotencyKeyReused: the key came with another body.
        """
        with self.unit_of_work() as tx:
            now, new = self.clock.now(), self.ids.new()
            earlier = tx.idempotency.claim(caller.subject, key, str(new))
            if earlier is not None:
                return UUID(earlier)
            tx.complaints.add(
                Complaint(
                    complaint_id=new, email=email, language=language, about=about, made_at=now
                )
            )
            tx.mails.add(
                Mail(
                    mail_id=self.ids.new(),
                    to=email,
                    language=language,
                    template=ACKNOWLEDGEMENT,
                    variables={"reference": str(new)},
                )
            )
            tx.audit.record(caller, "identity:complain", str(new))
            tx.outbox.add(Used(caller=caller, metric="identity.complaint-made", at=now))
            return new
