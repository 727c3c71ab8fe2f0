"""Show what a link is for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.access import may_read
from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Alert
from services.alerts.domain.answer import Answered, Answerer, see_that_it_asks
from services.alerts.domain.errors import AnswerLinkEnded, AnswerLinkRefused
from services.alerts.domain.help import HelpRequest
from services.alerts.usecases.answer_ports import AnswerLink, AnswerLinks
from services.alerts.usecases.answering import help_offered, standing
from services.alerts.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page of a link shows. `open_text` is False where the alert's title is not shown."""

    alert: Alert
    open_text: bool
    answered: Answered | None
    called: HelpRequest | None
    help_offered: bool
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GetAnswerLink:
    """Return what the page of a link shows; it changes nothing and counts nothing."""

    unit_of_work: UnitOfWork
    links: AnswerLinks
    clock: Clock

    def __call__(self, *, token: str) -> Shown:
        """Return what the page shows: no text that is not for everyone.

        Raises:
            AnswerLinkRefused: the link is forged or spoiled.
            AnswerLinkEnded: its time is over.
            AnswersClosed: the alert has ended.
        """
        now = self.clock.now()
        link = opened(self.links, token, now)
        with self.unit_of_work() as tx:
            who = whom(tx, link.recipient_id)
            alert = standing(tx, link.thread_id)
            if alert is None:
                raise AnswerLinkRefused("The link is not one of ours.")
            see_that_it_asks(alert)
            return Shown(
                alert=alert,
                open_text=may_read(ANONYMOUS, alert.content.marking),
                answered=tx.answers.find(link.thread_id, who.key),
                called=tx.help.open_of(link.thread_id, who.key),
                help_offered=help_offered(tx, alert, who.regions, now),
                ends_at=link.ends_at,
            )


def opened(links: AnswerLinks, token: str, at: datetime) -> AnswerLink:
    """Return what a token says.

    Raises:
        AnswerLinkRefused: it is forged or spoiled.
        AnswerLinkEnded: its time is over.
    """
    link = links.open(token)
    if link.ends_at <= at:
        raise AnswerLinkEnded("The time of this link is over.")
    return link


def whom(tx: Stores, recipient_id: UUID) -> Answerer:
    """Return the person whom a link was sent to.

    Raises:
        AnswerLinkRefused: nobody of this id was ever sent anything.
    """
    found = tx.recipients.find(recipient_id)
    if found is None:
        raise AnswerLinkRefused("The link is not one of ours.")
    regions = found.principal().regions | found.regions
    return Answerer(subject=found.subject, recipient_id=recipient_id, regions=regions)
