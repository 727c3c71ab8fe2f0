"""Read one message in CAP 1.2."""

from dataclasses import dataclass
from uuid import UUID

from services.alerts.domain.errors import CapNotFound
from services.alerts.domain.issued_message import IssuedMessage
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCapMessage:
    """Return a message that everyone may read: by its own identifier, or an alert's newest."""

    unit_of_work: UnitOfWork

    def __call__(self, *, identifier: str, alert_id: UUID | None) -> IssuedMessage:
        """Return the message.

        Raises:
            CapNotFound: there is none that everyone may read.
        """
        with self.unit_of_work() as tx:
            if alert_id is None:
                found = tx.messages.find(identifier)
            else:
                found = next(reversed(tx.messages.of_alert(alert_id)), None)
        if found is None or not found.public:
            raise CapNotFound("There is no such public message.")
        return found
