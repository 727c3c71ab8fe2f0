"""Break every link between content and a person."""

from dataclasses import dataclass

from kernel.principals import ANONYMOUS
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseSubject:
    """Put a pseudonym in an editor's place (UK GDPR article 17); what they made stays."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> int:
        """Return the number of rows that changed; doing it again changes none."""
        with self.unit_of_work() as tx:
            pseudonym, changed = tx.audit.forget(subject)
            changed += tx.documents.rename(subject, pseudonym) + tx.plumbing.erase(subject)
            changed += tx.saved_searches.forget(subject)
            changed += tx.feeds.forget(subject)
            changed += tx.readings.clear(subject)
            tx.readings.switch(subject, off=False)
            changed += tx.receipts.clear(subject)
            changed += tx.mail_orders.forget(subject)
            changed += tx.drafts.rename(subject, pseudonym)
            changed += tx.partner_links.rename(subject, pseudonym)
            changed += tx.catalogues.rename(subject, pseudonym)
            changed += tx.synonyms.rename(subject, pseudonym)
            changed += tx.attachments.rename(subject, pseudonym)
            changed += tx.access.erase(subject, pseudonym)
            changed += tx.format_requests.forget(subject)
            changed += tx.format_requests.rename(subject, pseudonym)
            if changed:
                tx.audit.record(ANONYMOUS, "content:erase", pseudonym, rows=changed)
        return changed
