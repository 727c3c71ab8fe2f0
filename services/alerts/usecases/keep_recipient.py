"""Keep what identity tells of somebody who gets alerts."""

from dataclasses import dataclass

from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRecipient:
    """Take a snapshot; whoever stopped is forgotten at once but for id and version."""

    unit_of_work: UnitOfWork

    def __call__(self, recipient: Recipient) -> bool:
        """Tell whether it was news; an older version, or the same again, changes nothing."""
        with self.unit_of_work() as tx:
            kept = tx.recipients.keep(recipient)
            if kept and not recipient.active:
                tx.help.forget_number(recipient.recipient_id)
            return kept
