"""Tell somebody what content's events say of their requests, and of requests to them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from kernel.ports import Clock
from kernel.standing import Standing
from services.identity.domain.errors import SubscriberNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Mail

SELDOM: Final = {
    "access-asked-editors": timedelta(hours=1),
    "receipt-reminded": timedelta(days=1),
}
"""Mails that lead to a list of many such things: one goes to one person in so long a time."""

_ONE: Final = UUID("0f5c7f7e-6d0b-4a39-9a55-0d6a1d6f6b52")


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOfContent:
    """Keep one mail for each event; who is gone, or may not use their account, gets none.

    The mail says whose it is, so that all of it is asked again when it is sent: see `told_now`.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, *, event_id: UUID, subject: str, template: str, due_on: str | None = None
    ) -> None:
        """Keep the mail; the same event keeps one, and so does the time of a `SELDOM` one.

        `due_on` is a day as YYYY-MM-DD.
        """
        with self.unit_of_work() as tx:
            try:
                person = tx.subscribers.get(subject)
            except SubscriberNotFound:
                return
            if person.standing is not Standing.ACTIVE:
                return
            variables = {"until": f"{due_on}T12:00:00+00:00"} if due_on else {}
            tx.mails.add_once(
                Mail(
                    mail_id=self._which(event_id, subject, template),
                    to=person.profile.email,
                    language=person.profile.language,
                    template=template,
                    variables={**variables, "whose": subject},
                )
            )

    def _which(self, event_id: UUID, subject: str, template: str) -> UUID:
        """Return the mail's id: the event's, or one for all of a time."""
        if template not in SELDOM:
            return event_id
        time = int(self.clock.now().timestamp() // SELDOM[template].total_seconds())
        return uuid5(_ONE, f"{template}:{subject}:{time}")
