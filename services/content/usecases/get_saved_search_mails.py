"""Say how often somebody chose to be mailed of what their saved searches match."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.content.domain.saved_search_mail import Mailing
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSavedSearchMails:
    """Say what somebody chose."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Mailing:
        """Return it; never, unless they said otherwise."""
        with self.unit_of_work() as tx:
            order = tx.mail_orders.of(caller.person)
        return order.mailing if order else Mailing.NEVER
