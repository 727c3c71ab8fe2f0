"""Tell somebody what content's events say of their requests, and of requests to them."""

from dataclasses import dataclass
from uuid import UUID

from kernel.standing import Standing
from services.identity.domain.errors import SubscriberNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOfContent:
    """Keep one mail for each event; who is gone, or may not use their account, gets none.

    The mail says whose it is, so that all of it is asked again when it is sent: see `told_now`.
    """

    unit_of_work: UnitOfWork

    def __call__(
        self, *, event_id: UUID, subject: str, template: str, due_on: str | None = None
    ) -> None:
        """Keep the mail; the same event keeps one. `due_on` is a day as YYYY-MM-DD."""
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
                    mail_id=event_id,
                    to=person.profile.email,
                    language=person.profile.language,
                    template=template,
                    variables={**variables, "whose": subject},
                )
            )
