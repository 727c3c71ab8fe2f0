"""Take an answer of whoever has the link."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS, Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.answer import Answer, Answered, Way, thread_of
from services.alerts.domain.errors import (
    AlertNotFound,
    AnswerLinkOfAnotherAlert,
    AnswerLinkRefused,
)
from services.alerts.domain.help import HelpRequest
from services.alerts.usecases.answer_ports import AnswerLink, AnswerLinks
from services.alerts.usecases.answering import give, standing, used
from services.alerts.usecases.get_answer_link import opened, whom
from services.alerts.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerByLink:
    """Let somebody answer signed out, once for whoever the link was sent to."""

    unit_of_work: UnitOfWork
    links: AnswerLinks
    clock: Clock
    ids: Ids

    def __call__(
        self, *, token: str, alert_id: UUID, answer: Answer, call_back: str, key: RequestKey
    ) -> tuple[Answered, HelpRequest | None]:
        """Return the answer as it stands, and the call for help that is open.

        Raises:
            AnswerLinkRefused: the link is forged or spoiled.
            AnswerLinkEnded: its time is over.
            AnswerLinkOfAnotherAlert: it is for another alert than the one that was shown.
            AnswersClosed: the alert has ended.
            HelpNotStaffed: it is a call for help, and nobody would answer it.
            TooManyAnswers: it was changed too often.
            IdempotencyKeyReused: the key came with another body.
        """
        now = self.clock.now()
        link = opened(self.links, token, now)
        with self.unit_of_work() as tx:
            alert = _alert_of(tx, link, alert_id)
            who = whom(tx, link.recipient_id)
            if tx.idempotency.claim(None, key, str(link.thread_id)) is not None:
                earlier = tx.answers.find(link.thread_id, who.key)
                if earlier is not None:
                    return earlier, tx.help.open_of(link.thread_id, who.key)
            given, news = give(
                tx, self.ids, alert, who, answer=answer, way=Way.LINK, call_back=call_back, at=now
            )
            if news:
                tx.outbox.add(used(_counted_as(tx, link), alert, given))
            return given, tx.help.open_of(link.thread_id, who.key)


def _alert_of(tx: Stores, link: AnswerLink, alert_id: UUID) -> Alert:
    try:
        shown = tx.alerts.get(alert_id)
    except AlertNotFound:
        shown = None
    if shown is None or thread_of(shown) != link.thread_id:
        raise AnswerLinkOfAnotherAlert("The link is for another alert.")
    alert = standing(tx, link.thread_id)
    if alert is None:
        raise AnswerLinkRefused("The link is not one of ours.")
    return alert


def _counted_as(tx: Stores, link: AnswerLink) -> Principal:
    found = tx.recipients.find(link.recipient_id)
    return found.principal() if found else ANONYMOUS
