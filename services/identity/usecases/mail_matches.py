"""Mail somebody that saved searches of theirs match, unless they are to be left alone."""

from dataclasses import dataclass
from typing import Final

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.standing import Standing
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import MatchesPutOff
from services.identity.domain.matches_mail import TEMPLATE
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Mail

_DUE: Final = "SavedSearchMailDue"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailMatches:
    """Keep the mail for the account's own address, in its language; in quiet hours put it off.

    It names no document: content looked a moment ago whether they may read any, and the page looks
    again. No life hangs on it, so quiet hours always count. What it needs to be judged anew when it
    is sent stands with it: see `told_now`.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, *, event_id: str, subject: str, count: int, stop_token: str, since_us: int
    ) -> None:
        """Do it once for an event; nothing for an account that may not be used."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            key = RequestKey(rpc=_DUE, key=event_id, body_digest=b"")
            if tx.idempotency.claim(None, key, subject) is not None:
                return
            try:
                person = tx.subscribers.get(subject)
            except SubscriberNotFound:
                return
            if person.standing is not Standing.ACTIVE:
                return
            quiet = tx.quiet_hours.of(subject)
            until = quiet.end_at(now) if quiet else None
            if until is not None:
                tx.outbox.add(
                    MatchesPutOff(subject=subject, until=until, since_us=since_us, at=now)
                )
                return
            tx.mails.add(
                Mail(
                    mail_id=self.ids.new(),
                    to=person.profile.email,
                    language=person.profile.language,
                    template=TEMPLATE,
                    variables={
                        "count": str(count),
                        "stop_token": stop_token,
                        "whose": subject,
                        "since_us": str(since_us),
                        "looked_at": now.isoformat(),
                    },
                )
            )
