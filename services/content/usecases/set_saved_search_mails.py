"""Choose mails about what saved searches match."""

import secrets
from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.saved_search_mail import Mailing, MailOrder
from services.content.usecases.ports import UnitOfWork

TOKEN_BYTES: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSavedSearchMails:
    """Keep what somebody chooses; what matched before is not mailed."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, mailing: Mailing) -> Mailing:
        """Return what holds; the same again changes nothing."""
        with self.unit_of_work() as tx:
            before = tx.mail_orders.of(caller.person, lock=True)
            if (before.mailing if before else Mailing.NEVER) is mailing:
                return mailing
            tx.mail_orders.forget(caller.person)
            if mailing is not Mailing.NEVER:
                order = MailOrder(
                    subject=caller.person,
                    mailing=mailing,
                    stop_token=secrets.token_urlsafe(TOKEN_BYTES),
                    told_until=self.clock.now(),
                )
                tx.mail_orders.keep(order)
            tx.audit.record(caller, "content:set-saved-search-mails", "", mailing=mailing.value)
        return mailing
