"""Everything that alerts holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.ports import HeldRow
from services.alerts.domain.alert import Alert
from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.ports import UnitOfWork

REACHED: Final = "sending alerts"
PURPOSE: Final = "accountability of who warned whom, and whom a TLP:RED alert names"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return it, alerts oldest first; nothing for a person who is not known here."""
        with self.unit_of_work() as tx:
            mine = tx.alerts.handled_by(subject)
            reached = tx.recipients.of(subject)
            return [
                *(_part(alert, subject) for alert in mine),
                *map(_reached, reached),
                *tx.plumbing.export(subject),
            ]


def _reached(recipient: Recipient) -> HeldRow:
    """Return where alerts go."""
    return (
        "recipients",
        REACHED,
        {
            "language": recipient.language,
            "addresses": [
                {
                    "channel": each.channel.value,
                    "address": each.address,
                    "suspended": each.suspended,
                }
                for each in recipient.addresses
            ],
        },
    )


def _part(alert: Alert, subject: str) -> HeldRow:
    """Return which hand a person had in an alert; nothing of what others did."""
    return (
        "alerts",
        PURPOSE,
        {
            "alert_id": alert.alert_id,
            "headline": alert.content.headline,
            "created_at": alert.created_at.isoformat(),
            "wrote_or_submitted": subject in alert.hands,
            "approved": subject == alert.issued_by,
            "proposed_all_clear": bool(alert.proposal and alert.proposal.by == subject),
            "ended": bool(alert.ending and alert.ending.by == subject),
            "named_as_recipient": subject in alert.content.marking.named_subjects,
        },
    )
