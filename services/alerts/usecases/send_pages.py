"""Hand pages to the mail server."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.alerts.domain.delivery import Outcome
from services.alerts.domain.page_words import written
from services.alerts.domain.paging import Page
from services.alerts.usecases.delivery_ports import MailSender
from services.alerts.usecases.paging_settled import not_wanted
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.putting_off import PutOff

PAUSE: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(minutes=2)
MOST_ATTEMPTS: Final = 30
"""About an hour. The ladder goes on meanwhile, and its next rung writes to the person anew."""

_TRIED_AGAIN: Final = frozenset({Outcome.LATER, Outcome.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPages:
    """Send one page in a transaction that holds it; several may run at once.

    Killed between the hand-over and the commit it is handed over again under the same reference:
    a page twice is better than none. A server that is away costs no attempt: the page waits for as
    long as the matter does. What cannot be sent by a fault of ours is passed over for a while.
    """

    unit_of_work: UnitOfWork
    sender: MailSender
    clock: Clock
    public_url: str
    put_off: PutOff

    def __call__(self) -> int | None:
        """Send one; return None if there is none to send now, or nothing can be sent."""
        now, passed_over = self.clock.now(), self.put_off.now()
        outcome = Outcome.LATER
        with self.put_off.one() as held, self.unit_of_work() as tx:
            page = tx.paging.due(now, but=passed_over)
            if page is None:
                return None
            held.which = page.page_id
            to = tx.paging.officer(page.subject)
            if to is None:
                tx.paging.settle(replace(page, given_up="no address is known"))
                return 1
            alert = tx.alerts.get(page.alert_id)
            if why := not_wanted(tx, page, alert, now):
                tx.paging.settle(replace(page, dropped=why))
                return 1
            message = written(page, alert, to.language, self.public_url)
            outcome = self.sender.send(to.email, message, page.page_id).outcome
            tx.paging.settle(self._after(page, outcome))
        return None if outcome is Outcome.AWAY else 1

    def _after(self, page: Page, outcome: Outcome) -> Page:
        now = self.clock.now()
        if outcome is Outcome.AWAY:
            return replace(page, due_at=now + PAUSE)
        tried = replace(page, attempts=page.attempts + 1)
        if outcome is Outcome.TAKEN:
            return replace(tried, sent_at=now)
        if outcome in _TRIED_AGAIN and tried.attempts < MOST_ATTEMPTS:
            pause = min(PAUSE * 2 ** min(page.attempts, 10), LONGEST_PAUSE)
            return replace(tried, due_at=now + pause)
        return replace(tried, given_up=outcome.value)
