"""Stop mails about what saved searches match by the link in one."""

from dataclasses import dataclass

from kernel.principals import ANONYMOUS
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSavedSearchMails:
    """End them by the link in a mail; a link that is not known changes nothing and says nothing."""

    unit_of_work: UnitOfWork

    def __call__(self, *, token: str) -> None:
        """End them."""
        with self.unit_of_work() as tx:
            whose = tx.mail_orders.end(token)
            if whose is not None:
                named = tx.audit.name_of(whose)
                tx.audit.record(ANONYMOUS, "content:stop-saved-search-mails", named)
