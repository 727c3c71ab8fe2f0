"""Have people mailed of what their saved searches match, if they may read it now."""

from dataclasses import dataclass
from datetime import datetime

from kernel.ports import Clock
from services.content.domain.document import Status
from services.content.domain.errors import DocumentNotFound
from services.content.domain.events import SavedSearchMailDue
from services.content.domain.saved_search_mail import MailOrder
from services.content.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TellMatches:
    """Say that a mail is due, one person at a call, in one transaction with what was told.

    Each match is looked at again: what was withdrawn or seen, or may be read no more by our copy
    of the person's rights, is in no mail, and no mail is due for nothing else.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return 1 if one was looked at, else 0."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            order = tx.mail_orders.next_due(now)
            if order is None:
                return 0
            count = _readable(tx, order)
            tx.mail_orders.keep(order.told(now))
            if count:
                tx.outbox.add(
                    SavedSearchMailDue(
                        subject=order.subject,
                        count=count,
                        stop_token=order.stop_token,
                        since=order.told_until,
                        at=now,
                    )
                )
        return 1


def _readable(tx: Stores, order: MailOrder) -> int:
    """Return how many documents there are to tell of."""
    reader = tx.readers.find(order.subject)
    if reader is None or reader.subject is None:
        return 0
    found = set()
    for saved in tx.saved_searches.of(order.subject):
        for match in tx.saved_searches.matches(saved.saved_search_id):
            if match.seen or match.matched_at <= order.told_until:
                continue
            try:
                document = tx.documents.get(match.document_id)
            except DocumentNotFound:
                continue
            if document.status is Status.PUBLISHED and document.readable_by(reader):
                found.add(match.document_id)
    return len(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOffMail:
    """Look again when somebody's quiet hours end: what they may read then is what counts."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str, until: datetime, since: datetime) -> None:
        """Put it off; nothing for who chose no mails, or none any more. Again changes nothing."""
        with self.unit_of_work() as tx:
            order = tx.mail_orders.of(subject, lock=True)
            if order is not None:
                tx.mail_orders.keep(order.put_off(until, since=since))
