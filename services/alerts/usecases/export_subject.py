"""Everything that alerts holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.ports import HeldRow
from services.alerts.domain.alert import Alert
from services.alerts.domain.freeze import Freeze
from services.alerts.domain.recipient import Recipient
from services.alerts.domain.template import Template
from services.alerts.usecases.ports import UnitOfWork

REACHED: Final = "sending alerts"
PURPOSE: Final = "accountability of who warned whom, and whom a TLP:RED alert names"
PREPARING: Final = "accountability of who prepared warnings that one person may issue"
STOPPING: Final = "accountability of who stopped all issuing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return it, alerts oldest first; nothing for a person who is not known here."""
        with self.unit_of_work() as tx:
            mine = tx.alerts.handled_by(subject)
            reached = tx.recipients.of(subject)
            freezes = tx.freezes.said_by(subject)
            templates = tx.templates.said_by(subject)
            return [
                *(_part(alert, subject) for alert in mine),
                *(_words(freeze, subject) for freeze in freezes),
                *(_of_template(template, subject) for template in templates),
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


def _words(freeze: Freeze, subject: str) -> HeldRow:
    """Return what a person said about stopping all issuing; nothing of what others did."""
    words = {
        "proposed": freeze.proposed,
        "confirmed": freeze.confirmed,
        "proposed_to_lift": freeze.lift_proposed,
        "lifted": freeze.lifted,
    }
    mine = {
        name: {"at": word.at.isoformat(), "why": word.why}
        for name, word in words.items()
        if word is not None and word.by == subject
    }
    return "freezes", STOPPING, {"freeze_id": freeze.freeze_id, **mine}


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
            "parts": [hand.part.value for hand in alert.worked if hand.by == subject],
            "reviewed": bool(alert.review and alert.review.by == subject),
            "sent_back": bool(alert.returned and alert.returned.by == subject),
            "approved": subject == alert.issued_by,
            "proposed_all_clear": bool(alert.proposal and alert.proposal.by == subject),
            "ended": bool(alert.ending and alert.ending.by == subject),
            "named_as_recipient": subject in alert.content.marking.named_subjects,
        },
    )


def _of_template(template: Template, subject: str) -> HeldRow:
    """Return which part a person had in a template; nothing of what others did."""
    words = {
        "proposed": template.proposed,
        "approved": template.approved,
        "retired": template.retired,
    }
    mine = {
        name: {"at": word.at.isoformat(), "why": word.why}
        for name, word in words.items()
        if word is not None and word.by == subject
    }
    part = {"template_id": template.template_id, "name": template.content.name, **mine}
    return "templates", PREPARING, part
