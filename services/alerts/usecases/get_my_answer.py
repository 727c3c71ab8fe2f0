"""Show somebody what they answered."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Status
from services.alerts.domain.answer import Answered, by_account, thread_of
from services.alerts.domain.help import HelpRequest
from services.alerts.usecases.answering import help_offered, standing
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What somebody answered to an alert; `asked` while it asks and is in force.

    Of a private drill "need help" is offered, and practised: nobody is called by it.
    """

    answered: Answered | None
    called: HelpRequest | None
    asked: bool
    help_offered: bool
    drill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMyAnswer:
    """Return what the caller answered, and whether a call for help would be answered."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Mine:
        """Return it.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        who, now = by_account(caller), self.clock.now()
        with self.unit_of_work() as tx:
            read = get_seen(tx.alerts, caller, alert_id)
            thread_id = thread_of(read)
            alert = standing(tx, thread_id) or read
            return Mine(
                answered=tx.answers.find(thread_id, who.key),
                called=tx.help.open_of(thread_id, who.key),
                asked=alert.content.asks_answer and alert.status is Status.ISSUED,
                help_offered=help_offered(tx, alert, who.regions, now),
                drill=alert.drill is not None,
            )
