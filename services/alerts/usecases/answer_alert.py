"""Take an answer of someone who is signed in."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.answer import Answer, Answered, Way, by_account, thread_of
from services.alerts.domain.help import HelpRequest
from services.alerts.usecases.answering import give, standing, used
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAlert:
    """Let whoever may know of an alert answer it, from its page or by a client."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        alert_id: UUID,
        answer: Answer,
        call_back: str,
        key: RequestKey,
    ) -> tuple[Answered, HelpRequest | None]:
        """Return the answer as it stands, and the call for help that is open.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            AnswerNotAsked: it asks for no answer.
            AnswersClosed: it has ended, or is not out.
            HelpNotStaffed: it is a call for help, and nobody would answer it.
            TooManyAnswers: it was changed too often.
            IdempotencyKeyReused: the key came with another body.
        """
        who = by_account(caller)
        with self.unit_of_work() as tx:
            read = get_seen(tx.alerts, caller, alert_id)
            thread_id = thread_of(read)
            alert = standing(tx, thread_id) or read
            if tx.idempotency.claim(caller.person, key, str(thread_id)) is not None:
                earlier = tx.answers.find(thread_id, who.key)
                if earlier is not None:
                    return earlier, tx.help.open_of(thread_id, who.key)
            given, news = give(
                tx,
                self.ids,
                alert,
                who,
                answer=answer,
                way=Way.ACCOUNT,
                call_back=call_back,
                at=self.clock.now(),
            )
            if news:
                tx.outbox.add(used(caller, alert, given))
            return given, tx.help.open_of(thread_id, who.key)
