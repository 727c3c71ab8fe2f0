"""Hand mails to security leads to the mail server."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.alerts.domain.delivery import Outcome
from services.alerts.domain.site_notice import SiteNotice, written
from services.alerts.usecases.delivery_ports import MailSender
from services.alerts.usecases.ports import Stores, UnitOfWork

PAUSE: Final = timedelta(seconds=30)
MOST_ATTEMPTS: Final = 30
_TRIED_AGAIN: Final = frozenset({Outcome.LATER, Outcome.AWAY, Outcome.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSiteNotices:
    """Send one in a transaction that holds it; several may run at once.

    Killed between the hand-over and the commit it is handed over again under the same reference.
    """

    unit_of_work: UnitOfWork
    sender: MailSender
    clock: Clock
    public_url: str

    def __call__(self) -> int | None:
        """Send one; return None if there is none to send now."""
        with self.unit_of_work() as tx:
            notice = tx.site_overrides.due_notice(self.clock.now())
            if notice is None:
                return None
            tx.site_overrides.settle(self._after(tx, notice))
        return 1

    def _after(self, tx: Stores, notice: SiteNotice) -> SiteNotice:
        to, own = tx.paging.officer(notice.subject), tx.site_overrides.find(notice.override_id)
        if to is None:
            return replace(notice, given_up="no address is known")
        if own is None or own.version != notice.version:
            return replace(notice, given_up="something later came")
        message = written(own, to.language, self.public_url)
        outcome = self.sender.send(to.email, message, notice.notice_id).outcome
        now, tried = self.clock.now(), replace(notice, attempts=notice.attempts + 1)
        if outcome is Outcome.TAKEN:
            return replace(tried, sent_at=now)
        if outcome in _TRIED_AGAIN and tried.attempts < MOST_ATTEMPTS:
            return replace(tried, due_at=now + PAUSE)
        return replace(tried, given_up=outcome.value)
