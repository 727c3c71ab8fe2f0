"""Keep a mail to a learner, as training's events ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kernel.standing import Standing
from services.identity.domain.errors import SubscriberNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLearner:
    """Keep one mail for each event; who is gone gets none.

    The address, the language and the quiet hours are those of when it is sent, and who is suspended
    is told once they are not any more: see `told_now`.
    """

    unit_of_work: UnitOfWork

    def __call__(
        self, *, event_id: UUID, subject: str, template: str, variables: Mapping[str, str]
    ) -> None:
        """Keep the mail; the same event keeps one."""
        with self.unit_of_work() as tx:
            try:
                person = tx.subscribers.get(subject)
            except SubscriberNotFound:
                return
            if person.standing is Standing.CLOSED:
                return
            tx.mails.add_once(
                Mail(
                    mail_id=event_id,
                    to=person.profile.email,
                    language=person.profile.language,
                    template=template,
                    variables={**variables, "whose": subject},
                )
            )
